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
 */
public record WatchRules(
    double silenceFactor,
    long silenceShortestMicros,
    long silenceLongestMicros,
    long collectorSilenceMicros,
    double quietShare,
    long settleShortestMicros,
    long settleLongestMicros)
    implements Serializable {
  private static final long MINUTE = 60_000_000L;

  public static WatchRules defaults() {
    return new WatchRules(
        20, 10 * MINUTE, 24 * 60 * MINUTE, 5 * MINUTE, 0.05, 2 * MINUTE, 15 * MINUTE);
  }
}
