package io.nightlight.domain.measurement;

import io.nightlight.domain.measurement.SessionSummary.Transition;
import io.nightlight.domain.net.Session;

/**
 * What is known of one session's health at the end of a window.
 *
 * <p>A session is UP from its first sign of life, or from a recorded transition; what it says after
 * a loss brings it up again even if no transition was recorded (RouteViews archives none). A dump
 * that names the session and shows no row of it says that it was down. Its table is complete at an
 * End-of-RIB marker, at the end of a table dump begun since it came up, or when its announcements
 * have calmed down: at least {@link WatchRules#settleShortestMicros()} after it came up, once a
 * window brings less than {@link WatchRules#quietShare()} of the busiest one, at the latest after
 * {@link WatchRules#settleLongestMicros()} (pitfall P15).
 *
 * @param link whether it is up; a failed attempt to connect never gets here (pitfall P14)
 * @param upSinceMicros when it came up, if it is UP
 * @param table whether all of its table has been told
 * @param busiest announcements of the busiest window since it came up
 * @param lastSeenMicros its last sign of life
 * @param usualGapMicros a moving mean of the gaps between its live messages; 0 while unknown
 * @param resetAtMicros its last transition
 * @param resetSequence orders the transition among what bears the same time
 * @param ribStartedAtMicros the latest dump with rows of it was begun then; 0 if none
 * @param ribEndedMicros the latest dump that ended had been begun then; 0 if none
 * @param calledAtMicros the last window's end up to which it was judged
 */
