package io.nightlight.benchmark;

import java.time.Duration;
import java.time.Instant;

/**
 * How large a made-up stream is. The same sizes and seed give the same bytes.
 *
 * @param prefixes of both families
 * @param sessions full feeds, four of seven of them IPv4
 * @param messages updates after the tables
 * @param profile how restless the updates are
 * @param story how long the updates go on
 */
record Sizes(
    long seed, int prefixes, int sessions, long messages, Profile profile, Duration story) {
  /** When every stream begins: the start of a window, far from midnight. */
  static final Instant BEGIN = Instant.parse("2026-02-22T06:00:00Z");

  /** Every session has told its table by then. */
  static final Duration TABLES = Duration.ofMinutes(8);

  /** Long enough to learn what is usual, to lose a country for half an hour and to see it back. */
  static final Duration WITH_OUTAGE = Duration.ofMinutes(108);

  private static final Duration CALM_BEFORE_OUTAGE = Duration.ofMinutes(25);

  /** The mixture of what happens to routes. */
  enum Profile {
    STEADY(0.72, 0.25),
    STORM(0.60, 0.30);

    final double pathChanges;
    final double localFlaps;

    Profile(double pathChanges, double localFlaps) {
      this.pathChanges = pathChanges;
      this.localFlaps = localFlaps;
    }
  }

  Instant tablesTold() {
    return BEGIN.plus(TABLES);
  }

  Instant end() {
    return tablesTold().plus(story);
  }

  boolean hasOutage() {
    return story.compareTo(WITH_OUTAGE) >= 0;
  }

  Instant outageAt() {
    return tablesTold().plus(CALM_BEFORE_OUTAGE);
  }
}
