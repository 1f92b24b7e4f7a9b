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
 *   <li>Speaks: time moves as in {@link ArrivalWatermarks}. Silent for the idleness: idle, and the
 *       others go on without it.
 *   <li>Idle: it speaks: held. It counts again at once, but its time stays where it was.
 *   <li>Held: after the idleness once more it speaks, and its time is that of the latest it said.
 * </ul>
 *
 * <p>If all have fallen silent together, because a broker or the feed was gone, they come back with
 * all that has waited, one after the other: the first to be read would move time alone, and what
 * the others bring would be late. Silence is measured by Flink's clock of input, which stands while
 * the reader is held up by who comes after it; and who could not look could not hear, so that
 * between two looks only little of it counts (pitfall P4). A refused record wakes nobody, so that a
 * partition of garbage stalls nothing (pitfall P9).
 */
final class LiveWatermarks implements WatermarkGenerator<Arrival> {
  private enum State {
    SPEAKS,
    IDLE,
    HELD
  }

  /** Before a partition is idle. */
  private static final int FEWEST_LOOKS = 5;

  private final ArrivalWatermarks time;
  private final long idleNanos;
  private final RelativeClock clock;
  private final Reader reader;

  private State state = State.SPEAKS;

  private long lookedNanos;

  /** Since the last look. */
  private boolean hasSpoken;

  private long silentNanos;
  private long heldNanos;

  /** While it was held. */
  private boolean hasPassed;

  /** Whether it is about to be idle, after the others. */
  private boolean isLast;

  private LiveWatermarks(
      ArrivalWatermarks time, long idleNanos, RelativeClock clock, Reader reader) {
    this.time = time;
    this.idleNanos = idleNanos;
    this.clock = clock;
    this.reader = reader;
    lookedNanos = clock.relativeTimeNanos();
  }

  /** What the partitions of one reader have in common. */
  private static final class Reader {
    private final long windowMillis;
    private long latestMillis = Long.MIN_VALUE;
    private long furthestMillis = Long.MIN_VALUE;

    Reader(long windowMillis) {
      this.windowMillis = windowMillis;
    }

    void pass(Watermark passed, WatermarkOutput output) {
      latestMillis = Math.max(latestMillis, passed.getTimestamp());
      furthestMillis = Math.max(furthestMillis, passed.getTimestamp());
      output.emitWatermark(passed);
    }

    /** Whether none of its partitions got further. */
    boolean hasNoneBeyond(Watermark passed) {
      return furthestMillis != Long.MIN_VALUE && passed.getTimestamp() >= furthestMillis;
    }

    /**
     * Of a reader all of whose partitions are idle nobody takes notice until it emits more than it
     * did, whatever it marks as active. A millisecond more is the end of no window, and {@link
     * io.nightlight.operator.SplitRoutes} and its like keep it to themselves.
     */
    void wake(WatermarkOutput output) {
      output.markActive();
      boolean isEndOfWindow = Math.floorMod(latestMillis + 2, windowMillis) == 0;
      if (!isEndOfWindow) {
        latestMillis++;
        output.emitWatermark(new Watermark(latestMillis));
      }
    }
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
        reader = new Reader(windowMicros / 1000);
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
    if (state == State.IDLE) {
      state = State.HELD;
      heldNanos = 0;
      reader.wake(output);
    }
    if (time.isPassedBy(arrival)) {
      if (state == State.SPEAKS) {
        reader.pass(time.latest(), output);
      } else {
        hasPassed = true;
      }
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    long now = clock.relativeTimeNanos();
    long counts = Math.min(now - lookedNanos, idleNanos / FEWEST_LOOKS);
    lookedNanos = now;
    silentNanos = hasSpoken ? 0 : silentNanos + counts;
    hasSpoken = false;
    heldNanos += counts;
    if (state == State.HELD && heldNanos >= idleNanos) {
      goOn(output);
    } else if (state == State.SPEAKS && silentNanos >= idleNanos) {
      fallSilent(output);
    } else {
      isLast = false;
    }
  }

  /**
   * Who got furthest is idle one look after the others: if all of a reader's partitions are idle at
   * once, Flink says nothing of the time that the last of them reached.
   */
  private void fallSilent(WatermarkOutput output) {
    if (!isLast && reader.hasNoneBeyond(time.latest())) {
      isLast = true;
    } else {
      isLast = false;
      state = State.IDLE;
      output.markIdle();
    }
  }

  /** Is held no longer; if it has been silent again, it is idle only after this was heard. */
  private void goOn(WatermarkOutput output) {
    state = State.SPEAKS;
    if (hasPassed) {
      hasPassed = false;
      reader.pass(time.latest(), output);
    }
  }
}
