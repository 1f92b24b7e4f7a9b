package io.nightlight.domain.outage;

import java.time.Duration;

/**
 * Something that each known window has shown since a moment.
 *
 * @param since when it began
 * @param held known time so far: unknown windows neither end it nor add to it
 */
public record Run(Moment since, Duration held) {

  Run longerBy(Duration window) {
    return new Run(since, held.plus(window));
  }

  boolean hasHeld(Duration needed) {
    return held.compareTo(needed) >= 0;
  }
}
