package io.nightlight.domain.availability;

import org.jspecify.annotations.Nullable;

/**
 * One signal of one country in one window, beside what its history says of it.
 *
 * @param reading the raw numbers
 * @param status {@link ScoreStatus#WARMING}, {@link ScoreStatus#UNKNOWN}, or {@link
 *     ScoreStatus#AVAILABLE} where there is a ratio, whatever its height
 * @param baseline the usual number of blocks; 0 where there is none
 * @param ratio share of the usual, 0 to 1, rounded to 0.000001; null unless the status is known
 * @param sight whether the sources are steady
 * @param past how short the windows before fell
 */
public record SignalView(
    SignalReading reading,
    ScoreStatus status,
    long baseline,
    @Nullable Double ratio,
    Sight sight,
    Past past) {

  public Signal signal() {
    return reading.signal();
  }

  /** The blocks that the ratio is a share of: the usual ones without the unknown ones. */
  public long knownBlocks() {
    return Math.max(0, baseline - reading.unknown());
  }

  /**
   * How far the signal falls short in ordinary times, 0 to 1; 0 without a ratio. Ask within the
   * window.
   */
  public double noise() {
    return ratio == null ? 0 : past.quantile();
  }

  /**
   * Share of the recent windows that fell at least as short; null without any, or without a ratio.
   * Ask within the window.
   */
  public @Nullable Double exceedance() {
    return ratio == null ? null : past.exceedance(Ratio.shortfall(ratio));
  }

  public @Nullable Long value() {
    return reading.voters() == 0 ? null : (Long) reading.visible();
  }

  /** The usual number of blocks; null where there is none. */
  public @Nullable Double usual() {
    return baseline == 0 ? null : (Double) (double) baseline;
  }

  SignalScore score(ScoreStatus verdict) {
    return new SignalScore(
        signal(), verdict, value(), usual(), ratio, reading.unknown(), reading.voters());
  }
}
