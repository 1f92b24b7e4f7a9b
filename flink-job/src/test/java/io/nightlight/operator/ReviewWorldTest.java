package io.nightlight.operator;

import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.outage.Severity;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ReviewWorldTest {
  private static KeyedOneInputStreamOperatorTestHarness<String, OutageEvent, OutageEvent> harness()
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new ReviewWorld()),
            event -> ReviewWorld.WORLD,
            Types.STRING);
    harness.setup(
        TypeInformation.of(OutageEvent.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private static OutageEvent event(String country, String id, int revision, int minute) {
    Instant at = Micros.toInstant(end(minute));
    return new OutageEvent(
        id,
        revision,
        EventKind.STARTED,
        country,
        at,
        at,
        at,
        null,
        null,
        null,
        at,
        Severity.TOTAL,
        Classification.ROUTES_WITHDRAWN,
        0.0,
        0.0,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        "1",
        "map-1",
        "test",
        RunMode.REPLAY);
  }

  @Test
  void eventsLeaveInOneOrderWithTheirWindowAlsoAcrossAKill() throws Exception {
    List<OutageEvent> inOrder =
        List.of(
            event("BE", "b", 0, 1),
            event("KP", "a", 0, 1),
            event("KP", "a", 1, 1),
            event("KP", "c", 0, 1),
            event("AF", "d", 0, 2));
    try (var harness = harness()) {
      harness.open();
      for (int i : new int[] {4, 2, 0, 3, 1}) {
        harness.processElement(new StreamRecord<>(inOrder.get(i)));
      }
      assertThat(harness.getOutput()).isEmpty();
      OperatorSubtaskState state = harness.snapshot(1, 1);
      try (var restored = harness()) {
        restored.initializeState(state);
        restored.open();
        restored.processWatermark(new Watermark(Ticks.timer(end(1))));
        assertThat(restored.extractOutputValues()).isEqualTo(inOrder.subList(0, 4));
        restored.processWatermark(Watermark.MAX_WATERMARK);
        assertThat(restored.extractOutputValues()).isEqualTo(inOrder);
        assertThat(restored.numEventTimeTimers()).isZero();
        assertThat(restored.numKeyedStateEntries()).as("state is gone").isZero();
      }
    }
  }
}
