package io.nightlight.wire.bgp;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.AddressFamily;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * Facts about a session as the records of {@code bgp.updates}. Times are microseconds since 1970;
 * {@code sequence} orders the records of a session that bear the same time.
 */
public final class BgpMessages {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private BgpMessages() {}

  /** A fact without routes: PEER_UP, PEER_DOWN, HEARTBEAT, and what the other methods fill. */
  public static BgpMessage bare(
      BgpMessageKind kind, Session session, long observedAtMicros, long sequence) {
    BgpMessage message = new BgpMessage();
    message.setKind(kind);
    message.setCollector(session.collector());
    message.setPeerAddress(session.peerAddress());
    message.setPeerAsn(session.peerAsn());
    message.setObservedAt(Micros.toInstant(observedAtMicros));
    message.setSequence(sequence);
    message.setAnnouncedIpv4(NOTHING);
    message.setAnnouncedIpv6(NOTHING);
    message.setWithdrawnIpv4(NOTHING);
    message.setWithdrawnIpv6(NOTHING);
    message.setAnnouncedPathIds(List.of());
    message.setWithdrawnPathIds(List.of());
    message.setAsPath(List.of());
    message.setEndOfRibFamily(AddressFamily.UNKNOWN);
    return message;
  }

  /** A BGP message as it was received; what says nothing of unicast routes is a HEARTBEAT. */
  public static BgpMessage received(
      BgpPdu pdu, Session session, long observedAtMicros, long sequence) {
    BgpMessageKind kind =
        switch (pdu.type()) {
          case OPEN -> BgpMessageKind.PEER_UP;
          case NOTIFICATION -> BgpMessageKind.PEER_DOWN;
          case KEEPALIVE, ROUTE_REFRESH -> BgpMessageKind.HEARTBEAT;
          case UPDATE -> BgpMessageKind.UPDATE;
        };
    BgpUpdate update = pdu.update();
    if (update == null) {
      return bare(kind, session, observedAtMicros, sequence);
    }
    if (!update.isAboutRoutes()) {
      return bare(BgpMessageKind.HEARTBEAT, session, observedAtMicros, sequence);
    }
    BgpMessage message = bare(kind, session, observedAtMicros, sequence);
    fill(message, update);
    return message;
  }

  private static void fill(BgpMessage message, BgpUpdate update) {
    message.setAnnouncedIpv4(bytes(update.announcedIpv4()));
    message.setAnnouncedIpv6(bytes(update.announcedIpv6()));
    message.setWithdrawnIpv4(bytes(update.withdrawnIpv4()));
    message.setWithdrawnIpv6(bytes(update.withdrawnIpv6()));
    message.setAnnouncedPathIds(
        PackedLongs.of(Nlri.pathIdsOf(update.announcedIpv4(), update.announcedIpv6())));
    message.setWithdrawnPathIds(
        PackedLongs.of(Nlri.pathIdsOf(update.withdrawnIpv4(), update.withdrawnIpv6())));
    if (update.announces()) {
      setPath(message, update.path());
    }
    message.setEndOfRib(update.endOfRib() != EndOfRib.NONE);
    message.setEndOfRibFamily(
        switch (update.endOfRib()) {
          case IPV4 -> AddressFamily.IPV4;
          case IPV6 -> AddressFamily.IPV6;
          case NONE, UNSAID -> AddressFamily.UNKNOWN;
        });
  }

  /** A route of a table dump. */
  public static BgpMessage ribRow(
      Session session,
      RibRoute route,
      long observedAtMicros,
      long sequence,
      long ribStartedAtMicros) {
    BgpMessage message = bare(BgpMessageKind.RIB_ROW, session, observedAtMicros, sequence);
    if (route.family() == IpFamily.IPV4) {
      message.setAnnouncedIpv4(bytes(route.prefix()));
    } else {
      message.setAnnouncedIpv6(bytes(route.prefix()));
    }
    message.setAnnouncedPathIds(PackedLongs.of(route.prefix().pathIds()));
    setPath(message, route.path());
    message.setRibStartedAt(Micros.toInstant(ribStartedAtMicros));
    message.setOriginatedAt(Instant.ofEpochSecond(route.originatedAtSeconds()));
    return message;
  }

  /** The end of a table dump, for one of its sessions. */
  public static BgpMessage ribEnd(
      Session session, long observedAtMicros, long sequence, long ribStartedAtMicros) {
    BgpMessage message = bare(BgpMessageKind.RIB_END, session, observedAtMicros, sequence);
    message.setRibStartedAt(Micros.toInstant(ribStartedAtMicros));
    return message;
  }

  private static void setPath(BgpMessage message, AsPath path) {
    message.setAsPath(PackedLongs.of(path.asns()));
    message.setOriginAsn(path.originAsn());
  }

  private static ByteBuffer bytes(Nlri nlri) {
    return nlri.isEmpty() ? NOTHING : ByteBuffer.wrap(nlri.prefixes());
  }
}
