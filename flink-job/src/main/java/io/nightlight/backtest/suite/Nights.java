package io.nightlight.backtest.suite;

/**
 * When a country sleeps (P35): from about ten in the evening to about six in the morning a share of
 * its blocks does not answer probes, fewer at the weekend. Nobody goes to bed at the same minute
 * every day.
 */
final class Nights {
  private static final long DAY = 86_400;
  private static final long HOUR = 3_600;

  /** Falling asleep and waking up take so long. */
  private static final double PASSAGE = 5_400;

  private final double share;
  private final long[] asleep;
  private final long[] awake;
  private final double[] depth;

  private Nights(double share, int days) {
    this.share = share;
    asleep = new long[days];
    awake = new long[days];
    depth = new double[days];
  }

  /** A country whose blocks never sleep. */
  static Nights none() {
    return new Nights(0, 0);
  }

  /**
   * @param share of the blocks, at the most
   * @param days the world's length; its first day is a Monday
   * @param offset of the country's clocks, in seconds
   */
  static Nights of(double share, int days, long offset, Chance chance) {
    Nights nights = new Nights(share, days + 2);
    for (int day = 0; day < nights.asleep.length; day++) {
      boolean weekend = day % 7 == 5 || day % 7 == 6;
      long late = weekend ? HOUR : 0;
      long night = (day - 1) * DAY + offset;
      nights.asleep[day] = night + 22 * HOUR + late + (long) (600 * chance.normal());
      nights.awake[day] = night + 30 * HOUR + late + (long) (600 * chance.normal());
      nights.depth[day] = (weekend ? 0.8 : 1) * chance.between(0.95, 1);
    }
    return nights;
  }

  /** The share of the blocks that sleeps then. */
  double asleepAt(long second) {
    double most = 0;
    int about = (int) (second / DAY);
    for (int day = Math.max(0, about - 1); day < Math.min(asleep.length, about + 3); day++) {
      double in = (second - asleep[day]) / PASSAGE + 0.5;
      double out = (awake[day] - second) / PASSAGE + 0.5;
      double soundly = StrictMath.max(0, StrictMath.min(1, StrictMath.min(in, out)));
      most = StrictMath.max(most, depth[day] * soundly);
    }
    return share * most;
  }
}
