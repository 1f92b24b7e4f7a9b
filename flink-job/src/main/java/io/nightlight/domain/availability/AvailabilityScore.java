package io.nightlight.domain.availability;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of one country's Internet answered in one window.
 *
 * @param country ISO 3166-1 alpha-2 code
 * @param windowStart first instant of the window
 * @param windowEnd first instant after it
 * @param status the verdict
 * @param score share of the usual, 0 to 1, rounded to 0.000001; null where there is no evidence
 * @param signals what each signal said, ordered by signal
 */
public record AvailabilityScore(
    String country,
    Instant windowStart,
    Instant windowEnd,
    ScoreStatus status,
    @Nullable Double score,
    List<SignalScore> signals) {

  public AvailabilityScore {
    signals = List.copyOf(signals);
  }
}
