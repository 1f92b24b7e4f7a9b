package io.nightlight.operator;

import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.SessionTally;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.util.Objects;

/** Event time for the tests of operators: minutes since a noon, and what is said in them. */
final class Minutes {
  static final long MINUTE = 60_000_000L;
  static final long T0 = 1_419_249_600_000_000L;

  private Minutes() {}

  /** The end of the window so many minutes after noon; window 1 is the first. */
  static long end(int minute) {
    return T0 + minute * MINUTE;
  }

  static Session session(String collector, int number) {
    return Session.of(collector, "192.0.2." + number, 64_500 + number);
  }

  static BgpObservation observed(BgpEvent kind, Session session, long at, String... prefixes) {
    long[] keys = new long[prefixes.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Prefix.parse(prefixes[i]);
    }
    long rib = kind == BgpEvent.RIB_ROW || kind == BgpEvent.RIB_END ? at : 0;
    return new BgpObservation(
        kind,
        session,
        at,
        0,
        keys,
        new long[0],
        BgpObservation.noPathIds(),
        BgpObservation.noPathIds(),
        0,
        EndOfRib.NONE,
        rib,
        0);
  }

  static BgpObservation withdrawal(Session session, long at, String... prefixes) {
    BgpObservation said = observed(BgpEvent.UPDATE, session, at, prefixes);
    return new BgpObservation(
        BgpEvent.UPDATE,
        session,
        at,
        0,
        new long[0],
        said.announced(),
        BgpObservation.noPathIds(),
        BgpObservation.noPathIds(),
        0,
        EndOfRib.NONE,
        0,
        0);
  }

  /** An update announces one IPv4 prefix. */
  static SessionSummary summary(BgpEvent kind, Session session, long at) {
    String[] prefixes = kind == BgpEvent.UPDATE ? new String[] {"175.45.176.0/24"} : new String[0];
    return summary(observed(kind, session, at, prefixes));
  }

  static SessionSummary summary(BgpObservation observation) {
    long windowEnd = Math.floorDiv(observation.observedAtMicros(), MINUTE) * MINUTE + MINUTE;
    SessionTally tally = new SessionTally(observation.session(), windowEnd).add(observation);
    return Objects.requireNonNull(tally.take());
  }

  /** One operation as a batch of its own. */
  static RouteBatch batch(int kind, Session session, long at, String prefix) {
    long key = Prefix.parse(prefix);
    long[] ops = OpWords.room(1);
    OpWords.put(ops, 0, at, 0, key, RouteOps.source(0, kind), 0);
    return new RouteBatch(
        Shards.key(Shards.of(key)),
        Long.MIN_VALUE,
        new long[] {session.id()},
        new long[] {session.peerAsn()},
        ops,
        RouteBatch.noPathIds());
  }

  static RouteBatch announce(Session session, long at, String prefix) {
    return batch(RouteOps.ANNOUNCE, session, at, prefix);
  }

  static RouteBatch withdraw(Session session, long at, String prefix) {
    return batch(RouteOps.WITHDRAW, session, at, prefix);
  }

  static Directive votes(Session session, long effectiveAt) {
    return standing(session, effectiveAt, Ballot.VOTES);
  }

  static Directive abstains(Session session, long effectiveAt) {
    return standing(session, effectiveAt, Ballot.ABSTAINS);
  }

  static Directive retired(Session session, long effectiveAt) {
    return standing(session, effectiveAt, Ballot.RETIRED);
  }

  private static Directive standing(Session session, long effectiveAt, Ballot ballot) {
    return Directive.of(
        new SessionStanding(
            session.id(),
            IpFamily.IPV4,
            session.peerAsn(),
            effectiveAt,
            ballot,
            Long.MIN_VALUE,
            0,
            0,
            0,
            0,
            SessionStanding.SEES));
  }
}
