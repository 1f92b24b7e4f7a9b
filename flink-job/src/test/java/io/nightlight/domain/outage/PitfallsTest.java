package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.Losses;
import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.ScoringRules;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.availability.SignalScore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pitfalls of outage detection that the judge answers for, each by its number. */
class PitfallsTest {

  private static final String DAY = "1x1440 ";

  /** A window ends at each of the 60 seconds; what goes at an end is lost at that end. */
  @ParameterizedTest(name = "{0} left for {1} s")
  @CsvSource(
      textBlock =
          """
          # left, seconds, an outage if it begins fewer seconds before the end of a window than
          0,    30,   0
          0,    60,   0
          0,    90,   0
          0,    119,  0
          0,    120,  0
          0,    121,  1
          0,    150,  30
          0,    179,  59
          0,    180,  60
          0.5,  120,  0
          0.5,  180,  60
          0.7,  240,  0
          0.7,  300,  0
          0.7,  301,  1
          0.7,  360,  60
          """)
  void p20ALossNoLongerThanTheHoldIsNoOutageWhereverItLies(double left, int seconds, int found) {
    for (int toEnd = 0; toEnd < 60; toEnd++) {
      Timeline timeline = Timeline.of(100).all("1x90");
      Instant first = timeline.now();
      int ends = (seconds - toEnd + 59) / 60;

      timeline.all(left + "x" + ends + " 1x30");

      assertThat(timeline.events).as("%d s to the end", toEnd).hasSize(toEnd < found ? 2 : 0);
      assertThat(timeline.events).extracting(OutageEvent::startedAt).allMatch(first::equals);
    }
  }

  @Test
  void p28ALossOfIpv6AloneIsNotPooledWithIpv4() {
    Timeline timeline = Timeline.of(10_000).with(Signal.IPV6_ROUTES, 400_000).all(DAY);

    timeline.run(Map.of(Signal.IPV4_ROUTES, "1x60 1x60", Signal.IPV6_ROUTES, "0.015x60 1x60"));

    assertThat(timeline.events)
        .extracting(OutageEvent::kind)
        .containsExactly(EventKind.STARTED, EventKind.RECOVERED);
    assertThat(timeline.events)
        .allSatisfy(
            event -> {
              assertThat(event.classification()).isEqualTo(Classification.IPV6_ONLY);
              assertThat(event.severity()).isEqualTo(Severity.TOTAL);
              assertThat(event.score()).isEqualTo(1.0);
              assertThat(event.lowestScore()).isEqualTo(0.015);
            });
    AvailabilityScore during = timeline.scores.get(1440 + 30);
    assertThat(during.score()).isEqualTo(1.0);
    assertThat(during.status()).isEqualTo(ScoreStatus.DEGRADED);
    assertThat(during.signals())
        .extracting(SignalScore::status)
        .containsExactly(ScoreStatus.AVAILABLE, ScoreStatus.OUT);
  }

  @Test
  void p28ALossOfIpv4AloneIsNoLossOfIpv6() {
    Timeline timeline = Timeline.of(100).with(Signal.IPV6_ROUTES, 400_000).all(DAY);

    timeline.run(Map.of(Signal.IPV4_ROUTES, "0x60 1x60", Signal.IPV6_ROUTES, "1x60 1x60"));

    assertThat(timeline.events)
        .extracting(OutageEvent::classification)
        .containsOnly(Classification.ROUTES_WITHDRAWN);
  }

  @Test
  void p30AnHourOfLeakedRoutesDoesNotRaiseTheUsual() {
    Timeline timeline = Timeline.of(1_000).all(DAY);

    for (int minute = 0; minute < 60; minute++) {
      timeline.tick(List.of(ipv4(6_000)));
    }
    timeline.all(DAY);

    assertThat(timeline.events).isEmpty();
    assertThat(timeline.scores).extracting(AvailabilityScore::score).doesNotContain(0.166667);
    assertThat(last(timeline).score()).isEqualTo(1.0);
  }

