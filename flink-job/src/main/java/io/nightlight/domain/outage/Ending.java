package io.nightlight.domain.outage;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;

/**
 * How one signal came out of a drop.
 *
 * @param reason why it counts as over
 * @param moment when
 * @param level its level since, as a share of the baseline before: 1 unless the usual is now
 *     another
 * @param heldMicros how long that level has held, in microseconds
 */
public record Ending(EndReason reason, Moment moment, double level, long heldMicros) {

  Duration held() {
    return Micros.toDuration(heldMicros);
  }

  /** Whether the usual is now another. */
  boolean movesTheUsual() {
    return level < 1;
  }
}
