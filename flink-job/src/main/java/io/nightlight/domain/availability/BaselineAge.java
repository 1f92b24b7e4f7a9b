package io.nightlight.domain.availability;

import java.time.Duration;

/**
 * How well it is known what is usual for a signal of a country.
 *
 * @param unlearned event time since something was last learned, 0 or more, to the length of a bin;
 *     it grows while an outage is open, and while the signal is not observed
 * @param depth how much of what it looks back over was learned
 */
public record BaselineAge(Signal signal, Duration unlearned, Depth depth) {

  /** How much was learned. */
  public enum Depth {
    /** Less than there is room for: a few odd days weigh much. */
    YOUNG,
    /** All that is looked back over. */
    FULL
  }
}
