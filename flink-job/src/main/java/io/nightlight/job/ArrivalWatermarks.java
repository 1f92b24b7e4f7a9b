package io.nightlight.job;

import io.nightlight.domain.observation.Micros;
import io.nightlight.wire.Arrival;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Event time of one input partition: the latest observation less the disorder that is allowed,
 * emitted only when it crosses the end of a window.
 *
 * <p>A refused record moves no time (pitfalls P9, P10).
 */
final class ArrivalWatermarks implements WatermarkGenerator<Arrival> {
  private final long windowMicros;
  private final long disorderMicros;
  private long passedMicros = Long.MIN_VALUE;

  ArrivalWatermarks(long windowMicros, long disorderMicros) {
    this.windowMicros = windowMicros;
    this.disorderMicros = disorderMicros;
  }

  /**
   * @param idleAfter how long a live partition may be silent before the others go on without it,
   *     see {@link LiveWatermarks}; null for a bounded input, which never goes on without one
   */
  static WatermarkStrategy<Arrival> strategy(
      long windowMicros, Duration disorder, @Nullable Duration idleAfter) {
    long disorderMicros = Micros.of(disorder);
    WatermarkStrategy<Arrival> strategy =
        idleAfter == null
            ? context -> new ArrivalWatermarks(windowMicros, disorderMicros)
            : new LiveWatermarks.OfOneReader(windowMicros, disorderMicros, idleAfter);
    return strategy.withTimestampAssigner(
        (arrival, kafkaTimestamp) ->
            arrival.isRejected() ? kafkaTimestamp : arrival.observedAtMicros() / 1000);
  }

  /** Whether the end of a window has passed by what the arrival says. */
  boolean isPassedBy(Arrival arrival) {
    if (arrival.isRejected()) {
      return false;
    }
    long safe = arrival.observedAtMicros() - disorderMicros;
    if (safe - windowMicros < passedMicros) {
      return false;
    }
    passedMicros = Math.floorDiv(safe, windowMicros) * windowMicros;
    return true;
  }

  /** Nothing of the windows that have passed is to come. */
  Watermark latest() {
    return new Watermark(passedMicros / 1000 - 1);
  }

  @Override
  public void onEvent(Arrival arrival, long timestamp, WatermarkOutput output) {
    if (isPassedBy(arrival)) {
      output.emitWatermark(latest());
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // Time moves by observations only.
  }
}
