package io.nightlight.domain.outage;

import io.nightlight.domain.observation.Micros;
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
    return new Run(since, Micros.of(held));
  }

  Run longerBy(Duration window) {
    return new Run(since, heldMicros + Micros.of(window));
  }

  boolean hasHeld(Duration needed) {
    return heldMicros >= Micros.of(needed);
  }
}
