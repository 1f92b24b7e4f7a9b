package io.nightlight.operator;

import io.nightlight.domain.measurement.InputClock;
import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.observation.Micros;
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
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Tells all others where event time is skipped and where it ends, and with which window another
 * country map begins to hold. One instance: it has to have heard of all input.
 *
 * <p>It speaks before it forwards the watermark, and while a gap in the input lasts it holds the
 * watermark back: only when input has returned is it known which windows nobody needs to judge. The
 * end of a bounded input it tells when all sources have ended, before {@code MAX_WATERMARK}, so
 * that no instance takes the end of time for the end of a window.
 *
 * <p>Another map than before a restore holds from the first window on that nobody can have closed
 * by then (pitfall P53): which one that is depends on how far event time had come, not on who
 * speaks first. State of windows of another length is refused.
 */
public final class KeepTime extends AbstractStreamOperator<Directive>
    implements OneInputStreamOperator<InputHeard, Directive> {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final long gapMicros;
  private final String mapVersion;
  private final OutputTag<MeasurementDraft> drafts;

  private transient InputClock clock;
  private transient ListState<MapTold> storedMap;
  private transient long passedMicros;

  /** The map that others know of; not that of this run until they are told. */
  private transient @Nullable String toldMap;

  private transient ListState<InputClock.State> stored;

  /**
   * @param gapMicros how long there may be no input; rounded up to whole windows
   * @param mapVersion {@link io.nightlight.domain.geo.CountryMap#version}
   */
  public KeepTime(
      long windowMicros, long gapMicros, String mapVersion, OutputTag<MeasurementDraft> drafts) {
    this.windowMicros = windowMicros;
    this.gapMicros = gapMicros;
    this.mapVersion = mapVersion;
    this.drafts = drafts;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    OtherWindowLength.refuse(windowMicros, context.getOperatorStateStore());
    stored =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("clock", TypeInformation.of(InputClock.State.class)));
    clock = new InputClock(windowMicros, gapMicros);
    for (InputClock.State state : stored.get()) {
      clock = new InputClock(windowMicros, gapMicros, state);
    }
    storedMap =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("map", TypeInformation.of(MapTold.class)));
    // A release that didn't keep the version kept the last window with input.
    toldMap = context.isRestored() ? null : mapVersion;
    passedMicros = clock.state().lastHeardMicros();
    for (MapTold told : storedMap.get()) {
      toldMap = told.version();
      passedMicros = told.passedMicros();
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    stored.update(List.of(clock.state()));
    storedMap.update(toldMap == null ? List.of() : List.of(new MapTold(toldMap, passedMicros)));
  }

  @Override
  public void processElement(StreamRecord<InputHeard> element) {
    InputHeard heard = element.getValue();
    clock.hear(heard.windowEndMicros(), heard.latestMicros(), heard.certainMicros());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    tellMap();
    if (mark.equals(Watermark.MAX_WATERMARK)) {
      long last = clock.lastWindowEndMicros();
      tell(clock.end(last), last);
      output.collect(new StreamRecord<>(Directive.end(last)));
      super.processWatermark(mark);
      return;
    }
    long passed = Ticks.passedMicros(mark.getTimestamp());
    tell(clock.pass(passed), passed);
    long settled = clock.mayPass(passed);
    passedMicros = Math.max(passedMicros, settled);
    super.processWatermark(settled == passed ? mark : new Watermark(Ticks.timer(settled)));
  }

  /**
   * Its time counts for those who come after it even while all input is idle. If they took it for
   * idle, then when input is back they would follow the input's own time, which reaches them sooner
   * than what those who watch the sources make of the same windows.
   */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {
    // Always active.
  }

  private void tellMap() {
    if (mapVersion.equals(toldMap)) {
      return;
    }
    toldMap = mapVersion;
    if (passedMicros != Long.MIN_VALUE) {
      long next = (Math.floorDiv(passedMicros, windowMicros) + 1) * windowMicros;
      output.collect(new StreamRecord<>(Directive.mapSince(next)));
    }
  }

  private void tell(List<Pause> pauses, long passedMicros) {
    for (Pause pause : pauses) {
      output.collect(new StreamRecord<>(Directive.of(pause)));
      tellBegin(pause);
      if (pause.resumedMicros() <= passedMicros) {
        tellEnd(pause);
      }
    }
  }

  private void tellBegin(Pause pause) {
    draft(
        MeasurementEvent.degraded(
            ScopeKind.WHOLE_FEED,
            MeasurementEvent.WHOLE_FEED,
            Reason.NO_INPUT,
            Micros.toInstant(pause.lastSeenMicros()),
            Micros.toInstant(pause.unknownMicros())));
  }

  private void tellEnd(Pause pause) {
    draft(
        MeasurementEvent.restored(
            ScopeKind.WHOLE_FEED,
            MeasurementEvent.WHOLE_FEED,
            Reason.NO_INPUT,
            Micros.toInstant(pause.lastSeenMicros()),
            Micros.toInstant(pause.resumedMicros() - windowMicros),
            Micros.toInstant(pause.resumedMicros())));
  }

  private void draft(MeasurementEvent event) {
    output.collect(drafts, new StreamRecord<>(new MeasurementDraft(event, List.of())));
  }
}
