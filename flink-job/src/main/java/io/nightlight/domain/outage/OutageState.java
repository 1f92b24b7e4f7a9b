package io.nightlight.domain.outage;

import io.nightlight.domain.availability.Signal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the detector remembers of one country between two windows.
 *
 * @param signals each at most once, ordered by signal
 * @param open the open outage; null without one
 */
public record OutageState(List<SignalState> signals, @Nullable OpenOutage open) {

  public OutageState {
    signals = List.copyOf(signals);
  }

  /** Of a country never judged before. */
  public static OutageState initial() {
    return new OutageState(List.of(), null);
  }

  /** That of one signal; a fresh one if it was never met. */
  SignalState of(Signal signal) {
    for (SignalState state : signals) {
      if (state.signal() == signal) {
        return state;
      }
    }
    return SignalState.fresh(signal);
  }
}
