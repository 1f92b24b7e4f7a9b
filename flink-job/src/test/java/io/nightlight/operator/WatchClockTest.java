package io.nightlight.operator;

import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pitfall P3: all partitions idle. */
class WatchClockTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long SECOND = 1_000;

  private OneInputStreamOperatorTestHarness<MeasurementEvent, MeasurementEvent> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.setProcessingTime(0);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static OneInputStreamOperatorTestHarness<MeasurementEvent, MeasurementEvent> harness()
      throws Exception {
    var harness = new OneInputStreamOperatorTestHarness<>(new WatchClock(LIMIT));
    harness.setup(
        TypeInformation.of(MeasurementEvent.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private void passAt(int minute, long seconds) throws Exception {
    harness.setProcessingTime(seconds * SECOND);
    harness.processWatermark(new Watermark(Ticks.timer(end(minute))));
  }

  private List<MeasurementEvent> told() {
    List<MeasurementEvent> told = harness.extractOutputValues();
    harness.getOutput().clear();
    return told;
  }

  @Test
  void passesOnWhatOthersTell() throws Exception {
    MeasurementEvent event =
        MeasurementEvent.degraded(
            ScopeKind.COLLECTOR,
            "rrc00",
            Reason.SILENCE,
            Micros.toInstant(end(1)),
            Micros.toInstant(end(2)));

    harness.processElement(new StreamRecord<>(event));

    assertThat(told()).containsExactly(event);
  }

  @Test
  void p03TellsOnceThatTimeStandsAndThatItMovesAgain() throws Exception {
    passAt(1, 10);
    passAt(2, 70);
    harness.setProcessingTime(369 * SECOND);
    assertThat(told()).isEmpty();

    harness.setProcessingTime(371 * SECOND);
    List<MeasurementEvent> blind = told();
    assertThat(blind).extracting(MeasurementEvent::kind).containsExactly(Kind.DEGRADED);
    assertThat(blind.get(0).startedAt()).isEqualTo(Micros.toInstant(end(2)));

    harness.setProcessingTime(3_000 * SECOND);
    assertThat(told()).isEmpty();

    passAt(50, 3_001);
    List<MeasurementEvent> back = told();
    assertThat(back).extracting(MeasurementEvent::kind).containsExactly(Kind.RESTORED);
    assertThat(back.get(0).eventId()).isEqualTo(blind.get(0).eventId());
  }

  @Test
  void p03StandingAgainIsToldAgain() throws Exception {
    passAt(1, 0);
    harness.setProcessingTime(400 * SECOND);
    passAt(2, 401);
    told();

    harness.setProcessingTime(1_100 * SECOND);

    assertThat(told()).extracting(MeasurementEvent::kind).containsExactly(Kind.DEGRADED);
  }

  /** An event that is repeated, such as while a gap lasts, is no movement. */
  @Test
  void p03TheSameWatermarkAgainIsNoMovement() throws Exception {
    for (int i = 0; i < 40; i++) {
      passAt(1, 10L * i);
    }

    assertThat(told()).extracting(MeasurementEvent::kind).containsExactly(Kind.DEGRADED);
  }

  @Test
  void aStartWithoutAnyInputHasNoTimeToTellOf() throws Exception {
    harness.setProcessingTime(10_000 * SECOND);

    assertThat(told()).isEmpty();
  }

  @Test
  void aRestartCountsAnewAndKeepsWhatWasTold() throws Exception {
    passAt(1, 0);
    OperatorSubtaskState before = harness.snapshot(1, 1);
    restart(before, 10_000);

    harness.setProcessingTime(10_299 * SECOND);
    assertThat(told()).isEmpty();
    harness.setProcessingTime(10_301 * SECOND);
    List<MeasurementEvent> blind = told();
    assertThat(blind).hasSize(1);

    restart(harness.snapshot(2, 2), 20_000);
    harness.setProcessingTime(20_400 * SECOND);
    assertThat(told()).as("it is told already").isEmpty();
    passAt(3, 20_401);
    assertThat(told())
        .singleElement()
        .satisfies(
            back -> {
              assertThat(back.kind()).isEqualTo(Kind.RESTORED);
              assertThat(back.eventId()).isEqualTo(blind.get(0).eventId());
            });
  }

  private void restart(OperatorSubtaskState state, long seconds) throws Exception {
    harness.close();
    harness = harness();
    harness.setProcessingTime(seconds * SECOND);
    harness.initializeState(state);
    harness.open();
  }

  @Test
  void theEndOfTimeIsNoMovement() throws Exception {
    passAt(1, 0);
    harness.setProcessingTime(400 * SECOND);
    told();

    harness.processWatermark(Watermark.MAX_WATERMARK);

    assertThat(told()).isEmpty();
  }
}
