package io.nightlight.backtest;

import java.time.Duration;

/**
 * How long countries were watched: one country for two months is as much as two for one.
 *
 * @param watched not negative
 */
public record Exposure(Duration watched) {
  public static final Exposure NONE = new Exposure(Duration.ZERO);

  /** A twelfth of 365.25 days: 30.4375 days. */
  public static final Duration MONTH = Duration.ofMinutes(43_830);

  /**
   * @throws IllegalArgumentException if it is negative
   */
  public Exposure {
    if (watched.isNegative()) {
      throw new IllegalArgumentException("watched for " + watched);
    }
  }

  /**
   * Of windows of one length.
   *
   * @param windows how many windows of a country were known, of all countries together
   */
  public static Exposure ofWindows(long windows, Duration length) {
    return new Exposure(length.multipliedBy(windows));
  }

  public Exposure plus(Exposure other) {
    return new Exposure(watched.plus(other.watched));
  }

  public double countryMonths() {
    return watched.toMillis() / (double) MONTH.toMillis();
  }
}
