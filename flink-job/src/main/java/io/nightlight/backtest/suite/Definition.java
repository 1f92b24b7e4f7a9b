package io.nightlight.backtest.suite;

/**
 * What the suite calls an outage, by the blocks that are truly lost and not by what anybody
 * measures: more than {@link #FLOOR} of the country's blocks, and two of a country of several, for
 * longer than five minutes, or two if it is half of them. An outage begins when its loss reaches
 * this and ends when half of this is left.
 */
final class Definition {
  static final double FLOOR = 0.15;
  static final double DEEP = 0.5;
  static final long HOLD = 300;
  static final long DEEP_HOLD = 120;

  /** Falls closer together than this are one outage. */
  static final long APART = 600;

  private static final double BLOCKS = 1.5;
  private static final double CEILING = 0.9;

  private Definition() {}

  /** The share of so many blocks that must be lost. */
  static double floor(long blocks) {
    return StrictMath.min(CEILING, StrictMath.max(FLOOR, BLOCKS / StrictMath.max(1, blocks)));
  }

  static long hold(double depth) {
    return depth >= DEEP ? DEEP_HOLD : HOLD;
  }
}
