package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.Losses;
import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outages that turn out to have been the detector's own blindness. */
class RetractionTest {
  private static final String HEALTH = "1x1440";

  private static SignalReading reading(
      Signal signal, int visible, int unknown, int voters, @Nullable Instant blindSince) {
    return new SignalReading(
        signal,
        visible,
        unknown,
        20,
        voters,
        RouteHistory.FINISHED_RIB,
        null,
        Losses.seenBy(1),
        blindSince);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # 60 s after the start, or so many, the collector says its last word; so many minutes
          # after the start it is declared blind; then so many of 100 blocks are visible, so many
          # unknown; what is told
          30,  6,  100, 0,   STARTED RETRACTED
          60,  6,  100, 0,   STARTED RETRACTED
          61,  6,  100, 0,   STARTED RECOVERED
          -90, 6,  100, 0,   STARTED RETRACTED
          30,  30, 100, 0,   STARTED RETRACTED
          30,  31, 100, 0,   STARTED RECOVERED
          30,  6,  86,  0,   STARTED RETRACTED
          30,  6,  85,  0,   STARTED
          30,  6,  0,   0,   STARTED
          30,  6,  0,   100, STARTED
          30,  6,  90,  10,  STARTED RETRACTED
          30,  2,  100, 0,   ''
          """)
  void p62ABlindnessThatCoversTheStartTakesItBack(
      int lastWord, int declared, int visible, int unknown, String told) {
    Timeline timeline = Timeline.of(100).all(HEALTH);
    Instant start = timeline.now();
    timeline.all("0x" + (declared - 1));
    timeline.tick(
        List.of(reading(Signal.IPV4_ROUTES, visible, unknown, 8, start.plusSeconds(lastWord))));
    for (int minute = 0; minute < 20; minute++) {
      timeline.tick(List.of(reading(Signal.IPV4_ROUTES, visible, unknown, 8, null)));
    }
    assertThat(String.join(" ", timeline.events.stream().map(e -> e.kind().name()).toList()))
        .isEqualTo(told);
  }

  @Test
  void p62ARetractionIsTheLastRevisionAndTheBaselineGoesOn() {
    Timeline timeline = Timeline.of(100).all(HEALTH);
    Instant start = timeline.now();
    timeline.all("0x5");
    timeline.tick(List.of(reading(Signal.IPV4_ROUTES, 100, 0, 8, start)));
    timeline.restarted().all("1x100 0x10 1x20");
    List<OutageEvent> events = timeline.events;
    assertThat(events)
        .extracting(OutageEvent::kind)
        .containsExactly(
            EventKind.STARTED, EventKind.RETRACTED, EventKind.STARTED, EventKind.RECOVERED);
    OutageEvent retracted = events.get(1);
    assertThat(retracted.eventId()).isEqualTo(events.get(0).eventId());
    assertThat(retracted.revision()).isEqualTo(1);
    assertThat(retracted.endReason()).isEqualTo(EndReason.RETRACTED);
    assertThat(retracted.recoveredAt()).isNull();
    assertThat(retracted.recoveredTo()).isNull();
    assertThat(retracted.startedAt()).isEqualTo(start);
    assertThat(retracted.detectedAt()).isEqualTo(start.plus(Duration.ofMinutes(6)));
    assertThat(events.get(2).eventId()).isNotEqualTo(events.get(0).eventId());
    assertThat(timeline.judge().snapshot().outage().open()).isNull();
  }

  /** The other family's sources see as they did, and it is down. */
  @Test
  void p62EachSignalThatTookPartMustBeRefuted() {
    Timeline timeline = Timeline.of(100).with(Signal.IPV6_ROUTES, 100).all(HEALTH);
    Instant start = timeline.now();
    timeline.all("0x5");
    List<SignalReading> readings = new ArrayList<>();
    readings.add(reading(Signal.IPV4_ROUTES, 100, 0, 8, start));
    readings.add(reading(Signal.IPV6_ROUTES, 0, 0, 20, null));
    timeline.tick(readings);
    assertThat(timeline.events).extracting(OutageEvent::kind).containsExactly(EventKind.STARTED);

    Timeline both = Timeline.of(100).with(Signal.IPV6_ROUTES, 100).all(HEALTH).all("0x5");
    readings.set(1, reading(Signal.IPV6_ROUTES, 100, 0, 8, start));
    both.tick(readings);
    assertThat(both.events)
        .extracting(OutageEvent::kind)
        .containsExactly(EventKind.STARTED, EventKind.RETRACTED);
  }

  /** Somebody goes blind while the outage ends by itself. */
  @Test
  void p62WhatCameBackBeforeWasGone() {
    Timeline timeline = Timeline.of(100).all(HEALTH);
    Instant start = timeline.now();
    timeline.all("0x5 1x15");
    timeline.tick(List.of(reading(Signal.IPV4_ROUTES, 100, 0, 8, start)));
    assertThat(timeline.events)
        .extracting(OutageEvent::kind)
        .containsExactly(EventKind.STARTED, EventKind.RECOVERED);
  }
}
