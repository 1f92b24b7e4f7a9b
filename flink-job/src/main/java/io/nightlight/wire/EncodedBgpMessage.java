package io.nightlight.wire;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.schema.AddressFamily;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;

/**
 * A {@link BgpMessage} in the bytes that it came in, written with one schema version: what says the
 * same as {@code SingleObjectDecoder} and {@link BgpMessageCodec} say of it, of the same refusals,
 * without the objects between. The path is read over: only its origin counts. For one thread at a
 * time.
 *
 * <p>The schema's fields stand here by hand. Whoever changes the schema changes this class too;
 * until then it does not know the new version's messages and leaves them to Avro's own reader.
 */
final class EncodedBgpMessage {
  /** Of the schema that the fields below are of; CRC-64-AVRO. */
  static final long FINGERPRINT = 0xC583_F19A_78FD_11F4L;

  private static final BgpMessageKind[] KINDS = BgpMessageKind.values();
  private static final AddressFamily[] FAMILIES = AddressFamily.values();
  private static final int NULL_OR_VALUE = 2;

  private static final int ANNOUNCED_IPV4 = 0;
  private static final int ANNOUNCED_IPV6 = 1;
  private static final int WITHDRAWN_IPV4 = 2;
  private static final int WITHDRAWN_IPV6 = 3;
  private static final int LISTS = 4;

  private final EncodedSessions sessions;
  private final NlriReader nlri = new NlriReader();
  private final AvroBody body = new AvroBody("BgpMessage");
  private final int[] listFrom = new int[LISTS];
  private final int[] listTo = new int[LISTS];
  private byte[] bytes = {};
  private BgpMessageKind kind = BgpMessageKind.UNKNOWN;
  private int sessionFrom;
  private int sessionTo;
  private boolean hasCollector;
  private long observedAtMicros;
  private long sequence;
  private int announcedPathIdsAt;
  private int withdrawnPathIdsAt;
  private long originAsn;
  private boolean endOfRib;
  private AddressFamily endOfRibFamily = AddressFamily.UNKNOWN;
  private boolean hasRibStartedAt;
  private long ribStartedAtMicros;

  EncodedBgpMessage(Sessions sessions) {
    this.sessions = new EncodedSessions(sessions);
  }

  /** Whether the bytes say that they are of the schema that is known here. */
  static boolean isKnown(byte[] bytes) {
    return AvroBody.isSingleObject(bytes, FINGERPRINT);
  }

  /**
   * Takes the bytes apart; their values are not yet looked at.
   *
   * @param known bytes that {@link #isKnown} knows; they must not change before {@link #toDomain}
   * @throws RefusedException if they end too early, or are no such record in any other way
   */
  void read(byte[] known) {
    bytes = known;
    body.startBehindHeader(known);
    kind = KINDS[body.oneOf(KINDS.length)];
    sessionFrom = body.position();
    hasCollector = body.run() > 0;
    body.run(); // the peer's address
    body.number(); // its ASN
    sessionTo = body.position();
    observedAtMicros = body.number();
    sequence = body.number();
    for (int list = 0; list < LISTS; list++) {
      int length = body.run();
      listTo[list] = body.position();
      listFrom[list] = listTo[list] - length;
    }
    announcedPathIdsAt = body.position();
    body.skipNumbers();
    withdrawnPathIdsAt = body.position();
    body.skipNumbers();
    body.skipNumbers(); // the path
    originAsn = body.number();
    endOfRib = body.truth();
    endOfRibFamily = FAMILIES[body.oneOf(FAMILIES.length)];
    hasRibStartedAt = body.oneOf(NULL_OR_VALUE) == 1;
    ribStartedAtMicros = hasRibStartedAt ? body.number() : 0;
    if (body.oneOf(NULL_OR_VALUE) == 1) {
      body.number(); // when the route was originated
    }
    body.end();
  }

  /** As it was claimed. */
  long observedAtMicros() {
    return observedAtMicros;
  }

  /**
   * What the message read last says.
   *
   * @throws RefusedException as {@link BgpMessageCodec#toDomain} does
   */
  BgpObservation toDomain() {
    BgpEvent event = BgpMessageCodec.eventOf(kind);
    boolean ofTheFeed = event == BgpEvent.HEARTBEAT && !hasCollector;
    Session session = ofTheFeed ? Session.FEED : sessions.find(bytes, sessionFrom, sessionTo);
    nlri.reset();
    readList(announcedPathIdsAt, ANNOUNCED_IPV4, ANNOUNCED_IPV6);
    long[] announced = nlri.take();
    int[] announcedPathIds = nlri.takePathIds();
    readList(withdrawnPathIdsAt, WITHDRAWN_IPV4, WITHDRAWN_IPV6);
    long[] withdrawn = nlri.take();
    int[] withdrawnPathIds = nlri.takePathIds();
    return new BgpObservation(
        event,
        session,
        ObservedAt.check(observedAtMicros),
        sequence,
        announced,
        withdrawn,
        announcedPathIds,
        withdrawnPathIds,
        BgpMessageCodec.origin(originAsn),
        endOfRib ? BgpMessageCodec.endOfRib(endOfRibFamily) : EndOfRib.NONE,
        BgpMessageCodec.isOfRib(event) ? ribStartedAtMicros() : 0,
        nlri.ignored());
  }

  private void readList(int pathIdsAt, int ipv4, int ipv6) {
    nlri.begin();
    body.start(bytes, pathIdsAt);
    for (int count = body.block(); count > 0; count = body.block()) {
      for (int i = 0; i < count; i++) {
        nlri.addPathId(body.number());
      }
    }
    nlri.readIpv4(bytes, listFrom[ipv4], listTo[ipv4]);
    nlri.readIpv6(bytes, listFrom[ipv6], listTo[ipv6]);
  }

  private long ribStartedAtMicros() {
    if (!hasRibStartedAt) {
      throw BgpMessageCodec.missing("ribStartedAt");
    }
    return ObservedAt.checkRibStartedAt(ribStartedAtMicros, observedAtMicros);
  }
}
