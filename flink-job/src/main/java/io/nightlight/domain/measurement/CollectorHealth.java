package io.nightlight.domain.measurement;

import java.util.Collection;

/**
 * Whether a collector hears anything at all.
 *
 * @param sight what is held of it now
 * @param lastSeenMicros when it was last heard of, in microseconds since 1970; later by the pauses
 *     of all input since then
 * @param blindSinceMicros the last sign of life before the spell, if it is BLIND; never moves, so
 *     that both ends of a spell bear the same name
 */
public record CollectorHealth(Sight sight, long lastSeenMicros, long blindSinceMicros) {
  /**
   * A session counts as busy when so many of its usual gaps fit into the collector's allowed
   * silence.
   */
  private static final int BUSY_GAPS = 5;

  /** Whether what a collector's sessions said still holds. */
  public enum Sight {
    SEES,
    BLIND
  }

  public static CollectorHealth unknown() {
    return new CollectorHealth(Sight.SEES, SessionSummary.NEVER, SessionSummary.NEVER);
  }

  /**
   * Blind when a session that usually speaks often is silent, and so is every other session that is
   * up (pitfall P13). A collector of quiet peers only is never judged by its silence.
   *
   * @param sessions all sessions of the collector after the window
   */
  public CollectorHealth next(
      Collection<SessionWatch> sessions, long windowEndMicros, WatchRules rules) {
    long lastSeen = lastSeenMicros;
    boolean busy = false;
    for (SessionWatch session : sessions) {
      lastSeen = Math.max(lastSeen, session.lastSeenMicros());
      busy |=
          session.link() == SessionWatch.Link.UP
              && session.usualGapMicros() != 0
              && session.usualGapMicros() * BUSY_GAPS <= rules.collectorSilenceMicros();
    }
    boolean blind = busy && windowEndMicros - lastSeen >= rules.collectorSilenceMicros();
    if (!blind) {
      return new CollectorHealth(Sight.SEES, lastSeen, SessionSummary.NEVER);
    }
    return new CollectorHealth(Sight.BLIND, lastSeen, isBlind() ? blindSinceMicros : lastSeen);
  }

  public boolean isBlind() {
    return sight == Sight.BLIND;
  }

  /** As if the time between two windows had not passed: no input at all came in it. */
  public CollectorHealth without(long pauseMicros) {
    return lastSeenMicros == SessionSummary.NEVER
        ? this
        : new CollectorHealth(sight, lastSeenMicros + pauseMicros, blindSinceMicros);
  }
}
