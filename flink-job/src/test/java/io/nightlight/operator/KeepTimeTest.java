package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.observation.Micros;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepTimeTest {
  private static final OutputTag<MeasurementDraft> DRAFTS =
      new OutputTag<>("measurement-drafts", TypeInformation.of(MeasurementDraft.class));

  private OneInputStreamOperatorTestHarness<InputHeard, Directive> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static OneInputStreamOperatorTestHarness<InputHeard, Directive> harness()
      throws Exception {
    return harness("map-1", MINUTE);
  }

  private static OneInputStreamOperatorTestHarness<InputHeard, Directive> harness(
      String map, long window) throws Exception {
    var harness =
        new OneInputStreamOperatorTestHarness<>(new KeepTime(window, 15 * MINUTE, map, DRAFTS));
    harness.setup(
        TypeInformation.of(Directive.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private void hear(int... minutes) throws Exception {
    for (int minute : minutes) {
      harness.processElement(
          new StreamRecord<>(
              new InputHeard(
                  end(minute), end(minute) - MINUTE / 2, end(minute) - MINUTE / 2 - MINUTE)));
    }
  }

  private void pass(int minute) throws Exception {
    harness.processWatermark(mark(minute));
  }

  private static Watermark mark(int minute) {
    return new Watermark(Ticks.timer(end(minute)));
  }

  private static StreamRecord<Directive> pause(int lastHeard, int unknown, int resumed) {
    return new StreamRecord<>(
        Directive.of(new Pause(end(lastHeard) - MINUTE / 2, end(unknown), end(resumed))));
  }

  private static StreamRecord<Directive> theEnd(int minute) {
    return new StreamRecord<>(Directive.end(end(minute)));
  }

  private List<MeasurementEvent> measurements() {
    var records = harness.getSideOutput(DRAFTS);
    return records == null
        ? List.of()
        : records.stream().map(record -> record.getValue().event()).toList();
  }

  private void assertOutput(Object... elements) {
    assertThat(harness.getOutput().toArray()).containsExactly(elements);
  }

  @Test
  void watermarksPassWhileThereIsInput() throws Exception {
    hear(1, 2, 3);
    pass(1);
    pass(2);
    assertOutput(mark(1), mark(2));
    assertThat(measurements()).isEmpty();
  }

  @Test
  void theEndIsToldBeforeTheEndOfTime() throws Exception {
    hear(1, 2, 3);
    pass(1);
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertOutput(mark(1), theEnd(1), Watermark.MAX_WATERMARK);
  }

  @Test
  void anInputWithoutAnyRecordEndsBeforeItBegan() throws Exception {
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertOutput(new StreamRecord<>(Directive.end(Long.MIN_VALUE)), Watermark.MAX_WATERMARK);
  }

  /** After a gap the first watermark to come is far beyond it: nobody may see it too soon. */
  @Test
  void p47APauseIsToldBeforeAnybodySeesTimePassIt() throws Exception {
    hear(1, 2, 100_000);
    pass(2);
    pass(99_998);
    pass(99_999);
    assertOutput(mark(2), mark(17), mark(17));
    assertThat(measurements()).isEmpty();
    hear(100_001);
    pass(100_000);
    assertOutput(mark(2), mark(17), mark(17), pause(2, 18, 100_000), mark(100_000));
    assertThat(measurements())
        .extracting(MeasurementEvent::kind)
        .containsExactly(Kind.DEGRADED, Kind.RESTORED);
    assertThat(measurements())
        .extracting(MeasurementEvent::eventId)
        .containsOnly("WHOLE_FEED:all:2014-12-22T12:01:30Z");
    assertThat(measurements().get(1).endedAt()).isEqualTo(Micros.toInstant(end(99_999)));
  }

  @Test
  void p47AKillWithinAGapChangesNothing() throws Exception {
    hear(1, 2, 100_000);
    pass(99_998);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
    pass(99_999);
    assertOutput(mark(17));
    hear(100_001);
    pass(100_000);
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertOutput(
        mark(17), pause(2, 18, 100_000), mark(100_000), theEnd(99_999), Watermark.MAX_WATERMARK);
  }

  private void restart(String map) throws Exception {
    restart(map, MINUTE);
  }

  private void restart(String map, long window) throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness(map, window);
    harness.initializeState(state);
    harness.open();
  }

  private static StreamRecord<Directive> mapSince(int minute) {
    return new StreamRecord<>(Directive.mapSince(end(minute)));
  }

  /** The window after the last that others can have closed, before any watermark. */
  @Test
  void p53AnotherMapHoldsFromTheNextWindowOn() throws Exception {
    hear(1, 2, 3, 4);
    pass(3);
    restart("map-2");
    pass(2);
    pass(4);
    assertOutput(mapSince(4), mark(2), mark(4));
  }

  @Test
  void p53EachMapIsToldOnce() throws Exception {
    hear(1, 2, 3, 4, 5, 6);
    pass(3);
    restart("map-2");
    pass(4);
    restart("map-2");
    pass(5);
    assertOutput(mark(5));
    restart("map-1");
    pass(6);
    assertOutput(mapSince(6), mark(6));
  }

  @Test
  void p53AMapThatNobodyWasToldOfYetIsToldAfterTheNextKill() throws Exception {
    hear(1, 2, 3, 4);
    pass(3);
    restart("map-2");
    restart("map-2");
    pass(4);
    assertOutput(mapSince(4), mark(4));
  }

  /** Within a gap others were held at the window before the unknown one. */
  @Test
  void p53InAGapItIsTheUnknownWindow() throws Exception {
    hear(1, 2, 100_000);
    pass(99_998);
    restart("map-2");
    hear(100_001);
    pass(100_000);
    assertOutput(mapSince(18), pause(2, 18, 100_000), mark(100_000));
  }

  @Test
  void p53BeforeTheFirstWindowThereWasNoOtherMap() throws Exception {
    hear(1, 2);
    restart("map-2");
    pass(1);
    assertOutput(mark(1));
  }

  @Test
  void stateOfWindowsOfAnotherLengthIsRefusedInOneLine() throws Exception {
    hear(1, 2, 3);
    pass(2);
    restart("map-1");
    assertThatThrownBy(() -> restart("map-1", 5 * MINUTE))
        .isInstanceOf(OtherWindowLength.class)
        .hasMessage(
            "window.length is 300s, but the state that is restored was written with 60s: "
                + "set window.length=60s, or start without the state")
        .satisfies(
            refused ->
                assertThat(ThrowableClassifier.getThrowableType(refused))
                    .as("no restart mends it")
                    .isEqualTo(ThrowableType.NonRecoverableError));
  }

  @Test
  void p47AGapBeforeTheVeryEndIsSkippedAndStaysOpen() throws Exception {
    hear(1, 2, 100_000);
    pass(99_998);
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertOutput(mark(17), pause(2, 18, 100_000), theEnd(99_998), Watermark.MAX_WATERMARK);
    assertThat(measurements()).extracting(MeasurementEvent::kind).containsExactly(Kind.DEGRADED);
  }

  @Test
  void p03IsActiveToThoseWhoComeAfterItWhileAllInputIsIdle() throws Exception {
    hear(1);
    pass(1);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    hear(2);
    pass(2);
    assertThat(harness.getOutput()).containsExactly(mark(1), mark(2));
  }
}
