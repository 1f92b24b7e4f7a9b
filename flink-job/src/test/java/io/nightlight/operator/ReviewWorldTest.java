package io.nightlight.operator;

import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.review.CountryWord;
import io.nightlight.domain.review.CountryWord.Readiness;
import io.nightlight.domain.review.ReviewRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewWorldTest {
  private static final OutputTag<MeasurementDraft> DRAFTS =
      new OutputTag<>("drafts", TypeInformation.of(MeasurementDraft.class));

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, OutageEvent, CountryWord, OutageEvent>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new ReviewWorld(ReviewRules.defaults(), DRAFTS)),
        event -> ReviewWorld.WORLD,
        word -> ReviewWorld.WORLD,
        Types.STRING);
  }

  private static OutageEvent event(String country, String id, int revision, int minute) {
    Instant at = Micros.toInstant(end(minute));
    EventKind kind = revision == 0 ? EventKind.STARTED : EventKind.UPDATED;
    return TotalOutage.event(id, revision, kind, country, at, null, at);
  }

  @Test
  void eventsLeaveInOneOrderWithTheirWindowAlsoAcrossAKill() throws Exception {
    List<OutageEvent> inOrder =
        List.of(
            event("BE", "b", 0, 1),
            event("KP", "a", 0, 1),
            event("KP", "a", 1, 1),
            event("KP", "c", 0, 1),
            event("AF", "d", 0, 30));
    List<String> ids = List.of("b", "a", "a", "c");
    try (var harness = harness()) {
      harness.open();
      for (int i : new int[] {4, 2, 0, 3, 1}) {
        harness.processElement1(new StreamRecord<>(inOrder.get(i)));
      }
      assertThat(harness.getOutput()).isEmpty();
      OperatorSubtaskState state = harness.snapshot(1, 1);
      try (var restored = harness()) {
        restored.initializeState(state);
        restored.open();
        restored.processBothWatermarks(new Watermark(Ticks.timer(end(1))));
        assertThat(restored.extractOutputValues()).extracting(OutageEvent::eventId).isEqualTo(ids);
        restored.processBothWatermarks(Watermark.MAX_WATERMARK);
        assertThat(restored.extractOutputValues().get(4)).isEqualTo(inOrder.get(4));
        assertThat(restored.numEventTimeTimers()).isZero();
      }
    }
  }

  private static CountryWord word(int country, int minute, int confirmations) {
    return new CountryWord(country(country), end(minute), Readiness.READY, confirmations);
  }

  private static String country(int number) {
    return "" + (char) ('A' + number / 26) + (char) ('A' + number % 26);
  }

  /** Forty countries fall: nobody confirms it, or a third do, or all. */
  @ParameterizedTest
  @ValueSource(ints = {0, 13, 40})
  void p63WhatIsHeldOutlivesAKillAtEachStep(int confirmed) throws Exception {
    List<Object> unbroken = wave(confirmed, false);
    assertThat(wave(confirmed, true)).isEqualTo(unbroken);
    assertThat(unbroken).filteredOn(OutageEvent.class::isInstance).hasSize(confirmed);
    assertThat(unbroken)
        .filteredOn(MeasurementDraft.class::isInstance)
        .hasSize(confirmed == 40 ? 0 : 1);
  }

  private static List<Object> wave(int confirmed, boolean kill) throws Exception {
    List<Object> heard = new ArrayList<>();
    var harness = harness();
    harness.open();
    for (int minute = 1; minute <= 30; minute++) {
      for (int i = 0; i < 40; i++) {
        if (minute == 1) {
          harness.processElement2(new StreamRecord<>(word(i, minute, 1)));
        }
        if (minute == 3) {
          harness.processElement1(new StreamRecord<>(event(country(i), "id" + i, 0, minute)));
        }
        if (minute == 7 && i < confirmed) {
          harness.processElement2(new StreamRecord<>(word(i, minute, 2)));
        }
      }
      if (kill) {
        OperatorSubtaskState state = harness.snapshot(minute, minute);
        harness.close();
        harness = harness();
        harness.initializeState(state);
        harness.open();
      }
      harness.processBothWatermarks(new Watermark(Ticks.timer(end(minute))));
      heard.addAll(harness.extractOutputValues());
      harness.getOutput().clear();
      var drafted = harness.getSideOutput(DRAFTS);
      if (drafted != null) {
        drafted.forEach(record -> heard.add(record.getValue()));
        drafted.clear();
      }
    }
    assertThat(harness.numEventTimeTimers()).isZero();
    harness.close();
    return heard;
  }
}
