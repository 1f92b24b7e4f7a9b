package io.nightlight.operator;

import io.nightlight.wire.Arrival;
import io.nightlight.wire.Rejection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Splits what arrived of one signal into batches by shard, one summary per source and window, signs
 * of input, and refusals.
 *
 * <p>What is collected leaves when there is no more room, before each watermark and each barrier:
 * so everything of a window is under way before its watermark, and no state is needed.
 *
 * @param <B> batches
 */
abstract class SplitInput<B> extends AbstractStreamOperator<B>
    implements OneInputStreamOperator<Arrival, B>, BoundedOneInput {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final long disorderMicros;
  private final OutputTag<InputHeard> heard;
  private final OutputTag<Rejection> rejections;

  private transient Map<Long, Long> latest;
  private transient Counters counters;
  private transient long passedMicros;

  /** The window heard of last, and its latest time. */
  private transient long hearingEnd;

  private transient long heardLast;

  /** The window heard of before, and its latest time. */
  private transient long otherEnd;

  private transient long otherLast;

  /**
   * @param disorderMicros how much live input may be out of order
   */
  SplitInput(
      long windowMicros,
      long disorderMicros,
      OutputTag<InputHeard> heard,
      OutputTag<Rejection> rejections) {
    this.windowMicros = windowMicros;
    this.disorderMicros = disorderMicros;
    this.heard = heard;
    this.rejections = rejections;
  }

  /** Takes an observation apart. */
  abstract void split(Arrival arrival, long windowEndMicros);

  /** Sends on what was collected. */
  abstract void flushAll();

  /** No more summaries will be made of windows that end by then. */
  abstract void forgetUntil(long windowEndMicros);

  /** A batch without anything, of a shard that is to know what has passed. */
  abstract B wake(int shard, long windowEndMicros);

  @Override
  public void open() throws Exception {
    hearingEnd = Long.MIN_VALUE;
    otherEnd = Long.MIN_VALUE;
    latest = new HashMap<>();
    counters = new Counters(getRuntimeContext());
    passedMicros = Long.MIN_VALUE;
  }

  final long windowMicros() {
    return windowMicros;
  }

  final Counters counters() {
    return counters;
  }

  /** See {@link io.nightlight.domain.routes.RouteBatch#passedMicros}. */
  final long passedMicros() {
    return passedMicros;
  }

  final <S> void aside(OutputTag<S> tag, S record) {
    output.collect(tag, new StreamRecord<>(record));
  }

  final void send(B batch) {
    output.collect(new StreamRecord<>(batch));
  }

  @Override
  public final void processElement(StreamRecord<Arrival> element) {
    Arrival arrival = element.getValue();
    Rejection rejection = arrival.rejection();
    if (rejection != null) {
      counters.rejected(rejection.reason());
      aside(rejections, rejection);
      return;
    }
    long at = arrival.observedAtMicros();
    if (at >= hearingEnd || at < hearingEnd - windowMicros) {
      turnTo(Math.floorDiv(at, windowMicros) * windowMicros + windowMicros);
    }
    heardLast = Math.max(heardLast, at);
    split(arrival, hearingEnd);
  }

  /** Sources that are not equally far take turns, so that two windows are at hand. */
  private void turnTo(long windowEnd) {
    long end = hearingEnd;
    long last = heardLast;
    hearingEnd = windowEnd;
    if (windowEnd == otherEnd) {
      heardLast = otherLast;
    } else {
      note(otherEnd, otherLast);
      heardLast = latest.getOrDefault(windowEnd, Long.MIN_VALUE);
    }
    otherEnd = end;
    otherLast = last;
  }

  private void note(long windowEnd, long last) {
    if (windowEnd != Long.MIN_VALUE) {
      latest.put(windowEnd, last);
    }
  }

  private void noteHeard() {
    note(hearingEnd, heardLast);
    note(otherEnd, otherLast);
    hearingEnd = Long.MIN_VALUE;
    otherEnd = Long.MIN_VALUE;
  }

  private void flush() {
    counters.flush();
    flushAll();
    noteHeard();
    latest.forEach(
        (windowEnd, at) -> aside(heard, new InputHeard(windowEnd, at, at - disorderMicros)));
    latest.clear();
  }

  /** Before all time nothing has passed yet: that concerns the alignment of readers alone. */
  @Override
  public final void processWatermark(Watermark mark) throws Exception {
    long passed = Ticks.passedMicros(mark.getTimestamp());
    if (passed == Long.MIN_VALUE) {
      return;
    }
    flush();
    forgetUntil(passed);
    if (!mark.equals(Watermark.MAX_WATERMARK)) {
      long lastWindowEnd = Math.floorDiv(passed, windowMicros) * windowMicros;
      if (passedMicros == Long.MIN_VALUE) {
        wakeShards(lastWindowEnd);
      }
      passedMicros = lastWindowEnd;
    }
    super.processWatermark(mark);
  }

  /** A shard that has nothing yet has to know what is settled, too, to tell what comes late. */
  private void wakeShards(long windowEndMicros) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      send(wake(shard, windowEndMicros));
    }
  }

  @Override
  public final void prepareSnapshotPreBarrier(long checkpointId) {
    flush();
  }

  @Override
  public final void endInput() {
    flush();
  }
}
