package io.nightlight.domain.measurement;

import java.io.Serializable;

/**
 * When a source is taken for blind.
 *
 * @param silenceFactor a session is silent beyond this many times its usual gap between messages
 * @param silenceShortestMicros but never sooner
 * @param silenceLongestMicros and never later
 * @param collectorSilenceMicros a collector is blind when all of its sessions, busy ones among
 *     them, are silent so long
 * @param quietShare a table transfer is over when a window brings less than this share of its
 *     busiest window's announcements
 * @param settleShortestMicros but a session does not vote sooner after it came up
 * @param settleLongestMicros and no later, whatever it sends
 * @param guttedPrefixes a session is gutted only when it alone withdrew at least so many prefixes
 * @param guttedShare and at least this share of its table
 * @param retireMicros a session that nothing was heard of for so long is gone for good
 */
public record WatchRules(
    double silenceFactor,
    long silenceShortestMicros,
    long silenceLongestMicros,
    long collectorSilenceMicros,
    double quietShare,
    long settleShortestMicros,
    long settleLongestMicros,
    int guttedPrefixes,
    double guttedShare,
    long retireMicros)
    implements Serializable {
  private static final long MINUTE = 60_000_000L;
  private static final long DAY = 24 * 60 * MINUTE;

  /** Whether a source is silent that usually lets so much time pass between two signs of life. */
  boolean isSilent(long forMicros, long usualGapMicros) {
    long limit =
        usualGapMicros == 0
            ? silenceLongestMicros
            : Math.max(
                silenceShortestMicros,
                Math.min(silenceLongestMicros, (long) (silenceFactor * usualGapMicros)));
    return forMicros > limit;
  }

  /**
   * A collector that was heard of for no longer than that is forgotten after as much silence: of a
   * name that somebody made up nothing is left after days, and what was told since yesterday only
   * is told again in minutes (pitfall P64).
   */
  long probationMicros() {
    return Math.max(DAY, silenceLongestMicros);
  }

  public static WatchRules defaults() {
    return new WatchRules(
        20, 10 * MINUTE, DAY, 5 * MINUTE, 0.05, 2 * MINUTE, 15 * MINUTE, 1_000, 0.5, 40 * DAY);
  }
}
