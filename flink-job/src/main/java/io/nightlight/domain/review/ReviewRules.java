package io.nightlight.domain.review;

import java.io.Serializable;
import java.time.Duration;

/**
 * All that decides what falls together, and how much may fall at once.
 *
 * @param groupWithin outages whose starts lie no further apart form a group (P51)
 * @param brakeCountries up to so many starts at once are believed without confirmation
 * @param brakeShare and up to this share of the countries that are ready, 0 to 1
 * @param brakeWithin starts that lie no further apart are at once (P63)
 * @param brakeLongestHold how long starts wait for their confirmation
 */
public record ReviewRules(
    Duration groupWithin,
    int brakeCountries,
    double brakeShare,
    Duration brakeWithin,
    Duration brakeLongestHold)
    implements Serializable {

  /** What so many witnesses say each by itself is confirmed. */
  static final int WITNESSES = 2;

  public static ReviewRules defaults() {
    return new ReviewRules(
        Duration.ofMinutes(10), 10, 0.15, Duration.ofMinutes(5), Duration.ofMinutes(15));
  }

  /** Whether so many starts at once are too many to be believed. */
  boolean isTooMany(int starts, long ready) {
    return starts > brakeCountries && starts > brakeShare * ready;
  }
}
