package io.nightlight.domain.outage;

import java.util.List;

/**
 * What one window changes.
 *
 * @param state the state after it
 * @param events what to tell, in order; mostly nothing
 * @param moved signals whose usual level is another from now on
 */
public record Step(OutageState state, List<OutageEvent> events, List<Rebase> moved) {

  public Step {
    events = List.copyOf(events);
    moved = List.copyOf(moved);
  }
}
