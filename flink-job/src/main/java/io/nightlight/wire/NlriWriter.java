package io.nightlight.wire;

import io.nightlight.domain.net.Prefix;
import java.nio.ByteBuffer;

/** Writes {@link Prefix} keys as RFC 4271 section 4.3 and RFC 4760 section 5 encode prefixes. */
final class NlriWriter {
  private NlriWriter() {}

  /** The IPv4 prefixes among the keys, in their order. */
  static ByteBuffer ipv4(long[] keys) {
    ByteBuffer nlri = ByteBuffer.allocate(5 * keys.length);
    for (long key : keys) {
      if (!Prefix.isIpv6(key)) {
        write(nlri, (long) Prefix.ipv4Address(key) << 16, Prefix.length(key));
      }
    }
    return nlri.flip();
  }

  /** The IPv6 prefixes among the keys, in their order. */
  static ByteBuffer ipv6(long[] keys) {
    ByteBuffer nlri = ByteBuffer.allocate(7 * keys.length);
    for (long key : keys) {
      if (Prefix.isIpv6(key)) {
        write(nlri, Prefix.ipv6Upper48(key), Prefix.length(key));
      }
    }
    return nlri.flip();
  }

  private static void write(ByteBuffer nlri, long upper48, int length) {
    nlri.put((byte) length);
    for (int i = 0; i < (length + 7) / 8; i++) {
      nlri.put((byte) (upper48 >>> (40 - 8 * i)));
    }
  }
}
