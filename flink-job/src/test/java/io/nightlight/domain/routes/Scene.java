package io.nightlight.domain.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A table of one-minute windows, the sessions that it hears of, and what it said. */
final class Scene {
  static final Instant T0 = Instant.parse("2014-12-22T12:00:00Z");
  static final long WINDOW = 60_000_000L;

  private final Map<Long, SessionStanding> standings = new HashMap<>();
  private final Map<Long, Visibility> said = new HashMap<>();
  private final Map<String, VisibilityChange> latest = new HashMap<>();
  private RouteShard shard = new RouteShard(WINDOW);
  private long sequence;
  private int late;

  /** The end of the open window. */
  Instant end = T0.plus(1, ChronoUnit.MINUTES);

  static Session session(int number, long asn) {
    return Session.of("rrc06", "192.0.2." + number, asn);
  }

  static long micros(Instant at) {
    return Micros.of(at);
  }

  RouteTable table() {
    return shard.table(IpFamily.IPV4);
  }

  /** How many operations came after their window. */
  int late() {
    return late;
  }

  Scene votes(Session... sessions) {
    for (Session session : sessions) {
      standing(session, Ballot.VOTES);
    }
    return this;
  }

  Scene abstains(Session... sessions) {
    for (Session session : sessions) {
      standing(session, Ballot.ABSTAINS);
    }
    return this;
  }

  private void standing(Session session, Ballot ballot) {
    SessionStanding is = known(session);
    put(session, ballot, is.resetAtMicros(), is.ribStartedAtMicros(), is.ribEndedMicros());
  }

  /** The session came up or went down; it abstains from now on. */
  Scene reset(Session session, Instant at) {
    SessionStanding is = known(session);
    put(session, Ballot.ABSTAINS, micros(at), is.ribStartedAtMicros(), is.ribEndedMicros());
    return this;
  }

  /** The session is forgotten for good. */
  Scene retire(Session session) {
    standing(session, Ballot.RETIRED);
    return this;
  }

  Scene dumpShowsRows(Session session, Instant startedAt) {
    SessionStanding is = known(session);
    put(session, is.ballot(), is.resetAtMicros(), micros(startedAt), is.ribEndedMicros());
    return this;
  }

  Scene dumpEnds(Session session, Instant startedAt) {
    SessionStanding is = known(session);
    put(session, is.ballot(), is.resetAtMicros(), is.ribStartedAtMicros(), micros(startedAt));
    return this;
  }

  private SessionStanding known(Session session) {
    return standings.getOrDefault(
        session.id(),
        new SessionStanding(
            session.id(),
            IpFamily.IPV4,
            session.peerAsn(),
            0,
            Ballot.ABSTAINS,
            Long.MIN_VALUE,
            0,
            0,
            0,
            0,
            SessionStanding.SEES));
  }

  private void put(Session session, Ballot ballot, long reset, long ribStarted, long ribEnded) {
    standings.put(
        session.id(),
        new SessionStanding(
            session.id(),
            IpFamily.IPV4,
            session.peerAsn(),
            micros(end),
            ballot,
            reset,
            0,
            ribStarted,
            ribEnded,
            session.collectorId(),
            SessionStanding.SEES));
  }

  /** Says it in the open window. */
  Scene announce(String prefix, Session... sessions) {
    return op(RouteOps.ANNOUNCE, end.minusSeconds(30), prefix, sessions);
  }

  Scene withdraw(String prefix, Session... sessions) {
    return op(RouteOps.WITHDRAW, end.minusSeconds(30), prefix, sessions);
  }

  Scene op(int kind, Instant at, String prefix, Session... sessions) {
    for (Session session : sessions) {
      take(Batches.of(session, kind, micros(at), sequence++, Prefix.parse(prefix), 0));
    }
    return this;
  }

  /** A row of a table dump. */
  Scene row(Session session, Instant dump, Instant at, String prefix) {
    return take(
        Batches.of(
            session, RouteOps.RIB_ROW, micros(at), sequence++, Prefix.parse(prefix), micros(dump)));
  }

  /** Half a minute before the end of the open window, about one path. */
  Scene path(int kind, int pathId, String prefix, Session... sessions) {
    for (Session session : sessions) {
      long at = micros(end.minusSeconds(30)) + sequence++;
      take(Batches.ofOnePath(session, kind, at, Prefix.parse(prefix), pathId));
    }
    return this;
  }

  Scene take(RouteBatch batch) {
    late += shard.accept(batch).late();
    return this;
  }

  /** Closes the open window; what the table says has to fit what it said before. */
  Map<String, Visibility> settle() {
    Map<String, Visibility> changes = new LinkedHashMap<>();
    shard.settle(
        micros(end),
        standings::get,
        change -> {
          long prefix = change.prefix();
          assertThat(change.before()).isEqualTo(said.getOrDefault(prefix, Visibility.UNTRACKED));
          assertThat(change.after() != change.before() || change.after() == Visibility.LOST)
              .isTrue();
          assertThat(changes.put(Prefix.format(prefix), change.after())).as("told once").isNull();
          said.put(prefix, change.after());
          latest.put(Prefix.format(prefix), change);
        });
    end = end.plus(1, ChronoUnit.MINUTES);
    return changes;
  }

  /** Windows pass in which nothing is said. */
  Map<String, Visibility> pass(Duration time) {
    Map<String, Visibility> changes = new LinkedHashMap<>();
    Instant until = end.plus(time);
    while (end.isBefore(until)) {
      changes.putAll(settle());
    }
    return changes;
  }

  /** Jumps over windows, as in a pause of the input; the next settled one ends then. */
  Scene jumpTo(Instant windowEnd) {
    end = windowEnd;
    return this;
  }

  /** What was told of the prefix last. */
  VisibilityChange latest(String prefix) {
    return latest.get(prefix);
  }

  Visibility of(String prefix) {
    return said.getOrDefault(Prefix.parse(prefix), Visibility.UNTRACKED);
  }

  Scene restore() {
    shard = RouteShard.restore(shard.snapshot());
    return this;
  }
}
