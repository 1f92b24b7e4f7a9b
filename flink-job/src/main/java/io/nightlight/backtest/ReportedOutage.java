package io.nightlight.backtest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a detector came to say of one outage: all revisions of one event, taken together.
 *
 * @param eventId its identity
 * @param country ISO 3166-1 alpha-2 code
 * @param startedAt as told last
 * @param recoveredAt as told last; null if it was left open
 * @param firstDetectedAt event time at which it was first told
 * @param outcome how the last revision left it
 */
public record ReportedOutage(
    String eventId,
    String country,
    Instant startedAt,
    @Nullable Instant recoveredAt,
    Instant firstDetectedAt,
    Outcome outcome) {

  /** How an event was left. */
  public enum Outcome {
    OPEN,
    RECOVERED,
    RETRACTED
  }
}
