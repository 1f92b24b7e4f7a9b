package io.nightlight.domain.probing;

import io.nightlight.domain.observation.Micros;
import java.io.Serializable;
import java.time.Duration;

/**
 * When what is known of a block is too old.
 *
 * @param round how long the probers take to ask every block once
 * @param forgetAfter a block of which nothing was learned for so long is forgotten (pitfall P64)
 */
public record ProbingRules(Duration round, Duration forgetAfter) implements Serializable {
  private static final int ROUNDS_KNOWN = 2;

  /** Times of evidence are kept in 16 bits, as minutes. */
  private static final Duration LONGEST = Duration.ofDays(40);

  /**
   * Checks both and their relation.
   *
   * @throws IllegalArgumentException with one line that names the offender
   */
  public ProbingRules {
    if (round.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("round must be at least a minute, but is " + round);
    }
    if (forgetAfter.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "forgetAfter must be at most " + LONGEST.toDays() + " days, but is " + forgetAfter);
    }
    if (forgetAfter.compareTo(round.multipliedBy(ROUNDS_KNOWN)) <= 0) {
      throw new IllegalArgumentException(
          "forgetAfter (" + forgetAfter + ") must exceed two rounds (" + round + " each)");
    }
  }

  public static ProbingRules defaults() {
    return new ProbingRules(Duration.ofMinutes(10), Duration.ofDays(28));
  }

  int roundMinutes() {
    return minutes(round);
  }

  /** A block without evidence for longer is UNKNOWN. */
  int knownMinutes() {
    return ROUNDS_KNOWN * minutes(round);
  }

  int forgetMinutes() {
    return minutes(forgetAfter);
  }

  private static int minutes(Duration duration) {
    return (int) (Micros.of(duration) / BlockRows.MINUTE_MICROS);
  }
}
