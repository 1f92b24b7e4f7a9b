package io.nightlight.domain.measurement;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One collector told minute by minute: what its sessions say in the open window, and what is held
 * of them when it closes.
 */
final class Story {
  static final long SECOND = 1_000_000L;
  static final long MINUTE = 60 * SECOND;
  static final long T0 = 23_654_160L * MINUTE;
  static final WatchRules RULES = WatchRules.defaults();

  private static final long PREFIX4 = Prefix.parse("175.45.176.0/24");
  private static final long PREFIX6 = Prefix.parse("2a00:1450::/32");

  private final CollectorWatch watch = new CollectorWatch("rrc06", MINUTE, RULES);
  private final Map<Session, SessionTally> open = new LinkedHashMap<>();
  private Map<Long, SessionWatch> sessions = Map.of();
  private CollectorHealth health = CollectorHealth.unknown();
  private long windowEnd = T0 + MINUTE;
  private long sequence;

  /** The peer of this number; each is an AS of its own. */
  static Session peer(int number) {
    return Session.of("rrc06", "192.0.2." + number, 64_500 + number);
  }

  /** The start of the open window. */
  long now() {
    return windowEnd - MINUTE;
  }

  Story announce(Session session, int second, IpFamily family, int prefixes) {
    return say(session, BgpEvent.UPDATE, at(second), many(family, prefixes), new long[0], 0);
  }

  Story withdraw(Session session, int second, IpFamily family, int prefixes) {
    return say(session, BgpEvent.UPDATE, at(second), new long[0], many(family, prefixes), 0);
  }

  Story up(Session session, int second) {
    return say(session, BgpEvent.PEER_UP, at(second), new long[0], new long[0], 0);
  }

  Story down(Session session, int second) {
    return downAt(session, at(second));
  }

  Story downAt(Session session, long micros) {
    return say(session, BgpEvent.PEER_DOWN, micros, new long[0], new long[0], 0);
  }

  Story heartbeat(Session session, int second) {
    return say(session, BgpEvent.HEARTBEAT, at(second), new long[0], new long[0], 0);
  }

  Story rows(Session session, int second, IpFamily family, int rows, long dump) {
    for (int i = 0; i < rows; i++) {
      say(session, BgpEvent.RIB_ROW, at(second), many(family, 1), new long[0], dump);
    }
    return this;
  }

  Story dumpEnds(Session session, int second, long dump) {
    return say(session, BgpEvent.RIB_END, at(second), new long[0], new long[0], dump);
  }

  Story endOfRib(Session session, int second, EndOfRib marker) {
    return tell(session, BgpEvent.UPDATE, at(second), new long[0], new long[0], 0, marker);
  }

  private long at(int second) {
    return now() + second * SECOND;
  }

  private static long[] many(IpFamily family, int prefixes) {
    long[] all = new long[prefixes];
    Arrays.fill(all, family == IpFamily.IPV4 ? PREFIX4 : PREFIX6);
    return all;
  }

  private Story say(
      Session session, BgpEvent kind, long at, long[] announced, long[] withdrawn, long dump) {
    return tell(session, kind, at, announced, withdrawn, dump, EndOfRib.NONE);
  }

  private Story tell(
      Session session,
      BgpEvent kind,
      long at,
      long[] announced,
      long[] withdrawn,
      long dump,
      EndOfRib marker) {
    open.computeIfAbsent(session, s -> new SessionTally(s, windowEnd))
        .add(
            new BgpObservation(
                kind,
                session,
                at,
                sequence++,
                announced,
                withdrawn,
                BgpObservation.noPathIds(),
                BgpObservation.noPathIds(),
                0,
                marker,
                dump,
                0));
    return this;
  }

  /** Closes the open window. */
  CollectorWatch.Review tick() {
    Map<Long, SessionSummary> due = new HashMap<>();
    open.forEach((session, tally) -> due.put(session.id(), tally.take()));
    open.clear();
    CollectorWatch.Review review = watch.next(sessions, health, due, windowEnd);
    sessions = review.sessions();
    health = review.health();
    windowEnd += MINUTE;
    return review;
  }

  /** Closes so many windows in which nothing is heard. */
  List<MeasurementEvent> quiet(int minutes) {
    List<MeasurementEvent> told = new ArrayList<>();
    for (int i = 0; i < minutes; i++) {
      tick().drafts().forEach(draft -> told.add(draft.event()));
    }
    return told;
  }

  /** Passes over so much time at once; the window after it is open then. */
  Story later(long micros) {
    windowEnd += micros;
    return this;
  }

  SessionWatch of(Session session) {
    return sessions.get(session.id());
  }

  boolean knows(Session session) {
    return sessions.containsKey(session.id());
  }

  CollectorHealth health() {
    return health;
  }

  boolean votes(Session session, IpFamily family) {
    return of(session).canVote(family, RULES);
  }

  /**
   * A table of so many prefixes, told and dumped, of a session that says something every minute.
   */
  Story established(IpFamily family, int size, Session... peers) {
    long dump = now() + SECOND;
    for (Session peer : peers) {
      rows(peer, 2, family, size, dump).dumpEnds(peer, 50, dump);
    }
    tick();
    for (int minute = 0; minute < 3; minute++) {
      talk(peers).tick();
    }
    return this;
  }

  /** Signs of life every six seconds. */
  Story talk(Session... peers) {
    for (Session peer : peers) {
      for (int second = 0; second < 60; second += 6) {
        heartbeat(peer, second);
      }
    }
    return this;
  }
}