  @Test
  void p37AFilterThatStaysEndsAsAShiftOfLevel() {
    Timeline timeline = Timeline.of(probesReady(), 400).with(Signal.PROBES, 400).all(DAY);
    Instant change = timeline.now();
    String week = "x" + (7 * 1440 + 60);

    timeline.run(Map.of(Signal.IPV4_ROUTES, "1" + week, Signal.PROBES, "0.75" + week));
    timeline.all(DAY);

    assertThat(timeline.events)
        .extracting(OutageEvent::kind)
        .containsExactly(EventKind.STARTED, EventKind.RECOVERED);
    OutageEvent end = timeline.events.get(1);
    assertThat(end.classification()).isEqualTo(Classification.DATA_PLANE_ONLY);
    assertThat(end.severity()).isEqualTo(Severity.MINOR);
    assertThat(end.endReason()).isEqualTo(EndReason.LEVEL_SHIFT);
    assertThat(end.recoveredTo()).isEqualTo(0.75);
    assertThat(end.recoveredAt())
        .isBetween(change.plus(days(7)), change.plus(days(7).plusHours(1)));
    assertThat(end.recoveredAtEarliest()).isBetween(change, change.plus(Duration.ofHours(1)));
  }

  @Test
  void p37AfterAShiftTheNewLevelIsTheUsual() {
    Timeline timeline = Timeline.of(100).all(DAY).all("0.75x" + (7 * 1440 + 60)).all("0.75x60");

    assertThat(last(timeline).score()).isEqualTo(1.0);
    assertThat(last(timeline).signals().get(0).baseline()).isEqualTo(75.0);
    assertThat(timeline.all("0.3x5").events).hasSize(3);
  }

  @Test
  void p38OneOfFourBlocksIsNoOutageAndAllFourAre() {
    Timeline timeline =
        Timeline.of(4)
            .startingAt("2014-12-21T00:00:00Z")
            .wellUntil("2014-12-22T12:00:00Z")
            .all("0.75x6")
            .wellUntil("2014-12-22T16:15:00Z")
            .all("0x571 1x60");

    assertThat(timeline.events)
        .extracting(OutageEvent::kind)
        .containsExactly(EventKind.STARTED, EventKind.RECOVERED);
    OutageEvent end = timeline.events.get(1);
    assertThat(end.startedAt()).isEqualTo("2014-12-22T16:15:00Z");
    assertThat(end.recoveredAt()).isEqualTo("2014-12-23T01:46:00Z");
    assertThat(timeline.events.get(0).detectedAt()).isEqualTo("2014-12-22T16:18:00Z");
    assertThat(end.detectedAt()).isEqualTo("2014-12-23T01:56:00Z");
  }

  @Test
  void p38ACountryOfOnePrefixHasOutages() {
    Timeline timeline = Timeline.of(1).all(DAY).all("0x10 1x20");

    assertThat(timeline.told(timeline.events.get(0).startedAt()))
        .isEqualTo("STARTED 0 TOTAL; RECOVERED 0-10 TOTAL");
  }

  @Test
  void p38ACountryWithoutPrefixesHasNoScore() {
    Timeline timeline = Timeline.of(0).all(DAY);

    assertThat(timeline.events).isEmpty();
    assertThat(last(timeline).status()).isEqualTo(ScoreStatus.UNKNOWN);
    assertThat(last(timeline).score()).isNull();
    assertThat(last(timeline).signals().get(0).baseline()).isNull();
  }

  @Test
  void p39AnOutageOfThirtyEightDaysStaysOpenAndRecovers() {
    Timeline timeline = Timeline.of(30).all(DAY).all(DAY);
    Instant cut = timeline.now();

    timeline.all("0x" + 38 * 1440).all("1x60");

    assertThat(timeline.told(cut))
        .isEqualTo("STARTED 0 TOTAL; RECOVERED 0-" + 38 * 1440 + " TOTAL");
    assertThat(last(timeline).signals().get(0).baseline()).isEqualTo(30.0);
    assertThat(timeline.events.get(1).recoveredTo()).isEqualTo(1.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 12, 16})
  void p40SixtyNightsOffAreSixtyOutages(int hours) {
    Timeline timeline = Timeline.of(200).all(DAY);
    int off = hours * 60;

    for (int night = 0; night < 60; night++) {
      timeline.all("0x" + off + " 1x" + (1440 - off));
    }

    assertThat(timeline.events).hasSize(120);
    assertThat(timeline.events).extracting(OutageEvent::severity).containsOnly(Severity.TOTAL);
    assertThat(timeline.events.get(118).evidence().get(0).baseline()).isEqualTo(200.0);
    assertThat(timeline.events.stream().map(OutageEvent::eventId).distinct()).hasSize(60);
  }

