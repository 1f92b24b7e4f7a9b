package io.nightlight.benchmark;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.AddressFamily;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Messages as values of {@code bgp.updates}. Numbers them as it goes; reuses its record. */
final class MessageBytes {
  private final SingleObjectEncoder<BgpMessage> encoder = SingleObjectEncoder.of(BgpMessage.class);
  private final BgpMessage record = BgpMessage.newBuilder().build();
  private long sequence;

  byte[] of(Message message) {
    Session session = message.feed().session();
    record.setKind(BgpMessageKind.UPDATE);
    record.setCollector(session.collector());
    record.setPeerAddress(session.peerAddress());
    record.setPeerAsn(session.peerAsn());
    record.setObservedAt(Micros.toInstant(message.atMicros()));
    record.setSequence(++sequence);
    boolean ipv6 = message.feed().family() == IpFamily.IPV6;
    ByteBuffer nothing = ByteBuffer.allocate(0);
    ByteBuffer announced = nlri(message.announced());
    ByteBuffer withdrawn = nlri(message.withdrawn());
    record.setAnnouncedIpv4(ipv6 ? nothing : announced);
    record.setAnnouncedIpv6(ipv6 ? announced : nothing);
    record.setWithdrawnIpv4(ipv6 ? nothing : withdrawn);
    record.setWithdrawnIpv6(ipv6 ? withdrawn : nothing);
    record.setAsPath(Arrays.stream(message.path()).boxed().toList());
    int hops = message.path().length;
    record.setOriginAsn(hops == 0 ? 0 : message.path()[hops - 1]);
    record.setEndOfRib(message.endOfRib());
    record.setEndOfRibFamily(
        !message.endOfRib()
            ? AddressFamily.UNKNOWN
            : ipv6 ? AddressFamily.IPV6 : AddressFamily.IPV4);
    return encoder.encode(record);
  }

  /** A sign that time has come so far, of no session. */
  byte[] heartbeat(Instant at) {
    return encoder.encode(
        BgpMessage.newBuilder()
            .setKind(BgpMessageKind.HEARTBEAT)
            .setObservedAt(at)
            .setAsPath(List.of())
            .build());
  }

  /** RFC 4271 section 4.3, RFC 4760 section 5. */
  private static ByteBuffer nlri(long[] prefixes) {
    ByteBuffer bytes = ByteBuffer.allocate(7 * prefixes.length);
    for (long prefix : prefixes) {
      int length = Prefix.length(prefix);
      long upper48 =
          Prefix.isIpv6(prefix)
              ? Prefix.ipv6Upper48(prefix)
              : (Prefix.ipv4Address(prefix) & 0xFFFF_FFFFL) << 16;
      bytes.put((byte) length);
      for (int i = 0; i < (length + 7) / 8; i++) {
        bytes.put((byte) (upper48 >>> (40 - 8 * i)));
      }
    }
    return bytes.flip();
  }
}
