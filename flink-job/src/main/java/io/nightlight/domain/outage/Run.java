package io.nightlight.domain.outage;

import java.time.Duration;

/**
 * Something that each known window has shown since a moment.
 *
 * @param since when it began
 * @param heldMicros known time so far, in microseconds: unknown windows neither end it nor add to
 *     it
 */
public record Run(Moment since, long heldMicros) {

  static Run of(Moment since, Duration held) {
    return new Run(since, micros(held));
  }

  static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  Run longerBy(Duration window) {
    return new Run(since, heldMicros + micros(window));
  }

  boolean hasHeld(Duration needed) {
    return heldMicros >= micros(needed);
  }
}