  @Test
  void p41ARecoveryToALowerLevelEndsAfterSixHoursAndIsTheNewUsual() {
    Timeline timeline = Timeline.of(100).all(DAY);
    Instant cut = timeline.now();

    timeline.all("0x120 0.85x360");
    assertThat(timeline.told(cut)).isEqualTo("STARTED 0 TOTAL; RECOVERED 0-120 TOTAL");
    OutageEvent end = timeline.events.get(1);
    assertThat(end.recoveredTo()).isEqualTo(0.85);
    assertThat(end.endReason()).isEqualTo(EndReason.RECOVERED);

    timeline.all("0.85x1440");
    assertThat(timeline.events).hasSize(2);
    assertThat(last(timeline).score()).isEqualTo(1.0);
    assertThat(last(timeline).signals().get(0).baseline()).isEqualTo(85.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {61, 1440, 7 * 1440})
  void p42ALinearFallIsFoundBeforeHalfIsGone(int minutesOfHistory) {
    Timeline timeline = Timeline.of(10_000).all("1x" + minutesOfHistory);
    String ramp =
        IntStream.rangeClosed(1, 300)
            .mapToObj(minute -> (1 - 0.9 * minute / 300) + "x1")
            .collect(Collectors.joining(" "));

    timeline.all(ramp);

    OutageEvent start = timeline.events.get(0);
    assertThat(start.kind()).isEqualTo(EventKind.STARTED);
    assertThat(start.score()).isGreaterThan(0.5);
    assertThat(timeline.events).extracting(OutageEvent::eventId).containsOnly(start.eventId());
  }

  @Test
  void p43AStagedShutdownIsOneOutageOfRisingSeverity() {
    Timeline timeline = Timeline.of(100).all(DAY);
    Instant cut = timeline.now();

    timeline.all("0.75x30 0.5x30 0.25x120 0x60 1x30");

    assertThat(timeline.told(cut))
        .isEqualTo("STARTED 0 MINOR; UPDATED 0 MAJOR; UPDATED 0 TOTAL; RECOVERED 0-240 TOTAL");
    assertThat(timeline.events).extracting(OutageEvent::revision).containsExactly(0, 1, 2, 3);
  }

  @Test
  void p44FlapsLieApartFromTheLongOutagesAfterThem() {
    Timeline timeline = Timeline.of(4).all(DAY);
    for (int flap = 0; flap < 12; flap++) {
      timeline.all("0x" + (5 + flap) + " 1x" + (115 - flap));
    }
    Instant cut = timeline.now();

    timeline.all("0x570 1x840 0x31 1x60");

    assertThat(timeline.events).hasSize(2 * 14);
    assertThat(timeline.told(cut))
        .endsWith(
            "STARTED 0 TOTAL; RECOVERED 0-570 TOTAL; STARTED 1410 TOTAL; RECOVERED 1410-1441 TOTAL");
  }

  @Test
  void p44FlapsCloserThanTheRecoveryHoldAreOneOutage() {
    Timeline timeline = Timeline.of(4).all(DAY);
    Instant cut = timeline.now();

    timeline.all("0x5 1x9 0x5 1x9 0x5 1x20");

    assertThat(timeline.told(cut)).isEqualTo("STARTED 0 TOTAL; RECOVERED 0-33 TOTAL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.49x1 0.51x1 ", "0.84x6 0.86x1 ", "0.85x9 0.925x9 "})
  void p45AScoreAroundAThresholdIsOneOutage(String chatter) {
    Timeline timeline = Timeline.of(1_000).all(DAY);

    timeline.all(chatter.repeat(50));

    assertThat(timeline.events).hasSizeBetween(1, 2);
    assertThat(timeline.events)
        .extracting(OutageEvent::eventId)
        .containsOnly(timeline.events.get(0).eventId());
    assertThat(timeline.events).extracting(OutageEvent::kind).doesNotContain(EventKind.RECOVERED);
  }

  @Test
  void p46ADeploymentInTheMiddleOfAnOutageClaimsNothing() {
    Timeline timeline = Timeline.of(100).all("0x300 1x1440");

    assertThat(timeline.events).isEmpty();
    assertThat(timeline.scores.subList(0, 60))
        .extracting(AvailabilityScore::status)
        .containsOnly(ScoreStatus.WARMING);
    assertThat(timeline.scores.subList(60, 300))
        .extracting(AvailabilityScore::status)
        .containsOnly(ScoreStatus.UNKNOWN);
  }

  @Test
  void p46UpdatesAloneWarmUpForADay() {
    Timeline timeline =
        Timeline.of(DetectionRules.defaults(), 100)
            .learnedFrom(RouteHistory.UPDATES_ONLY)
            .all("1x1000 0x440 1x10");

    assertThat(timeline.events).isEmpty();
    assertThat(timeline.scores.get(1439).status()).isEqualTo(ScoreStatus.WARMING);
    assertThat(timeline.scores.get(1440).status()).isEqualTo(ScoreStatus.AVAILABLE);
  }

  @Test
  void p46AFinishedTableDumpBeginsTheWarmUpAnew() {
    Timeline timeline =
        Timeline.of(DetectionRules.defaults(), 100)
            .learnedFrom(RouteHistory.UPDATES_ONLY)
            .all("0.1x30")
            .learnedFrom(RouteHistory.FINISHED_RIB)
            .all("1x61");

    assertThat(timeline.scores.get(89).status()).isEqualTo(ScoreStatus.WARMING);
    assertThat(timeline.scores.get(90).status()).isEqualTo(ScoreStatus.AVAILABLE);
    assertThat(timeline.scores.get(90).signals().get(0).baseline()).isEqualTo(100.0);
  }

  @Test
  void p46ALossDuringTheWarmUpStartsNothing() {
    Timeline timeline = Timeline.of(100).all("1x50 0x20");

    assertThat(timeline.events).isEmpty();
    assertThat(last(timeline).status()).isEqualTo(ScoreStatus.DEGRADED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?x30 ", "-x30 ", "?x1 -x100000 "})
  void p47MissingWindowsAreNotZeros(String missing) {
    Timeline timeline = Timeline.of(100).all(DAY).all(missing).all(DAY);

    assertThat(timeline.events).isEmpty();
    assertThat(last(timeline).signals().get(0).baseline()).isEqualTo(100.0);
    assertThat(timeline.scores)
        .extracting(AvailabilityScore::score)
        .allMatch(score -> score == null || score == 1.0);
  }

  @Test
  void p47BlocksThatNobodySpeaksOfLeaveRatioAndBaselineAlone() {
    Timeline timeline = Timeline.of(100).all(DAY);
    for (int minute = 0; minute < 600; minute++) {
      timeline.tick(List.of(reading(60, 40)));
    }
    assertThat(last(timeline).score()).isEqualTo(1.0);
    assertThat(last(timeline).signals().get(0).baseline()).isEqualTo(100.0);

    timeline.tick(List.of(reading(49, 51)));
    assertThat(last(timeline).status()).isEqualTo(ScoreStatus.UNKNOWN);
    assertThat(last(timeline).score()).isNull();
  }

  @Test
  void p48NothingOverNothingIsNoNumber() {
    Timeline none = Timeline.of(0).with(Signal.IPV6_ROUTES, 0).with(Signal.PROBES, 0);
    none.all(DAY);
    Timeline some = Timeline.of(0).all(DAY).tick(List.of(ipv4(10)));

    assertThat(none.scores).extracting(AvailabilityScore::score).containsOnlyNulls();
    assertThat(last(some).score()).isNull();
    assertThat(none.events).isEmpty();
  }

  @Test
  void p48AnAbsentSignalLeavesTheOthersTheirScore() {
    Timeline timeline = Timeline.of(100).with(Signal.IPV6_ROUTES, 100).all(DAY);
    Stream.generate(() -> List.of(ipv4(80))).limit(3).forEach(timeline::tick);

    assertThat(last(timeline).score()).isEqualTo(0.8);
    assertThat(last(timeline).signals())
        .extracting(SignalScore::status)
        .containsExactly(ScoreStatus.DEGRADED, ScoreStatus.UNKNOWN);
  }

  @Test
  void p48IpvSixSpeaksWhereItIsAllThereIs() {
    Timeline timeline = Timeline.of(0).with(Signal.IPV6_ROUTES, 100).all(DAY).all("0.3x30");

    assertThat(last(timeline).score()).isEqualTo(0.3);
    assertThat(last(timeline).status()).isEqualTo(ScoreStatus.OUT);
  }

  @Test
  void p49ProbesAloneOpenAnOutage() {
    Timeline timeline = Timeline.of(probesReady(), 100).with(Signal.PROBES, 100).all(DAY);
    Instant cut = timeline.now();

    timeline.run(Map.of(Signal.IPV4_ROUTES, "1x120 1x30", Signal.PROBES, "0x120 1x30"));

    assertThat(timeline.told(cut)).isEqualTo("STARTED 0 TOTAL; RECOVERED 0-120 TOTAL");
    assertThat(timeline.events)
        .extracting(OutageEvent::classification)
        .containsOnly(Classification.DATA_PLANE_ONLY);
    assertThat(timeline.events.get(0).score()).isEqualTo(0.0);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          12, 0
          13, 2
          """)
  void p49ProbesNeedToLastIntoTheSecondRoundFromTheirFirstWindowOn(int minutes, int events) {
    Timeline timeline = Timeline.of(probesReady(), 100).with(Signal.PROBES, 100).all(DAY);
    String lost = "x" + minutes + " 1x30";

    timeline.run(Map.of(Signal.IPV4_ROUTES, "1" + lost, Signal.PROBES, "0" + lost));

    assertThat(timeline.events).hasSize(events);
  }

  @Test
  void p50SignalsOfDifferentCadenceTellOneOutage() {
    Timeline timeline = Timeline.of(probesReady(), 100).with(Signal.PROBES, 100).all(DAY);
    Instant cut = timeline.now();

    timeline.run(Map.of(Signal.IPV4_ROUTES, "0x60 1x40", Signal.PROBES, "1x10 0x60 1x30"));

    assertThat(timeline.told(cut))
        .isEqualTo("STARTED 0 TOTAL; UPDATED 0 TOTAL; RECOVERED 0-60 TOTAL");
    assertThat(timeline.events)
        .extracting(OutageEvent::classification)
        .containsExactly(
            Classification.ROUTES_WITHDRAWN,
            Classification.ROUTES_AND_DATA_PLANE,
            Classification.ROUTES_AND_DATA_PLANE);
  }

  @Test
  void p50TheSlowerSignalKeepsTheOutageOpenWhileItIsNotSure() {
    Timeline timeline = Timeline.of(probesReady(), 100).with(Signal.PROBES, 100).all(DAY);
    Instant cut = timeline.now();

    timeline.run(Map.of(Signal.IPV4_ROUTES, "0x8 1x62", Signal.PROBES, "1x10 0x40 1x20"));

    assertThat(timeline.told(cut))
        .isEqualTo("STARTED 0 TOTAL; UPDATED 0 TOTAL; RECOVERED 0-50 TOTAL");
  }

  /** The routes are back, and some hosts that answer at other times sleep. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # probes after 60 min of nothing; when it was over, and the bounds, in minutes
          0x7 0.9x90 1x30,            60, 60, 61
          0x7 0.86x90 0.93x30,        60, 60, 61
          0x10 0.9x90 1x30,           60, 60, 61
          0x12 0.9x90 1x30,          162, 62, 163
          0x7 0.9x40 0.84x10 0.9x40 1x30, 157, 107, 158
          """)
  void p50RoutesSayWhenAnOutageEndedWhoseProbesSleepOn(
      String probes, long at, long earliest, long latest) {
    Timeline timeline = Timeline.of(probesReady(), 100).with(Signal.PROBES, 100).all(DAY);
    Instant cut = timeline.now();
    timeline.all("0x60");
    int rest = Arrays.stream(probes.split(" ")).mapToInt(PitfallsTest::minutes).sum();

    timeline.run(Map.of(Signal.IPV4_ROUTES, "1x" + rest, Signal.PROBES, probes));

    assertThat(timeline.events).hasSize(3);
    OutageEvent end = timeline.events.get(2);
    assertThat(end.kind()).isEqualTo(EventKind.RECOVERED);
    assertThat(end.recoveredAt()).isEqualTo(cut.plus(Duration.ofMinutes(at)));
    assertThat(end.recoveredAtEarliest()).isEqualTo(cut.plus(Duration.ofMinutes(earliest)));
    assertThat(end.recoveredAtLatest()).isEqualTo(cut.plus(Duration.ofMinutes(latest)));
  }

  private static int minutes(String part) {
    return Integer.parseInt(part.substring(part.indexOf('x') + 1));
  }

  @Test
  void p50RoutesDoNotSleepSoTheLastOfThemIsTheEnd() {
    Timeline timeline = Timeline.of(100).with(Signal.IPV6_ROUTES, 100).all(DAY);
    Instant cut = timeline.now();

    timeline.run(Map.of(Signal.IPV4_ROUTES, "0x60 1x120", Signal.IPV6_ROUTES, "0x60 0.9x90 1x30"));

    assertThat(timeline.told(cut)).isEqualTo("STARTED 0 TOTAL; RECOVERED 0-150 TOTAL");
  }

  @Test
  void p50ProbesAloneAreBackWhenTheyAreWellAgain() {
    Timeline timeline = Timeline.of(probesReady(), 100).with(Signal.PROBES, 100).all(DAY);
    Instant cut = timeline.now();

    timeline.run(Map.of(Signal.IPV4_ROUTES, "1x180", Signal.PROBES, "0x60 0.9x90 1x30"));

    assertThat(timeline.told(cut)).isEqualTo("STARTED 0 TOTAL; RECOVERED 0-150 TOTAL");
    assertThat(timeline.events.get(1).recoveredAtEarliest())
        .isEqualTo(cut.plus(Duration.ofMinutes(50)));
  }

  @Test
  void p50ProbesFirstAndRoutesHoursLaterIsOneOutageSinceTheFirst() {
    Timeline timeline = Timeline.of(probesReady(), 100).with(Signal.PROBES, 100).all(DAY);
    Instant cut = timeline.now();

    timeline.run(
        Map.of(Signal.IPV4_ROUTES, "1x144 0.2x300 1x30", Signal.PROBES, "0.3x144 0.3x300 1x30"));

    assertThat(timeline.told(cut))
        .isEqualTo("STARTED 0 MAJOR; UPDATED 0 MAJOR; RECOVERED 0-444 MAJOR");
    assertThat(timeline.events.stream().map(OutageEvent::eventId).distinct()).hasSize(1);
  }

  @Test
  void p50ASignalThatFellEarlierMovesTheStart() {
    Timeline timeline = Timeline.of(probesReady(), 100).with(Signal.PROBES, 100).all(DAY);
    Instant cut = timeline.now();

    timeline.run(Map.of(Signal.IPV4_ROUTES, "1x7 0x68 1x30", Signal.PROBES, "0x75 1x30"));

    assertThat(timeline.told(cut))
        .isEqualTo("STARTED 7 TOTAL; UPDATED 0 TOTAL; RECOVERED 0-75 TOTAL");
    assertThat(timeline.events.stream().map(OutageEvent::eventId).distinct()).hasSize(1);
  }

  @Test
  void startsLaterWhenMostSourcesHaveJustGoneBlind() {
    Timeline timeline = Timeline.of(100).all(DAY);
    Instant cut = timeline.now();

    timeline.voters(9).all("1x5 0x12");
    assertThat(timeline.events).isEmpty();
    timeline.all("0x1");

    assertThat(timeline.told(cut)).isEqualTo("STARTED 5 TOTAL");
    assertThat(timeline.events.get(0).evidence().get(0).membersBefore()).isEqualTo(20);
    assertThat(timeline.events.get(0).evidence().get(0).votersNow()).isEqualTo(9);
  }

  @Test
  void startsInTimeWhenTheSourcesWentBlindLongBefore() {
    Timeline timeline = Timeline.of(100).all(DAY);

    timeline.voters(9).all("1x10 0x2");
    assertThat(timeline.events).isEmpty();
    timeline.all("0x1");

    assertThat(timeline.events).hasSize(1);
  }

  @Test
  void boundsTheStartByTheLastWindowKnownToBeWell() {
    Timeline timeline = Timeline.of(100).all(DAY);
    Instant wellUntil = timeline.now();

    timeline.all("?x30 0x20");

    OutageEvent start = timeline.events.get(0);
    assertThat(start.startedAtEarliest()).isEqualTo(wellUntil);
    assertThat(start.startedAt()).isEqualTo(wellUntil.plus(Duration.ofMinutes(30)));
    assertThat(start.startedAtLatest()).isEqualTo(wellUntil.plus(Duration.ofMinutes(31)));
    OutageEvent end = timeline.all("?x30 1x10").events.get(1);
    assertThat(end.recoveredAtEarliest()).isEqualTo(wellUntil.plus(Duration.ofMinutes(50)));
    assertThat(end.recoveredAt()).isEqualTo(wellUntil.plus(Duration.ofMinutes(80)));
    assertThat(end.recoveredAtLatest()).isEqualTo(wellUntil.plus(Duration.ofMinutes(81)));
  }

  @Test
  void carriesWhatWasLostInTheDeepestWindowToTheEnd() {
    Timeline timeline = Timeline.of(4).all(DAY);
    SignalReading lost =
        new SignalReading(
            Signal.IPV4_ROUTES,
            0,
            0,
            20,
            20,
            RouteHistory.FINISHED_RIB,
            null,
            new Losses.Listed(List.of("175.45.176.0/24"), List.of(131_279L), 1),
            null);

    Stream.generate(() -> List.of(lost)).limit(3).forEach(timeline::tick);
    timeline.all("1x10");

    assertThat(timeline.events)
        .extracting(OutageEvent::kind)
        .containsExactly(EventKind.STARTED, EventKind.RECOVERED);
    assertThat(timeline.events)
        .allSatisfy(
            event -> {
              assertThat(event.lostPrefixes()).containsExactly("175.45.176.0/24");
              assertThat(event.originAsns()).containsExactly(131_279L);
              assertThat(event.evidence().get(0).exceedance()).isEqualTo(0.0);
            });
  }

  @Test
  void forgetsWhatWasUsualAfterAGapLongerThanTheBaseline() {
    Timeline timeline = Timeline.of(100).all(DAY).all("-x" + 8 * 1440);

    timeline.all("0.5x61");

    assertThat(timeline.events).isEmpty();
    assertThat(last(timeline).score()).isEqualTo(1.0);
  }

  @Test
  void keepsAnOutageOpenOverAGapOfMonths() {
    Timeline timeline = Timeline.of(100).all(DAY);
    Instant cut = timeline.now();

    timeline.all("0x10 -x" + 90 * 1440 + " 0x10 1x10");

    assertThat(timeline.told(cut))
        .isEqualTo("STARTED 0 TOTAL; RECOVERED 0-" + (90 * 1440 + 20) + " TOTAL");
  }

  private static DetectionRules probesReady() {
    ScoringRules scoring = ScoringRules.defaults();
    return DetectionRules.defaults()
        .withScoring(
            new ScoringRules(
                scoring.window(),
                scoring.baselineSpan(),
                scoring.baselineBin(),
                scoring.warmupRoutes(),
                scoring.warmupUpdatesOnly(),
                scoring.warmupRoutes(),
                scoring.unknownShare(),
                scoring.noiseSpan(),
                scoring.noiseNeeded(),
                scoring.noiseQuantile(),
                scoring.noiseDipFrom(),
                scoring.noiseDipLongest(),
                scoring.noiseDipDeepest(),
                scoring.blindLookBack(),
                scoring.blindShare()));
  }

  private static AvailabilityScore last(Timeline timeline) {
    return Objects.requireNonNull(timeline.scores.get(timeline.scores.size() - 1));
  }

  private static SignalReading ipv4(long visible) {
    return SignalReading.of(Signal.IPV4_ROUTES, visible, 0, 20, RouteHistory.FINISHED_RIB);
  }

  private static SignalReading reading(long visible, long unknown) {
    return SignalReading.of(Signal.IPV4_ROUTES, visible, unknown, 20, RouteHistory.FINISHED_RIB);
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }
}
