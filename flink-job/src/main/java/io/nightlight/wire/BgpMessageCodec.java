package io.nightlight.wire;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.AddressFamily;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link BgpMessage} to {@link BgpObservation} and back. For one thread at a time: it keeps the
 * sessions that it has met.
 */
public final class BgpMessageCodec {
  private static final long MOST_ASN = 0xFFFF_FFFFL;

  private final Sessions sessions;
  private final NlriReader nlri = new NlriReader();

  public BgpMessageCodec() {
    this(new Sessions());
  }

  BgpMessageCodec(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * What the message says.
   *
   * @throws RefusedException if a value in it cannot be, or if it is of a kind that came later
   */
  public BgpObservation toDomain(BgpMessage message) {
    BgpEvent kind = eventOf(message.getKind());
    Session session = sessionOf(message, kind);
    nlri.reset();
    nlri.begin(message.getAnnouncedPathIds());
    nlri.readIpv4(message.getAnnouncedIpv4());
    nlri.readIpv6(message.getAnnouncedIpv6());
    long[] announced = nlri.take();
    int[] announcedPathIds = nlri.takePathIds();
    nlri.begin(message.getWithdrawnPathIds());
    nlri.readIpv4(message.getWithdrawnIpv4());
    nlri.readIpv6(message.getWithdrawnIpv6());
    long[] withdrawn = nlri.take();
    int[] withdrawnPathIds = nlri.takePathIds();
    long observedAt = ObservedAt.check(Micros.of(message.getObservedAt()));
    return new BgpObservation(
        kind,
        session,
        observedAt,
        message.getSequence(),
        announced,
        withdrawn,
        announcedPathIds,
        withdrawnPathIds,
        origin(message.getOriginAsn()),
        endOfRib(message),
        isOfRib(kind) ? ribStartedAt(message.getRibStartedAt(), observedAt) : 0,
        nlri.ignored());
  }

  /** A heartbeat of no collector is the feed's own, as {@code publish} leaves it at the end. */
  private Session sessionOf(BgpMessage message, BgpEvent kind) {
    return kind == BgpEvent.HEARTBEAT && message.getCollector().isEmpty()
        ? Session.FEED
        : sessions.intern(message.getCollector(), message.getPeerAddress(), message.getPeerAsn());
  }

  /**
   * The message that says the same. The prefixes that were left out of the observation are lost,
   * and so is the path but for its origin.
   */
  public BgpMessage toAvro(BgpObservation observation) {
    Session session = observation.session();
    BgpMessage.Builder message =
        BgpMessage.newBuilder()
            .setKind(BgpMessageKind.valueOf(observation.kind().name()))
            .setCollector(session.collector())
            .setPeerAddress(session.peerAddress())
            .setPeerAsn(session.peerAsn())
            .setObservedAt(Micros.toInstant(observation.observedAtMicros()))
            .setSequence(observation.sequence())
            .setAnnouncedIpv4(NlriWriter.ipv4(observation.announced()))
            .setAnnouncedIpv6(NlriWriter.ipv6(observation.announced()))
            .setWithdrawnIpv4(NlriWriter.ipv4(observation.withdrawn()))
            .setWithdrawnIpv6(NlriWriter.ipv6(observation.withdrawn()))
            .setOriginAsn(observation.originAsn())
            .setAnnouncedPathIds(pathIds(observation.announced(), observation.announcedPathIds()))
            .setWithdrawnPathIds(pathIds(observation.withdrawn(), observation.withdrawnPathIds()))
            .setEndOfRib(observation.endOfRib() != EndOfRib.NONE)
            .setEndOfRibFamily(
                switch (observation.endOfRib()) {
                  case IPV4 -> AddressFamily.IPV4;
                  case IPV6 -> AddressFamily.IPV6;
                  case NONE, UNSAID -> AddressFamily.UNKNOWN;
                });
    if (isOfRib(observation.kind())) {
      message.setRibStartedAt(Micros.toInstant(observation.ribStartedAtMicros()));
    }
    return message.build();
  }

  static boolean isOfRib(BgpEvent kind) {
    return kind == BgpEvent.RIB_ROW || kind == BgpEvent.RIB_END;
  }

  static BgpEvent eventOf(BgpMessageKind kind) {
    return switch (kind) {
      case UPDATE -> BgpEvent.UPDATE;
      case PEER_UP -> BgpEvent.PEER_UP;
      case PEER_DOWN -> BgpEvent.PEER_DOWN;
      case RIB_ROW -> BgpEvent.RIB_ROW;
      case RIB_END -> BgpEvent.RIB_END;
      case HEARTBEAT -> BgpEvent.HEARTBEAT;
      case UNKNOWN ->
          throw new RefusedException(
              RejectReason.UNSUPPORTED_TYPE, "a kind of message that this version does not know");
    };
  }

  private static long ribStartedAt(@Nullable Instant claimed, long observedAtMicros) {
    if (claimed == null) {
      throw missing("ribStartedAt");
    }
    return ObservedAt.checkRibStartedAt(Micros.of(claimed), observedAtMicros);
  }

  static RefusedException missing(String field) {
    return new RefusedException(RejectReason.INVALID_VALUE, field + " is missing");
  }

  private static EndOfRib endOfRib(BgpMessage message) {
    if (!message.getEndOfRib()) {
      return EndOfRib.NONE;
    }
    return endOfRib(message.getEndOfRibFamily());
  }

  static EndOfRib endOfRib(AddressFamily family) {
    return switch (family) {
      case IPV4 -> EndOfRib.IPV4;
      case IPV6 -> EndOfRib.IPV6;
      case UNKNOWN -> EndOfRib.UNSAID;
    };
  }

  /** In the order in which the prefixes are written: IPv4 first. */
  private static List<Long> pathIds(long[] prefixes, int[] ids) {
    if (ids.length == 0) {
      return List.of();
    }
    List<Long> ordered = new ArrayList<>();
    for (IpFamily family : IpFamily.values()) {
      for (int i = 0; i < ids.length; i++) {
        if (IpFamily.of(prefixes[i]) == family) {
          ordered.add(Integer.toUnsignedLong(ids[i]));
        }
      }
    }
    return ordered;
  }

  static long origin(long origin) {
    if (origin < 0 || origin > MOST_ASN) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "origin ASN " + origin);
    }
    return origin;
  }
}
