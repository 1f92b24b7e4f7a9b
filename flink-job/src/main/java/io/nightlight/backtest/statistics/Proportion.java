package io.nightlight.backtest.statistics;

import java.util.OptionalDouble;

/**
 * So many of so many.
 *
 * @param hits at most {@code of}
 * @param of 0 if there was none to hit: then there is no share
 */
public record Proportion(long hits, long of) {
  /**
   * @throws IllegalArgumentException if there are more hits than can be, or fewer than none
   */
  public Proportion {
    if (hits < 0 || hits > of) {
      throw new IllegalArgumentException(hits + " of " + of);
    }
  }

  /** From 0 to 1; empty if there was none to hit. */
  public OptionalDouble share() {
    return of == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) hits / of);
  }

  /**
   * The score interval of Wilson (J. Am. Stat. Assoc. 22, 1927), 95 %, without correction for
   * continuity. It keeps its promise for small counts and for none or all hit; where there was none
   * to hit it is everything.
   */
  public Interval interval() {
    if (of == 0) {
      return new Interval(0, 1);
    }
    double zz = Interval.Z * Interval.Z;
    double share = (double) hits / of;
    double centre = (share + zz / (2.0 * of)) / (1 + zz / of);
    double half =
        Interval.Z
            / (1 + zz / of)
            * StrictMath.sqrt(share * (1 - share) / of + zz / (4.0 * of * of));
    // At the ends the formula gives exactly 0 and 1, but for the rounding.
    return new Interval(
        hits == 0 ? 0 : Math.max(0, centre - half), hits == of ? 1 : Math.min(1, centre + half));
  }
}
