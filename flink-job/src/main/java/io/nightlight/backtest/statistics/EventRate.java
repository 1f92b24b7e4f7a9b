package io.nightlight.backtest.statistics;

import java.util.OptionalDouble;

/**
 * How often something happens that happens at random: a count over an exposure.
 *
 * @param count how often it happened
 * @param exposure how long it could have, in any unit; 0 says nothing of the rate
 */
public record EventRate(long count, double exposure) {
  private static final int HALVINGS = 200;

  /**
   * @throws IllegalArgumentException if one of them is negative or no number
   */
  public EventRate {
    if (count < 0 || !(exposure >= 0) || Double.isInfinite(exposure)) {
      throw new IllegalArgumentException(count + " in " + exposure);
    }
  }

  /** Per unit of the exposure; empty without any exposure. */
  public OptionalDouble rate() {
    return exposure == 0 ? OptionalDouble.empty() : OptionalDouble.of(count / exposure);
  }

  /**
   * The exact Poisson interval of Garwood (Biometrika 28, 1936), 95 %, per unit of the exposure: at
   * its low end as many or more have a chance of 2.5 %, at its high end as many or fewer. Without
   * exposure it is everything.
   */
  public Interval interval() {
    if (exposure == 0) {
      return new Interval(0, Double.POSITIVE_INFINITY);
    }
    double low = count == 0 ? 0 : meanWhere(count - 1, 1 - Interval.TAIL);
    return new Interval(low / exposure, meanWhere(count, Interval.TAIL) / exposure);
  }

  /** The mean at which the chance of at most so many is {@code chance}; by bisection. */
  private static double meanWhere(long most, double chance) {
    double low = 0;
    double high = most + 20 + 10 * StrictMath.sqrt(most + 1.0);
    for (int i = 0; i < HALVINGS; i++) {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) {
        break; // no double lies between them
      }
      // The more are expected, the less likely are so few.
      if (GammaFunction.atMost(most, middle) > chance) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
