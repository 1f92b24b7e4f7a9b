package io.nightlight.backtest.suite;

/**
 * How long outages last: the quantiles of 182 shutdowns and 729 outages of 161 countries, 2018 to
 * 2021 (computed from the data of "Destination Unreachable", SIGCOMM 2023), even in the logarithm
 * between them.
 */
enum Durations {
  SHUTDOWN(0.83, 2, 4.5, 5.5, 8, 22.3, 49.8, 203),
  OUTAGE(0.25, 0.5, 1, 2, 4.5, 10.4, 16.3, 75.4);

  private static final double[] QUANTILES = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99};
  private static final double HOUR = 3_600;

  private final double[] hours;

  Durations(double... hours) {
    this.hours = hours;
  }

  /** In seconds; between the 0.05 and the 0.99 quantile. */
  long drawn(Chance chance) {
    double drawn = chance.between(0, 1);
    int above = 1;
    while (above < QUANTILES.length - 1 && QUANTILES[above] < drawn) {
      above++;
    }
    double low = StrictMath.log(hours[above - 1]);
    double high = StrictMath.log(hours[above]);
    double width = QUANTILES[above] - QUANTILES[above - 1];
    double at = (drawn - QUANTILES[above - 1]) / width;
    double within = StrictMath.max(0, StrictMath.min(1, at));
    return (long) (HOUR * StrictMath.exp(low + (high - low) * within));
  }
}
