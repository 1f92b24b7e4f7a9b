package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeepCurrentTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");
  private static final Instant ENDED = T0.plus(Duration.ofHours(9));

  private static KeyedOneInputStreamOperatorTestHarness<String, OutageEvent, CurrentOutage>
      harness() throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new KeepCurrent()), OutageEvent::eventId, Types.STRING);
    harness.setup(
        TypeInformation.of(CurrentOutage.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private static OutageEvent event(
      EventKind kind, int revision, @Nullable Instant recoveredAt, Instant detectedAt) {
    return TotalOutage.event("a", revision, kind, "KP", T0, recoveredAt, detectedAt);
  }

  private static Watermark at(Instant instant) {
    return new Watermark(instant.toEpochMilli());
  }

  private static CurrentOutage holds(OutageEvent event) {
    return new CurrentOutage("a", event, event.detectedAt());
  }

  private static CurrentOutage forgotten(Instant at) {
    return new CurrentOutage("a", null, at);
  }

  @Test
  void anOpenOutageIsHeldForEverAndCostsNoState() throws Exception {
    OutageEvent started = event(EventKind.STARTED, 0, null, T0);
    try (var harness = harness()) {
      harness.open();
      harness.processElement(new StreamRecord<>(started));
      harness.processWatermark(at(T0.plus(Duration.ofDays(400))));
      assertThat(harness.extractOutputValues()).containsExactly(holds(started));
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }

  @Test
  void sevenDaysAfterItsEndAnOutageIsForgottenAlsoAcrossAKill() throws Exception {
    OutageEvent recovered =
        event(EventKind.RECOVERED, 1, ENDED, ENDED.plus(Duration.ofMinutes(10)));
    OperatorSubtaskState state;
    try (var harness = harness()) {
      harness.open();
      harness.processElement(new StreamRecord<>(event(EventKind.STARTED, 0, null, T0)));
      harness.processElement(new StreamRecord<>(recovered));
      harness.processWatermark(at(ENDED.plus(Duration.ofDays(7)).minusMillis(1)));
      assertThat(harness.extractOutputValues()).hasSize(2).last().isEqualTo(holds(recovered));
      state = harness.snapshot(1, 1);
    }
    try (var restored = harness()) {
      restored.initializeState(state);
      restored.open();
      restored.processWatermark(at(ENDED.plus(Duration.ofDays(7))));
      assertThat(restored.extractOutputValues())
          .containsExactly(forgotten(ENDED.plus(Duration.ofDays(7))));
      assertThat(restored.numKeyedStateEntries()).as("state is gone").isZero();
    }
  }

  @Test
  void aLaterRevisionOfWhatIsOverMovesTheTime() throws Exception {
    Instant retracted = ENDED.plus(Duration.ofDays(3));
    try (var harness = harness()) {
      harness.open();
      harness.processElement(new StreamRecord<>(event(EventKind.RECOVERED, 1, ENDED, ENDED)));
      harness.processElement(new StreamRecord<>(event(EventKind.RETRACTED, 2, null, retracted)));
      harness.processWatermark(at(retracted.plus(Duration.ofDays(7)).minusMillis(1)));
      assertThat(harness.extractOutputValues()).hasSize(2);
      harness.processWatermark(at(retracted.plus(Duration.ofDays(7))));
      assertThat(harness.extractOutputValues())
          .hasSize(3)
          .last()
          .isEqualTo(forgotten(retracted.plus(Duration.ofDays(7))));
    }
  }

  /** A new level is told a week after it was reached, and must not be gone at once. */
  @Test
  void whatIsToldLateIsRememberedForADay() throws Exception {
    Instant told = ENDED.plus(Duration.ofDays(7));
    try (var harness = harness()) {
      harness.open();
      harness.processWatermark(at(told.minusMillis(1)));
      harness.processElement(new StreamRecord<>(event(EventKind.RECOVERED, 1, ENDED, told)));
      harness.processWatermark(at(told.plus(Duration.ofDays(1)).minusMillis(1)));
      assertThat(harness.extractOutputValues()).hasSize(1);
      harness.processWatermark(at(told.plus(Duration.ofDays(1))));
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Test
  void atTheEndOfTheInputNothingIsForgotten() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(new StreamRecord<>(event(EventKind.RECOVERED, 1, ENDED, ENDED)));
      harness.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }
}
