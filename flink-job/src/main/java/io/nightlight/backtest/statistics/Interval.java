package io.nightlight.backtest.statistics;

/** Where a true value lies with 95 % confidence, both ends included. */
public record Interval(double low, double high) {
  /** The quantile 0.975 of the standard normal distribution. */
  static final double Z = 1.959963984540054;

  /** What lies below the interval, and what above it. */
  static final double TAIL = 0.025;

  /**
   * @throws IllegalArgumentException if it is empty, or an end is no number
   */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("no interval: " + low + " to " + high);
    }
  }
}
