package io.nightlight.job;

import io.nightlight.wire.Arrival;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Event time of a live partition, which may fall silent (pitfalls P2, P3).
 *
 * <ul>
 *   <li>Awaited: nobody's time moves before it has spoken, or was silent for the idleness.
 *   <li>Speaks: time moves as in {@link ArrivalWatermarks}.
 *   <li>Idle: silent for the idleness; the others go on without it.
 *   <li>Held: it speaks again after all partitions of its reader were idle, and is idle to the
 *       others for the idleness once more, or until one of its reader's goes on.
 * </ul>
 *
 * <p>Partitions that have fallen silent together, because a broker or the feed was gone, come back
 * with all that has waited, one after the other: the first to be read would move time alone, and
 * what the others bring would be late. Silence is measured by Flink's clock of input, which stands
 * while the reader is held up by who comes after it; and who could not look could not hear, so that
 * between two looks only little of it counts (pitfall P4). A refused record wakes nobody, so that a
 * partition of garbage stalls nothing (pitfall P9).
 */
final class LiveWatermarks implements WatermarkGenerator<Arrival> {
  private enum State {
    AWAITED,
    SPEAKS,
    IDLE,
    HELD
  }

  /**
   * Of a partition that is awaited. One without any is no part of the alignment, and until the last
   * had spoken all others would be read as far as they go.
   */
  static final Watermark BEFORE_ALL = new Watermark(Long.MIN_VALUE + 1);

  /** Before a partition is idle. */
  private static final int FEWEST_LOOKS = 5;

  private final ArrivalWatermarks time;
  private final long idleNanos;
  private final RelativeClock clock;
  private final Reader reader;

  private State state = State.AWAITED;

  private long lookedNanos;

  /** Since the last look. */
  private boolean hasSpoken;

  private long silentNanos;
  private long heldNanos;

  private LiveWatermarks(
      ArrivalWatermarks time, long idleNanos, RelativeClock clock, Reader reader) {
    this.time = time;
    this.idleNanos = idleNanos;
    this.clock = clock;
    this.reader = reader;
    lookedNanos = clock.relativeTimeNanos();
  }

  /** What the partitions of one reader know of each other. */
  private static final class Reader {
    private int speaking;
  }

  /** Each reader of a job has its own copy, and one generator a partition. */
  static final class OfOneReader implements WatermarkStrategy<Arrival> {
    private static final long serialVersionUID = 1;

    private final long windowMicros;
    private final long disorderMicros;
    private final long idleNanos;
    private transient Reader reader;

    OfOneReader(long windowMicros, long disorderMicros, Duration idleAfter) {
      this.windowMicros = windowMicros;
      this.disorderMicros = disorderMicros;
      this.idleNanos = idleAfter.toNanos();
    }

    @Override
    public WatermarkGenerator<Arrival> createWatermarkGenerator(
        WatermarkGeneratorSupplier.Context context) {
      if (reader == null) {
        reader = new Reader();
      }
      return new LiveWatermarks(
          new ArrivalWatermarks(windowMicros, disorderMicros),
          idleNanos,
          context.getInputActivityClock(),
          reader);
    }
  }

  @Override
  public void onEvent(Arrival arrival, long timestamp, WatermarkOutput output) {
    if (arrival.isRejected()) {
      return;
    }
    hasSpoken = true;
    if (!time.isPassedBy(arrival)) {
      return;
    }
    if (state == State.IDLE && reader.speaking == 0) {
      state = State.HELD;
      heldNanos = 0;
    } else if (state != State.HELD) {
      speak(output);
    }
  }

  /** Who has a time to tell counts, Flink's way. */
  private void speak(WatermarkOutput output) {
    if (state != State.SPEAKS) {
      state = State.SPEAKS;
      reader.speaking++;
    }
    output.emitWatermark(time.latest());
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    long now = clock.relativeTimeNanos();
    long counts = Math.min(now - lookedNanos, idleNanos / FEWEST_LOOKS);
    lookedNanos = now;
    silentNanos = hasSpoken ? 0 : silentNanos + counts;
    heldNanos += counts;
    hasSpoken = false;
    switch (state) {
      case AWAITED, SPEAKS -> listen(output);
      case HELD -> hold(output);
      case IDLE -> {}
    }
  }

  private void listen(WatermarkOutput output) {
    if (silentNanos >= idleNanos) {
      reader.speaking -= state == State.SPEAKS ? 1 : 0;
      state = State.IDLE;
      output.markIdle();
    } else if (state == State.AWAITED) {
      output.emitWatermark(BEFORE_ALL);
    }
  }

  /** What was silent again meanwhile is idle only after its time was told. */
  private void hold(WatermarkOutput output) {
    if (heldNanos >= idleNanos || reader.speaking > 0) {
      silentNanos = 0;
      speak(output);
    }
  }
}
