package io.nightlight.domain.outage;

import java.time.Duration;

/**
 * How one signal came out of a drop.
 *
 * @param reason why it counts as over
 * @param moment when
 * @param level its level since, as a share of the baseline before: 1 unless the usual is now
 *     another
 * @param held how long that level has held
 */
public record Ending(EndReason reason, Moment moment, double level, Duration held) {

  /** Whether the usual is now another. */
  boolean movesTheUsual() {
    return level < 1;
  }
}
