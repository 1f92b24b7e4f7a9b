package io.nightlight.domain.availability;

import org.jspecify.annotations.Nullable;

/**
 * What one signal said about a country in one window.
 *
 * @param signal which signal
 * @param status the verdict by this signal alone
 * @param value address blocks visible or up at the end of the window; null where nothing was
 *     observed
 * @param baseline address blocks that are usually visible or up; null without history, never 0
 * @param ratio value over the baseline without the unknown blocks, 0 to 1, rounded to 0.000001;
 *     null unless the status is known
 * @param unknownBlocks address blocks that too few sources could speak of
 * @param voters sources (peer ASNs, vantages) that had a vote in the window
 */
public record SignalScore(
    Signal signal,
    ScoreStatus status,
    @Nullable Long value,
    @Nullable Double baseline,
    @Nullable Double ratio,
    long unknownBlocks,
    int voters) {

  public SignalScore withStatus(ScoreStatus newStatus) {
    return new SignalScore(signal, newStatus, value, baseline, ratio, unknownBlocks, voters);
  }
}
