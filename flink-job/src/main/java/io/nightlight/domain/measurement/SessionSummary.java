package io.nightlight.domain.measurement;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import java.util.Comparator;

/**
 * What one session did in one window. Summaries of the same session and window add up, in any
 * order.
 *
 * <p>Times are microseconds since 1970; {@link #NEVER} stands for what did not happen.
 *
 * @param windowEndMicros the end of the window
 * @param messages live messages: updates and signs of life, not rows of dumps
 * @param announced prefixes announced by live messages
 * @param firstSeenMicros the first sign of life, rows of dumps included; a dump's end is none,
 *     because dumps name sessions that are down, too
 * @param lastSeenMicros the last sign of life, likewise
 * @param transition whether the session last came up or went down in the window
 * @param transitionAtMicros when it did
 * @param transitionSequence orders the transition among what bears the same time
 * @param endOfRibMicros the last End-of-RIB marker
 * @param ribStartedAtMicros the latest dump with rows in the window was begun then; 0 if none
 * @param ribEndedMicros the latest dump that ended in the window had been begun then; 0 if none
 */
public record SessionSummary(
    Session session,
    long windowEndMicros,
    int messages,
    int announced,
    long firstSeenMicros,
    long lastSeenMicros,
    Transition transition,
    long transitionAtMicros,
    long transitionSequence,
    long endOfRibMicros,
    long ribStartedAtMicros,
    long ribEndedMicros) {
  public static final long NEVER = Long.MIN_VALUE;

  /** By time, by sequence, and to be a total order DOWN before UP. */
  private static final Comparator<SessionSummary> LAST_TRANSITION =
      Comparator.comparingLong(SessionSummary::transitionAtMicros)
          .thenComparingLong(SessionSummary::transitionSequence)
          .thenComparing(SessionSummary::transition);

  /** How a session's state changed last. */
  public enum Transition {
    NONE,
    DOWN,
    UP
  }

  /** The summary of a single observation. */
  public static SessionSummary of(BgpObservation observation, long windowEndMicros) {
    long at = observation.observedAtMicros();
    SessionSummary idle =
        new SessionSummary(
            observation.session(),
            windowEndMicros,
            0,
            0,
            at,
            at,
            Transition.NONE,
            NEVER,
            0,
            NEVER,
            0,
            0);
    return switch (observation.kind()) {
      case UPDATE ->
          idle.withMessages(
              observation.announced().length, observation.endOfRib() != EndOfRib.NONE ? at : NEVER);
      case HEARTBEAT -> idle.withMessages(0, NEVER);
      case PEER_UP -> idle.withTransition(Transition.UP, observation);
      case PEER_DOWN -> idle.withTransition(Transition.DOWN, observation);
      case RIB_ROW -> idle.withRib(observation.ribStartedAtMicros(), 0);
      case RIB_END -> lifeless(idle).withRib(0, observation.ribStartedAtMicros());
    };
  }

  private static SessionSummary lifeless(SessionSummary idle) {
    return new SessionSummary(
        idle.session,
        idle.windowEndMicros,
        0,
        0,
        Long.MAX_VALUE,
        NEVER,
        Transition.NONE,
        NEVER,
        0,
        NEVER,
        0,
        0);
  }

  private SessionSummary withMessages(int announcedPrefixes, long endOfRib) {
    return new SessionSummary(
        session,
        windowEndMicros,
        1,
        announcedPrefixes,
        firstSeenMicros,
        lastSeenMicros,
        transition,
        transitionAtMicros,
        transitionSequence,
        endOfRib,
        0,
        0);
  }

  private SessionSummary withTransition(Transition to, BgpObservation observation) {
    long at = observation.observedAtMicros();
    boolean alive = to == Transition.UP;
    return new SessionSummary(
        session,
        windowEndMicros,
        alive ? 1 : 0,
        0,
        alive ? at : Long.MAX_VALUE,
        alive ? at : NEVER,
        to,
        at,
        observation.sequence(),
        NEVER,
        0,
        0);
  }

  private SessionSummary withRib(long started, long ended) {
    return new SessionSummary(
        session,
        windowEndMicros,
        0,
        0,
        firstSeenMicros,
        lastSeenMicros,
        transition,
        transitionAtMicros,
        transitionSequence,
        endOfRibMicros,
        started,
        ended);
  }

  /** Both together. */
  public SessionSummary plus(SessionSummary other) {
    SessionSummary later = LAST_TRANSITION.compare(this, other) < 0 ? other : this;
    return new SessionSummary(
        session,
        windowEndMicros,
        messages + other.messages,
        announced + other.announced,
        Math.min(firstSeenMicros, other.firstSeenMicros),
        Math.max(lastSeenMicros, other.lastSeenMicros),
        later.transition,
        later.transitionAtMicros,
        later.transitionSequence,
        Math.max(endOfRibMicros, other.endOfRibMicros),
        Math.max(ribStartedAtMicros, other.ribStartedAtMicros),
        Math.max(ribEndedMicros, other.ribEndedMicros));
  }

  public boolean isAlive() {
    return lastSeenMicros != NEVER;
  }
}