public record SessionWatch(
    Session session,
    Link link,
    long upSinceMicros,
    Table table,
    int busiest,
    long lastSeenMicros,
    long usualGapMicros,
    long resetAtMicros,
    long resetSequence,
    long ribStartedAtMicros,
    long ribEndedMicros,
    long calledAtMicros) {
  /** How slowly the usual gap follows: a new gap weighs one eighth. */
  private static final int GAP_WEIGHT = 8;

  /** Whether the session is established. */
  public enum Link {
    UNKNOWN,
    UP,
    DOWN
  }

  /** Whether the session has told all that it has. */
  public enum Table {
    INCOMPLETE,
    COMPLETE
  }

  /** A session of which nothing is known yet. */
  public static SessionWatch of(Session session) {
    return new SessionWatch(
        session,
        Link.UNKNOWN,
        0,
        Table.INCOMPLETE,
        0,
        SessionSummary.NEVER,
        0,
        Long.MIN_VALUE,
        0,
        0,
        0,
        Long.MIN_VALUE);
  }

  /** After a window in which the session did something. */
  public SessionWatch next(SessionSummary summary, long windowEndMicros, WatchRules rules) {
    return take(summary).settle(windowEndMicros, summary.announced(), rules);
  }

  /** After a window in which nothing was heard of the session. */
  public SessionWatch nextInSilence(long windowEndMicros, WatchRules rules) {
    return settle(windowEndMicros, 0, rules);
  }

  /** As if the time between two windows had not passed: no input at all came in it. */
  public SessionWatch without(long pauseMicros) {
    long seen =
        lastSeenMicros == SessionSummary.NEVER ? lastSeenMicros : lastSeenMicros + pauseMicros;
    return new SessionWatch(
        session,
        link,
        link == Link.UP ? upSinceMicros + pauseMicros : upSinceMicros,
        table,
        busiest,
        seen,
        usualGapMicros,
        resetAtMicros,
        resetSequence,
        ribStartedAtMicros,
        ribEndedMicros,
        calledAtMicros);
  }

  private SessionWatch take(SessionSummary summary) {
    boolean moved = summary.transition() != Transition.NONE;
    long reset = moved ? summary.transitionAtMicros() : resetAtMicros;
    long sequence = moved ? summary.transitionSequence() : resetSequence;
    long ribStarted = Math.max(ribStartedAtMicros, summary.ribStartedAtMicros());
    long dumpEnded = summary.ribEndedMicros();
    boolean absent = dumpEnded > Math.max(ribStarted, Math.max(upSinceMicros, reset));
    Link before = absent ? Link.DOWN : link;
    boolean spoke = summary.isAlive() && summary.lastSeenMicros() >= (absent ? dumpEnded : reset);
    boolean wasLost = summary.transition() == Transition.DOWN && !spokeAfter(summary, reset);
    Link now = wasLost ? Link.DOWN : spoke ? Link.UP : before;
    boolean fresh = moved || now == Link.UP && before != Link.UP;
    long upSince = fresh ? (moved ? reset : summary.firstSeenMicros()) : upSinceMicros;
    boolean endOfRib =
        summary.endOfRibMicros() != SessionSummary.NEVER && summary.endOfRibMicros() >= reset;
    boolean dumped = dumpEnded != 0 && dumpEnded > reset && dumpEnded == ribStarted;
    boolean complete = now == Link.UP && (endOfRib || dumped || !fresh && table == Table.COMPLETE);
    return new SessionWatch(
        session,
        now,
        upSince,
        complete ? Table.COMPLETE : Table.INCOMPLETE,
        Math.max(fresh ? 0 : busiest, summary.announced()),
        Math.max(lastSeenMicros, summary.lastSeenMicros()),
        fresh ? usualGapMicros : gapAfter(summary),
        reset,
        sequence,
        ribStarted,
        Math.max(ribEndedMicros, dumpEnded),
        calledAtMicros);
  }

  private static boolean spokeAfter(SessionSummary summary, long reset) {
    return summary.isAlive() && summary.lastSeenMicros() > reset;
  }

  private long gapAfter(SessionSummary summary) {
    if (summary.messages() == 0
        || lastSeenMicros == SessionSummary.NEVER
        || summary.lastSeenMicros() <= lastSeenMicros) {
      return usualGapMicros;
    }
    long gap = Math.max(1, (summary.lastSeenMicros() - lastSeenMicros) / summary.messages());
    return usualGapMicros == 0 ? gap : usualGapMicros + (gap - usualGapMicros) / GAP_WEIGHT;
  }

  private SessionWatch settle(long windowEndMicros, int announced, WatchRules rules) {
    long upFor = windowEndMicros - upSinceMicros;
    boolean dumpUnderWay = ribStartedAtMicros > ribEndedMicros;
    boolean calm =
        upFor >= rules.settleShortestMicros()
            && !dumpUnderWay
            && announced < rules.quietShare() * busiest;
    boolean complete =
        table == Table.COMPLETE
            || link == Link.UP && (calm || upFor >= rules.settleLongestMicros());
    return new SessionWatch(
        session,
        link,
        upSinceMicros,
        complete ? Table.COMPLETE : Table.INCOMPLETE,
        busiest,
        lastSeenMicros,
        usualGapMicros,
        resetAtMicros,
        resetSequence,
        ribStartedAtMicros,
        ribEndedMicros,
        windowEndMicros);
  }

  /** Whether it ever gave a sign of life; a dump may name a session that never did. */
  public boolean wasHeardOf() {
    return lastSeenMicros != SessionSummary.NEVER;
  }

  /** Whether nothing was heard of it for longer than can be usual for it. */
  public boolean isSilent(WatchRules rules) {
    long limit =
        usualGapMicros == 0
            ? rules.silenceLongestMicros()
            : Math.max(
                rules.silenceShortestMicros(),
                Math.min(
                    rules.silenceLongestMicros(), (long) (rules.silenceFactor() * usualGapMicros)));
    return calledAtMicros - lastSeenMicros > limit;
  }

  /** Whether the session is established, has told its table and speaks as usual. */
  public boolean canVote(WatchRules rules) {
    return link == Link.UP && table == Table.COMPLETE && !isSilent(rules);
  }
}
