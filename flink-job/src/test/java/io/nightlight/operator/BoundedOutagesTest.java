package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.review.CountryWord;
import io.nightlight.domain.review.CountryWord.Readiness;
import io.nightlight.domain.review.ReviewRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/**
 * Pitfall P64: two months of outages that begin, change and end, some of them false ones, and of
 * days on which much of the world seems to fall at once. What is kept of them reaches a level.
 */
class BoundedOutagesTest {
  private static final int DAYS = 60;
  private static final int COUNTRIES = 60;
  private static final int HOUR = 60;
  private static final int DAY = 24 * HOUR;
  private static final OutputTag<MeasurementDraft> DRAFTS =
      new OutputTag<>("drafts", TypeInformation.of(MeasurementDraft.class));

  private final SplittableRandom random = new SplittableRandom(20_141_222);

  /** What the judges say, by the minute in which they do. */
  private final TreeMap<Integer, List<OutageEvent>> said = new TreeMap<>();

  private final List<String> ids = new ArrayList<>();

  private static String country(int number) {
    return "" + (char) ('A' + number / 26) + (char) ('A' + number % 26);
  }

  private static OutageEvent event(
      String id, int revision, EventKind kind, int country, int since, int minute) {
    Instant start = Micros.toInstant(Minutes.end(since));
    Instant at = Micros.toInstant(Minutes.end(minute));
    Instant end = kind == EventKind.RECOVERED ? at : null;
    return TotalOutage.event(id, revision, kind, country(country), start, end, at);
  }

  private void say(int minute, OutageEvent event) {
    said.computeIfAbsent(minute, none -> new ArrayList<>()).add(event);
  }

  private void outage(int country, int since) {
    String id = "id-" + (100_000 + ids.size());
    ids.add(id);
    int end = since + 5 + random.nextInt(2 * DAY);
    say(since, event(id, 0, EventKind.STARTED, country, since, since));
    say(since + 4, event(id, 1, EventKind.UPDATED, country, since, since + 4));
    boolean isFalse = random.nextInt(10) == 0;
    EventKind last = isFalse ? EventKind.RETRACTED : EventKind.RECOVERED;
    say(end, event(id, 2, last, country, since, end));
  }

  /** Every third day, at noon, forty countries at once. */
  private void writeStory() {
    for (int hour = 0; hour < DAYS * 24; hour++) {
      for (int i = 0; i < 3; i++) {
        outage(random.nextInt(COUNTRIES), hour * HOUR + 1 + random.nextInt(HOUR - 1));
      }
      if (hour % 72 == 12) {
        for (int country = 0; country < 40; country++) {
          outage(country, hour * HOUR + 30);
        }
      }
    }
  }

  private List<OutageEvent> hour(int from) {
    return said.subMap(from, true, from + HOUR, false).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  private static Watermark at(int minute) {
    return new Watermark(Ticks.timer(Minutes.end(minute)));
  }

  @Test
  void p64TheLatestRevisionsReachALevel() throws Exception {
    writeStory();
    List<Integer> sizes = new ArrayList<>();
    Set<String> forgotten = new HashSet<>();
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new KeepCurrent()), OutageEvent::eventId, Types.STRING)) {
      harness.setup(
          TypeInformation.of(CurrentOutage.class)
              .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
      harness.open();
      for (int day = 0; day < DAYS; day++) {
        for (int minute = day * DAY; minute < (day + 1) * DAY; minute += HOUR) {
          for (OutageEvent event : hour(minute)) {
            harness.processElement(event, 0);
          }
          harness.processWatermark(at(minute + HOUR - 1));
          harness.extractOutputValues().stream()
              .filter(current -> current.revision() == null)
              .forEach(current -> forgotten.add(current.eventId()));
          harness.getOutput().clear();
        }
        sizes.add((int) harness.snapshot(1, 1).getStateSize());
      }
    }
    Levels.assertLevel(sizes, 12);
    assertThat(forgotten).contains(ids.get(0)).hasSizeBetween(ids.size() * 4 / 5, ids.size());
  }

  @Test
  void p64TheReviewOfTheWorldReachesALevel() throws Exception {
    writeStory();
    List<Integer> sizes = new ArrayList<>();
    List<OutageEvent> told = new ArrayList<>();
    List<MeasurementEvent> drafted = new ArrayList<>();
    try (var harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new ReviewWorld(ReviewRules.defaults(), DRAFTS)),
            (OutageEvent event) -> ReviewWorld.WORLD,
            (CountryWord word) -> ReviewWorld.WORLD,
            Types.STRING)) {
      harness.open();
      for (int day = 0; day < DAYS; day++) {
        for (int minute = day * DAY; minute < (day + 1) * DAY; minute += HOUR) {
          for (OutageEvent event : hour(minute)) {
            harness.processElement1(event, 0);
          }
          for (int country = 0; country < COUNTRIES; country += 1 + random.nextInt(9)) {
            harness.processElement2(
                new CountryWord(
                    country(country),
                    Minutes.end(minute + 1 + random.nextInt(HOUR - 1)),
                    Readiness.READY,
                    random.nextInt(3)),
                0);
          }
          harness.processBothWatermarks(at(minute + HOUR - 1));
          told.addAll(harness.extractOutputValues());
          harness.getOutput().clear();
          var drafts = harness.getSideOutput(DRAFTS);
          if (drafts != null) {
            drafts.forEach(draft -> drafted.add(draft.getValue().event()));
            drafts.clear();
          }
        }
        sizes.add((int) harness.snapshot(1, 1).getStateSize());
      }
    }
    Levels.assertLevel(sizes, 12);
    assertThat(told)
        .extracting(OutageEvent::kind)
        .contains(EventKind.STARTED, EventKind.RECOVERED, EventKind.RETRACTED);
    assertThat(drafted)
        .as("worlds that fell, unconfirmed, and came back")
        .extracting(MeasurementEvent::kind)
        .contains(MeasurementEvent.Kind.DEGRADED, MeasurementEvent.Kind.RESTORED);
  }
}
