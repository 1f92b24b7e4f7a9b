package io.nightlight.domain.measurement;

import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.observation.Micros;
import org.jspecify.annotations.Nullable;

/**
 * Whether event time stands still while the clock goes on (pitfall P3).
 *
 * <p>It moves: nothing is told. It has stood for the limit: DEGRADED, once, from the end of the
 * last window that was judged. It moves again: RESTORED, with that window's end. Before the first
 * window there is no time that could stand, and nothing is told.
 *
 * <p>How long it stood is for the caller to measure; what is told bears event time only, so that
 * the clock's own time comes into no record. Nothing else may be concluded from it.
 *
 * @param passedMicros the end of the last window that was judged; {@link Long#MIN_VALUE} before the
 *     first
 * @param toldMicros until when it had stood when that was told, in event time; {@link
 *     Long#MIN_VALUE} if it was not
 */
public record Standstill(long passedMicros, long toldMicros) {
  private static final String SCOPE = "all";

  /** Before the first window. */
  public static final Standstill BEFORE_TIME = new Standstill(Long.MIN_VALUE, Long.MIN_VALUE);

  /**
   * What holds now, and what is to be told.
   *
   * @param event null for nothing
   */
  public record Step(Standstill next, @Nullable MeasurementEvent event) {}

  /** Whether it stands, and others were told. */
  public boolean isTold() {
    return toldMicros != Long.MIN_VALUE;
  }

  /** All windows up to then were judged. */
  public Step passed(long windowEndMicros) {
    if (windowEndMicros <= passedMicros) {
      return new Step(this, null);
    }
    Standstill moving = new Standstill(windowEndMicros, Long.MIN_VALUE);
    if (!isTold()) {
      return new Step(moving, null);
    }
    // Time may move on by less than it stood on the clock; no end is detected before its beginning.
    long detected = Math.max(windowEndMicros, toldMicros);
    return new Step(
        moving,
        MeasurementEvent.restored(
            ScopeKind.WHOLE_FEED,
            SCOPE,
            Reason.STALLED,
            Micros.toInstant(passedMicros),
            Micros.toInstant(windowEndMicros),
            Micros.toInstant(detected)));
  }

  /** No further window was judged for so long by the clock. */
  public Step stood(long limitMicros) {
    if (isTold() || passedMicros == Long.MIN_VALUE) {
      return new Step(this, null);
    }
    long detected = passedMicros + limitMicros;
    return new Step(
        new Standstill(passedMicros, detected),
        MeasurementEvent.degraded(
            ScopeKind.WHOLE_FEED,
            SCOPE,
            Reason.STALLED,
            Micros.toInstant(passedMicros),
            Micros.toInstant(detected)));
  }
}
