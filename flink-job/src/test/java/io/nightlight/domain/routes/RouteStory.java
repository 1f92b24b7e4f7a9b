package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A random history of one shard: windows, each with what was said in it and what holds at its end.
 *
 * @param windows in the order of time; they may jump
 */
record RouteStory(List<Window> windows) {
  static final long WINDOW = 600_000_000L;
  private static final long DAY = 86_400_000_000L;
  private static final long LONGEST_DUMP = 3_600_000_000L;
  private static final long FEWEST_BETWEEN_DUMPS = 6;
  private static final long START = 16_426 * DAY - 12 * WINDOW;

  private static final List<Session> SESSIONS =
      List.of(
          Session.of("a", "192.0.2.1", 1),
          Session.of("a", "192.0.2.2", 2),
          Session.of("a", "192.0.2.3", 2),
          Session.of("b", "192.0.2.1", 3),
          Session.of("b", "192.0.2.4", 4),
          Session.of("b", "192.0.2.5", 5));

  private static final List<Long> PREFIXES =
      List.of(
          Prefix.parse("11.0.0.0/8"),
          Prefix.parse("11.1.0.0/16"),
          Prefix.parse("11.1.1.0/24"),
          Prefix.parse("12.0.0.0/24"),
          Prefix.parse("2a00::/16"),
          Prefix.parse("2a00:1::/32"));

  /**
   * What a session said of a prefix.
   *
   * @param pathId 0 if it was of no single path
   */
  record Op(
      Session session,
      int kind,
      long atMicros,
      long sequence,
      long prefix,
      long ribStart,
      int origin,
      int pathId) {

    RouteBatch batch() {
      int source = pathId == 0 ? RouteOps.source(0, kind) : RouteOps.sourceOfOnePath(0, kind);
      return Batches.of(session, source, atMicros, sequence, prefix, ribStart, origin, pathId);
    }
  }

  /** What happened up to the end of a window since the end of the one before. */
  record Window(long endMicros, List<Op> ops, Map<Long, SessionStanding> standings) {}

  static RouteStory random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<Long, SessionStanding> standings = new HashMap<>();
    List<Window> windows = new ArrayList<>();
    long end = START + WINDOW * random.nextInt(12);
    int count = random.nextInt(4, 40);
    for (int i = 0; i < count; i++) {
      end += WINDOW;
      if (random.nextInt(10) == 0) {
        end += random.nextInt(4) == 0 ? 41 * DAY : DAY;
      }
      List<Op> ops = new ArrayList<>();
      for (Session session : SESSIONS) {
        SessionStanding before = standings.get(session.id());
        if (before != null && isGone(random, before, end, standings)) {
          continue;
        }
        tell(random, session, end, ops);
        SessionStanding now = judge(random, session, before, end, ops);
        if (now != null) {
          standings.put(session.id(), now);
        }
      }
      windows.add(new Window(end, ops, Map.copyOf(standings)));
    }
    return new RouteStory(windows);
  }

  /** Whether the session has been retired, for good: nothing comes from it any more. */
  private static boolean isGone(
      SplittableRandom random,
      SessionStanding before,
      long end,
      Map<Long, SessionStanding> standings) {
    if (!before.isRetired() && random.nextInt(60) == 0) {
      standings.put(
          before.sessionId(),
          new SessionStanding(
              before.sessionId(),
              IpFamily.IPV4,
              before.peerAsn(),
              end,
              Ballot.RETIRED,
              before.resetAtMicros(),
              before.resetSequence(),
              before.ribStartedAtMicros(),
              before.ribEndedMicros(),
              0,
              SessionStanding.SEES));
    }
    return standings.get(before.sessionId()).isRetired();
  }

  private static void tell(SplittableRandom random, Session session, long end, List<Op> ops) {
    int most = random.nextInt(5) == 0 ? 12 : 3;
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      int kind = random.nextInt(5) < 2 ? RouteOps.WITHDRAW : RouteOps.ANNOUNCE;
      ops.add(op(random, session, kind, time(random, end), 0));
    }
  }

  /** Few different times and sequences, so that many are equal. */
  private static Op op(SplittableRandom random, Session session, int kind, long at, long ribStart) {
    long prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
    int sequence = random.nextInt(4);
    // One message has one path; two of a session with one time and sequence never differ in it.
    int origin = kind == RouteOps.WITHDRAW ? 0 : (int) ((at / 1_000_000 + sequence) % 3);
    int pathId = session.peerAsn() < 4 ? 0 : (int) ((at / 1_000_000 + sequence) % 3);
    return new Op(session, kind, at, sequence, prefix, ribStart, origin, pathId);
  }

  private static long time(SplittableRandom random, long end) {
    return end - WINDOW + random.nextInt(60) * (WINDOW / 60);
  }

  private static SessionStanding judge(
      SplittableRandom random, Session session, SessionStanding is, long end, List<Op> ops) {
    if (is == null) {
      is =
          new SessionStanding(
              session.id(),
              IpFamily.IPV4,
              session.peerAsn(),
              end,
              Ballot.VOTES,
              Long.MIN_VALUE,
              0,
              0,
              0,
              0,
              SessionStanding.SEES);
      if (random.nextInt(3) == 0) {
        return null;
      }
    }
    Ballot ballot = random.nextInt(6) > 0 ? is.ballot() : Ballot.values()[random.nextInt(2)];
    long reset = is.resetAtMicros();
    long resetSequence = is.resetSequence();
    if (random.nextInt(12) == 0) {
      reset = time(random, end);
      resetSequence = random.nextInt(4);
    }
    long started = is.ribStartedAtMicros();
    long ended = is.ribEndedMicros();
    boolean underWay = started > ended && end - started < LONGEST_DUMP;
    if (random.nextInt(8) == 0 && end - started > FEWEST_BETWEEN_DUMPS * WINDOW) {
      started = time(random, end);
      underWay = true;
    }
    if (underWay) {
      for (int i = random.nextInt(4); i > 0; i--) {
        long at = Math.max(started, time(random, end));
        ops.add(op(random, session, RouteOps.RIB_ROW, at, started));
      }
      ended = random.nextInt(3) == 0 ? started : ended;
    }
    return new SessionStanding(
        session.id(),
        IpFamily.IPV4,
        session.peerAsn(),
        end,
        ballot,
        reset,
        resetSequence,
        started,
        ended,
        0,
        SessionStanding.SEES);
  }
}
