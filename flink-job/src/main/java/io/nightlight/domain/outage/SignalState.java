package io.nightlight.domain.outage;

import io.nightlight.domain.availability.Signal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the detector remembers of one signal.
 *
 * @param signal which signal
 * @param seenUntil end of the last window with a ratio; null until one was well: nothing starts out
 *     of warming up (P46)
 * @param drop its drop; null while it is well
 */
public record SignalState(Signal signal, @Nullable Instant seenUntil, @Nullable Drop drop) {

  static SignalState fresh(Signal signal) {
    return new SignalState(signal, null, null);
  }

  boolean isIn(DropPhase phase) {
    return drop != null && drop.is(phase);
  }
}
