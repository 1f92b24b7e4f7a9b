package io.nightlight.operator;

import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.Standstill;
import io.nightlight.domain.observation.Micros;
import java.time.Duration;
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

/**
 * Passes measurement events on, and adds one when event time has stood still for too long by the
 * clock: the one place of the job where the clock counts. It stands behind everything that judges,
 * and nothing that judges hears of it; a bounded input has none. One instance.
 *
 * <p>A start begins the count anew: how long the job was down is not the input's fault.
 */
public final class WatchClock extends AbstractStreamOperator<MeasurementEvent>
    implements OneInputStreamOperator<MeasurementEvent, MeasurementEvent> {
  private static final long serialVersionUID = 1;

  private final Duration limit;

  private transient Standstill standstill;
  private transient ListState<Standstill> stored;

  /** By the clock, in milliseconds. */
  private transient long movedAt;

  /**
   * @param limit how long event time may stand, by the clock
   */
  public WatchClock(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    stored =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("standstill", TypeInformation.of(Standstill.class)));
    standstill = Standstill.BEFORE_TIME;
    for (Standstill known : stored.get()) {
      standstill = known;
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    stored.update(List.of(standstill));
  }

  @Override
  public void open() {
    movedAt = getProcessingTimeService().getCurrentProcessingTime();
    lookAgain(movedAt + limit.toMillis());
  }

  @Override
  public void processElement(StreamRecord<MeasurementEvent> element) {
    output.collect(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long passed = Ticks.passedMicros(mark.getTimestamp());
    // The end of time, which a drained job meets too, is no movement.
    if (passed > standstill.passedMicros() && !mark.equals(Watermark.MAX_WATERMARK)) {
      movedAt = getProcessingTimeService().getCurrentProcessingTime();
      take(standstill.passed(passed));
    }
    super.processWatermark(mark);
  }

  private void lookAgain(long atMillis) {
    getProcessingTimeService().registerTimer(atMillis, this::look);
  }

  private void look(long nowMillis) {
    long due = movedAt + limit.toMillis();
    if (nowMillis >= due) {
      take(standstill.stood(Micros.of(limit)));
    }
    lookAgain(nowMillis >= due ? nowMillis + limit.toMillis() : due);
  }

  private void take(Standstill.Step step) {
    standstill = step.next();
    if (step.event() != null) {
      output.collect(new StreamRecord<>(step.event()));
    }
  }
}
