package io.nightlight.backtest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outage that is known to have happened.
 *
 * @param country ISO 3166-1 alpha-2 code
 * @param end after the start; null while it lasts, or where nobody wrote it down
 */
public record LabelledOutage(String country, Instant start, @Nullable Instant end) {

  /**
   * @throws IllegalArgumentException if it ends before it starts, or when it starts
   */
  public LabelledOutage {
    if (end != null && !end.isAfter(start)) {
      throw new IllegalArgumentException(
          "an outage of " + country + " ends at " + end + ", not after its start at " + start);
    }
  }
}
