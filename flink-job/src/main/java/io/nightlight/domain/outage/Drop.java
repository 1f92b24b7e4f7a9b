package io.nightlight.domain.outage;

import io.nightlight.domain.availability.Sight;
import org.jspecify.annotations.Nullable;

/**
 * A drop of one signal, from its first window to the end of the outage that it takes part in.
 *
 * @param phase how sure it is
 * @param threshold the shortfall that makes it a drop; it stays what it was in the first window
 * @param start its first window, and the known windows in drop while it was pending, as time
 * @param deepHeldMicros known windows in microseconds for which it has been deep without a break,
 *     while pending
 * @param sight reduced if the sources were unsteady at any time while it was pending
 * @param depth its deepest window
 * @param well the run of windows since it is well again; null if the last one was not
 * @param plateau the running plateau; null while pending
 * @param aboveShift the run above the level of a shift; null if the last one was not above
 * @param ending how it ended; null unless BACK or fallen again since
 */
public record Drop(
    DropPhase phase,
    double threshold,
    Run start,
    long deepHeldMicros,
    Sight sight,
    Depth depth,
    @Nullable Run well,
    @Nullable Plateau plateau,
    @Nullable Run aboveShift,
    @Nullable Ending ending) {

  /** The level that it is measured against, as a share of the baseline. */
  double level() {
    return ending == null ? 1 : ending.level();
  }

  boolean is(DropPhase other) {
    return phase == other;
  }

  Drop withPhase(DropPhase newPhase, @Nullable Ending newEnding) {
    return new Drop(
        newPhase, threshold, start, deepHeldMicros, sight, depth, null, null, null, newEnding);
  }
}
