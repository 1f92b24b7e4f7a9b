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
  private RouteTable table = new RouteTable(WINDOW);
  private long sequence;

  /** The end of the open window. */
  Instant end = T0.plus(1, ChronoUnit.MINUTES);

  static Session session(int number, long asn) {
    return Session.of("rrc06", "192.0.2." + number, asn);
  }

  static long micros(Instant at) {
    return Micros.of(at);
  }

  RouteTable table() {
    return table;
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
            0));
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
            ribEnded));
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
      table.accept(
          session.id(), session.peerAsn(), kind, micros(at), sequence++, Prefix.parse(prefix));
    }
    return this;
  }

  /** Closes the open window; what the table says has to fit what it said before. */
  Map<String, Visibility> settle() {
    Map<String, Visibility> changes = new LinkedHashMap<>();
    table.settle(
        micros(end),
        standings::get,
        (prefix, before, after) -> {
          assertThat(before).isEqualTo(said.getOrDefault(prefix, Visibility.UNTRACKED));
          assertThat(after).isNotEqualTo(before);
          assertThat(changes.put(Prefix.format(prefix), after)).as("told once").isNull();
          said.put(prefix, after);
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

  Visibility of(String prefix) {
    return said.getOrDefault(Prefix.parse(prefix), Visibility.UNTRACKED);
  }

  Scene restore() {
    table = RouteTable.restore(table.snapshot());
    return this;
  }
}
