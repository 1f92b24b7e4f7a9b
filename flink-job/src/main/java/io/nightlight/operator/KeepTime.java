package io.nightlight.operator;

import io.nightlight.domain.measurement.InputClock;
import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Tells all others where event time is skipped and where it ends. One instance: it has to have
 * heard of all input.
 *
 * <p>It speaks before it forwards the watermark. The end of a bounded input it tells when all
 * sources have ended, before {@code MAX_WATERMARK}, so that no instance takes the end of time for
 * the end of a window.
 */
public final class KeepTime extends AbstractStreamOperator<Directive>
    implements OneInputStreamOperator<InputHeard, Directive> {
  private static final long serialVersionUID = 1;
  private static final String WHOLE_FEED = "all";

  private final long windowMicros;
  private final long gapMicros;
  private final long disorderMicros;
  private final OutputTag<MeasurementEvent> measurements;

  private transient InputClock clock;
  private transient ListState<InputClock.State> stored;

  /**
   * @param gapMicros how long there may be no input; a multiple of the window
   * @param disorderMicros how much live input may be out of order
   */
  public KeepTime(
      long windowMicros,
      long gapMicros,
      long disorderMicros,
      OutputTag<MeasurementEvent> measurements) {
    this.windowMicros = windowMicros;
    this.gapMicros = gapMicros;
    this.disorderMicros = disorderMicros;
    this.measurements = measurements;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    stored =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("clock", TypeInformation.of(InputClock.State.class)));
    clock = new InputClock(windowMicros, gapMicros);
    for (InputClock.State state : stored.get()) {
      clock = new InputClock(windowMicros, gapMicros, state);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    stored.update(List.of(clock.state()));
  }

  @Override
  public void processElement(StreamRecord<InputHeard> element) {
    clock.hear(element.getValue().windowEndMicros(), element.getValue().latestMicros());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    boolean ends = mark.equals(Watermark.MAX_WATERMARK);
    long last = clock.lastWindowEndMicros(disorderMicros);
    long passed = ends ? last : Ticks.passedMicros(mark.getTimestamp());
    for (Pause pause : clock.pass(passed)) {
      output.collect(new StreamRecord<>(Directive.of(pause)));
      tell(pause);
    }
    if (ends) {
      output.collect(new StreamRecord<>(Directive.end(last)));
    }
    super.processWatermark(mark);
  }

  private void tell(Pause pause) {
    Instant startedAt = Ticks.instant(pause.lastHeardMicros());
    Instant endedAt = Ticks.instant(pause.resumedMicros() - windowMicros);
    output.collect(
        measurements,
        new StreamRecord<>(
            MeasurementEvent.degraded(
                ScopeKind.WHOLE_FEED,
                WHOLE_FEED,
                Reason.NO_INPUT,
                startedAt,
                Ticks.instant(pause.unknownMicros()))));
    output.collect(
        measurements,
        new StreamRecord<>(
            MeasurementEvent.restored(
                ScopeKind.WHOLE_FEED,
                WHOLE_FEED,
                Reason.NO_INPUT,
                startedAt,
                endedAt,
                Ticks.instant(pause.resumedMicros()))));
  }
}
