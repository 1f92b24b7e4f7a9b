package io.nightlight.backtest;

import static io.nightlight.backtest.World.at;
import static io.nightlight.backtest.World.minutes;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.backtest.FalseAlarm.Kind;
import io.nightlight.backtest.statistics.Proportion;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  /** One outage from minute 100 to 200, and one report that begins then. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          100,        true
          97,         true
          90,         true
          110,        true
          89.9999,    false
          110.0001,   false
          150,        false
          """)
  void tenMinutesAreCloseEnough(double start, boolean found) {
    Comparison comparison = new World().labelled(100, 200).reported(start, 200).comparison();
    assertThat(comparison.pairs()).hasSize(found ? 1 : 0);
    assertThat(comparison.missed()).hasSize(found ? 0 : 1);
    assertThat(comparison.falseAlarms()).hasSize(found ? 0 : 1);
  }

  @Test
  void anotherCountryIsAnotherOutage() {
    Trial here = new World().labelled(100, 200).trial();
    ReportedOutage elsewhere =
        new ReportedOutage("e", "IQ", at(100), at(200), at(103), ReportedOutage.Outcome.RECOVERED);
    Comparison comparison = Comparison.of(here.of(List.of(elsewhere)));
    assertThat(comparison.recall()).isEqualTo(new Proportion(0, 1));
    assertThat(comparison.falseAlarms(Kind.ALONE)).isEqualTo(1);
  }

  @Test
  void theNearerReportFindsTheOutageAndTheOtherIsAFragment() {
    Comparison comparison =
        new World()
            .labelled(100, 200)
            .reported(93, 99)
            .reported(101, 150)
            .reported(160, 200)
            .comparison();
    assertThat(comparison.pairs()).hasSize(1);
    assertThat(comparison.pairs().get(0).report().startedAt()).isEqualTo(at(101));
    assertThat(comparison.pairs().get(0).fragments()).isEqualTo(1);
    assertThat(comparison.falseAlarms())
        .extracting(FalseAlarm::kind)
        .containsExactly(Kind.ALONE, Kind.FRAGMENT);
    assertThat(comparison.reportsPerOutage()).hasValue(2);
    assertThat(comparison.precision()).isEqualTo(new Proportion(1, 3));
  }

  /** Nearest first would pair 100 with 101 and leave the other two alone. */
  @Test
  void morePairsAreBetterThanNearerOnes() {
    Comparison comparison =
        new World()
            .labelled(100, 105)
            .labelled(110, 120)
            .reported(92, 95)
            .reported(101, 105)
            .comparison();
    assertThat(comparison.pairs())
        .extracting(Pair::startError)
        .containsExactly(minutes(-8), minutes(-9));
  }

  @Test
  void ofTwoEquallyNearTheEarlierIsTaken() {
    Comparison comparison =
        new World().labelled(100, 200).reported(105, 110).reported(95, 96).comparison();
    assertThat(comparison.pairs().get(0).report().startedAt()).isEqualTo(at(95));
  }

  @Test
  void aRetractedReportIsAFalseAlarmAndFindsNothing() {
    Comparison comparison = new World().labelled(100, 200).retracted(100).comparison();
    assertThat(comparison.recall()).isEqualTo(new Proportion(0, 1));
    assertThat(comparison.falseAlarms(Kind.RETRACTED)).isEqualTo(1);
    assertThat(comparison.precision()).isEqualTo(new Proportion(0, 1));
  }

  @Test
  void aReportTooFarOffIsBothAMissAndAFalseAlarm() {
    Comparison comparison = new World().labelled(100, 200).reported(120, 200).comparison();
    assertThat(comparison.missed()).hasSize(1);
    assertThat(comparison.falseAlarms(Kind.MISTIMED)).isEqualTo(1);
  }

  /** A report's own outage is the one that it found, however far it reaches. */
  @Test
  void aReportThatFoundAnOutageIsNoFragmentOfTheNext() {
    Comparison comparison =
        new World()
            .labelled(100, 105)
            .labelled(108, 120)
            .reported(100, 110)
            .reported(112, 120)
            .comparison();
    assertThat(comparison.pairs()).hasSize(2);
    assertThat(comparison.reportsPerOutage()).hasValue(1);
  }

  @Test
  void oneReportOfTwoOutagesMissesOne() {
    Comparison comparison =
        new World().labelled(100, 105).labelled(130, 140).reported(100, 140).comparison();
    assertThat(comparison.recall()).isEqualTo(new Proportion(1, 2));
    assertThat(comparison.falseAlarms()).isEmpty();
  }

  @Test
  void nobodyKnowsHowFarAnOutageWithoutAnEndGoes() {
    Comparison comparison =
        new World().labelledWithoutEnd(100).reported(100, 110).reported(400, 410).comparison();
    assertThat(comparison.falseAlarms()).extracting(FalseAlarm::kind).containsExactly(Kind.ALONE);
    assertThat(comparison.reportsPerOutage()).isEmpty();
    assertThat(comparison.recoveryErrors().count()).isZero();
  }

  @Test
  void errorsKeepTheirSigns() {
    Comparison comparison =
        new World()
            .labelled(100, 200)
            .labelled(300, 400)
            .labelled(500, 600)
            .reported(98, 201)
            .reported(302, 397)
            .open(500)
            .comparison();
    assertThat(comparison.startErrors().sorted())
        .containsExactly(minutes(-2), Duration.ZERO, minutes(2));
    assertThat(comparison.recoveryErrors().sorted()).containsExactly(minutes(-3), minutes(1));
    assertThat(comparison.delays().sorted()).containsExactly(minutes(1), minutes(3), minutes(5));
    assertThat(comparison.neverClosed()).isEqualTo(1);
  }

  /** Recall is of what could be found. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          -5,    true
          -9,    true
          -10,   false
          -500,  false
          1440,  true
          1449,  true
          1450,  false
          """)
  void whatWasNotWatchedIsNotMissed(double start, boolean watched) {
    Comparison comparison = new World().labelled(start, start + 1000).comparison();
    assertThat(comparison.missed()).hasSize(watched ? 1 : 0);
    assertThat(comparison.notWatched()).hasSize(watched ? 0 : 1);
    assertThat(comparison.recall()).isEqualTo(new Proportion(0, watched ? 1 : 0));
  }

  /** An outage that takes the detector's sight away is missed: it was watched until then. */
  @Test
  void blindnessFromTheStartOnIsNoExcuse() {
    WatchedTime until = new WatchedTime();
    until.add(World.COUNTRY, at(0), at(100));
    Trial trial = new Trial(new World().labelled(105, 200).trial().truth(), List.of(), until);
    assertThat(Comparison.of(trial).missed()).hasSize(1);
  }

  @Test
  void recallCanBeAskedOfAClass() {
    Comparison comparison =
        new World()
            .labelled(100, 200, "20%", "50%")
            .labelled(300, 400, "20%")
            .labelled(500, 600)
            .reported(100, 200)
            .comparison();
    assertThat(comparison.recall("50%")).isEqualTo(new Proportion(1, 1));
    assertThat(comparison.recall("20%")).isEqualTo(new Proportion(1, 2));
    assertThat(comparison.recall("none")).isEqualTo(new Proportion(0, 0));
    assertThat(comparison.classes()).containsExactly("20%", "50%");
  }

  @Test
  void falseAlarmsArePerCountryMonth() {
    Comparison comparison = new World().reported(100, 200).retracted(300).comparison();
    assertThat(comparison.falseAlarmRate().count()).isEqualTo(2);
    assertThat(comparison.falseAlarmRate().exposure()).isEqualTo(1 / 30.4375);
    assertThat(comparison.falseAlarmRate().rate()).hasValue(2 * 30.4375);
  }

  @Test
  void worldsAddUp() {
    Comparison one = new World().labelled(100, 200).reported(100, 200).comparison();
    Comparison other = new World().labelled(100, 200).reported(300, 310).comparison();
    Comparison both = Comparison.sum(List.of(one, other));
    assertThat(both.recall()).isEqualTo(new Proportion(1, 2));
    assertThat(both.precision()).isEqualTo(new Proportion(1, 2));
    assertThat(both.exposure().watched()).isEqualTo(Duration.ofDays(2));
    assertThat(Comparison.sum(List.of()).exposure()).isEqualTo(Exposure.NONE);
  }

  @Test
  void theYardstickIsNotFooled() {
    Trial trial =
        new World()
            .labelled(0, 7)
            .labelled(111.5, 130)
            .labelled(130, 140)
            .labelled(1439, 1500)
            .trial();
    Comparison silent = Controls.silent(trial);
    assertThat(silent.recall()).isEqualTo(new Proportion(0, 4));
    assertThat(silent.precision().share()).isEmpty();
    assertThat(silent.falseAlarms()).isEmpty();

    Comparison always = Controls.alwaysFiring(trial);
    assertThat(always.recall()).isEqualTo(new Proportion(4, 4));
    assertThat(always.precision().share().orElseThrow()).isLessThan(0.06);
    assertThat(always.falseAlarmRate().rate().orElseThrow()).isBetween(2000.0, 2300.0);
  }

  /** Of countries that are watched now and then. */
  @Test
  void theAlwaysFiringOneFindsWhateverIsWatched() {
    WatchedTime gaps = new WatchedTime();
    Stream.of(3, 47, 300, 311, 999).forEach(from -> gaps.add("SY", at(from), at(from + 1)));
    for (double start = 0; start < 1100; start++) {
      TruthRow row = TruthRow.of(new LabelledOutage("SY", at(start), null));
      Comparison always = Controls.alwaysFiring(new Trial(List.of(row), List.of(), gaps));
      assertThat(always.missed()).as("from minute %s", start).isEmpty();
    }
  }
}
