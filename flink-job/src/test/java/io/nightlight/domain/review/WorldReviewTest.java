package io.nightlight.domain.review;

import static io.nightlight.domain.review.Scene.countries;
import static io.nightlight.domain.review.Scene.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.review.CountryWord.Readiness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorldReviewTest {

  private static List<String> some(int from, int to) {
    return countries(to).subList(from, to);
  }

  private static void assertOneWave(Scene scene, int first, List<String> countries) {
    assertThat(scene.measured.get(0))
        .isEqualTo(
            MeasurementEvent.degraded(
                    ScopeKind.WHOLE_FEED,
                    "all",
                    Reason.WORLDWIDE_DROP,
                    minute(first),
                    scene.measured.get(0).detectedAt())
                .withAffectedCountries(countries));
  }

  @Test
  void anOutageAloneLeavesInItsWindowAsItWasJudged() {
    Scene scene = Scene.of(200).at(3).starts(0, List.of("AA"), 7L).at(20);
    scene.updates("AA").at(30).recovers(15, List.of("AA")).at(40);
    assertThat(scene.lines())
        .containsExactly("3 AA 0 STARTED", "20 AA 1 UPDATED", "30 AA 2 RECOVERED");
    assertThat(scene.groups()).containsEntry("AA", null);
    assertThat(scene.measured).isEmpty();
  }

  @Test
  void p51CountriesThatFallTogetherAreOneGroup() {
    Scene scene = Scene.of(200).at(3).starts(0, countries(4)).at(30);
    scene.recovers(20, countries(4)).at(40);
    assertThat(scene.told).hasSize(8);
    assertThat(scene.told).extracting(OutageEvent::groupId).containsOnly("2021-03-03T07:50:00Z/AA");
    assertThat(scene.measured).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # minutes between the two starts, whether they are of one group
          0,  true
          10, true
          11, false
          """)
  void p51ASecondOneThatJoinsGivesTheFirstARevision(int minutes, boolean together) {
    Scene scene = Scene.of(200).at(3).starts(0, List.of("AA"));
    scene.at(20).starts(minutes, List.of("AB")).at(22).updates("AA");
    scene.at(40).recovers(29, countries(2)).at(41);
    String group = together ? "2021-03-03T07:50:00Z/AA" : null;
    assertThat(scene.groups()).containsEntry("AA", group).containsEntry("AB", group);
    assertThat(scene.lines())
        .filteredOn(line -> line.contains("AA"))
        .containsExactlyElementsOf(
            together
                ? List.of(
                    "3 AA 0 STARTED", "20 AA 1 UPDATED", "22 AA 2 UPDATED", "40 AA 3 RECOVERED")
                : List.of("3 AA 0 STARTED", "22 AA 1 UPDATED", "40 AA 2 RECOVERED"));
    assertThat(scene.told)
        .filteredOn(event -> event.country().equals("AA"))
        .extracting(OutageEvent::groupId)
        .containsExactly(
            together ? new String[] {null, group, group, group} : new String[] {null, null, null});
  }

  @Test
  void p51OnesOwnRevisionOfTheSameWindowBearsTheGroup() {
    Scene scene = Scene.of(200).at(3).starts(0, List.of("AA")).at(6);
    scene.updates("AA").starts(2, List.of("AB")).at(9);
    assertThat(scene.lines()).containsExactly("3 AA 0 STARTED", "6 AA 1 UPDATED", "6 AB 0 STARTED");
    assertThat(scene.groups().get("AA")).isEqualTo(scene.groups().get("AB")).isNotNull();
  }

  @Test
  void p51NobodyJoinsWhatIsOver() {
    Scene scene = Scene.of(200).at(3).starts(0, List.of("AA")).at(15).recovers(4, List.of("AA"));
    scene.at(25).starts(3, List.of("AB")).at(30);
    assertThat(scene.lines())
        .containsExactly("3 AA 0 STARTED", "15 AA 1 RECOVERED", "25 AB 0 STARTED");
    assertThat(scene.groups()).containsEntry("AB", null);
  }

  @Test
  void p51AGroupDoesNotGrowOneByOne() {
    Scene scene = Scene.of(200).at(3).starts(0, List.of("AA")).at(11);
    scene.starts(8, List.of("AB")).at(19).starts(16, List.of("AC")).at(22);
    assertThat(scene.groups().get("AA")).isEqualTo(scene.groups().get("AB")).isNotNull();
    assertThat(scene.groups()).containsEntry("AC", null);
  }

  @Test
  void p52WhatLostTheSameOriginFellWithItAndNotWithItsNeighbours() {
    Scene scene = Scene.of(200).at(3).starts(0, List.of("AA"), 13335L, 1L);
    scene.starts(0, List.of("AB"), 4713L).starts(1, List.of("AC"), 13335L);
    scene.starts(1, List.of("AD")).at(10);
    assertThat(scene.groups())
        .containsEntry("AA", "AS13335/2021-03-03T07:50:00Z/AA")
        .containsEntry("AC", "AS13335/2021-03-03T07:50:00Z/AA");
    assertThat(scene.groups().get("AB")).isEqualTo(scene.groups().get("AD")).doesNotContain("AS");
    assertThat(scene.told).hasSize(4);
  }

  @Test
  void p52WhoLeavesForTheGroupOfItsOriginLeavesTheOtherAlone() {
    Scene scene = Scene.of(200).at(3).starts(0, List.of("AA"), 13335L);
    scene.starts(0, List.of("AB"), 4713L).at(6).starts(1, List.of("AC"), 13335L).at(9);
    assertThat(scene.lines())
        .containsExactly(
            "3 AA 0 STARTED",
            "3 AB 0 STARTED",
            "6 AA 1 UPDATED",
            "6 AB 1 UPDATED",
            "6 AC 0 STARTED");
    assertThat(scene.groups())
        .containsEntry("AA", "AS13335/2021-03-03T07:50:00Z/AA")
        .containsEntry("AB", null)
        .containsEntry("AC", "AS13335/2021-03-03T07:50:00Z/AA");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # ready, starts at once, held
          3,    10,  false
          3,    11,  true
          60,   10,  false
          60,   11,  true
          200,  30,  false
          200,  31,  true
          200,  150, true
          """)
  void p63TooManyAtOnceWait(int ready, int starts, boolean held) {
    Scene scene = Scene.of(ready).at(3).starts(0, countries(starts)).at(10);
    assertThat(scene.told).hasSize(held ? 0 : starts);
    scene.at(30);
    assertThat(scene.told).hasSize(held ? 0 : starts);
    assertThat(scene.measured).hasSize(held ? 1 : 0);
  }

  @Test
  void p63CountriesThatAreNotReadyDoNotCount() {
    Scene scene = Scene.of(200).at(1);
    some(60, 200).forEach(country -> scene.says(country, Readiness.NOT_READY, 0));
    scene.at(3).starts(0, countries(20)).at(4);
    assertThat(scene.told).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # minutes from the first starts to the second, of 8 countries each; told at first
          0, 0
          4, 8
          5, 8
          6, 16
          """)
  void p63StartsWithinFiveMinutesAreAtOnce(int apart, int told) {
    Scene scene = Scene.of(60).at(3).starts(0, some(0, 8));
    scene.at(3 + apart).starts(apart, some(8, 16)).at(4 + apart);
    assertThat(scene.told).hasSize(told);
  }

  @Test
  void p51FortyCountriesByOneCollectorAreAMeasurementEventOnly() {
    List<String> forty = countries(40);
    Scene scene = Scene.of(200).at(3).confirmedBy(1, forty).starts(0, forty).at(5);
    scene.updates("AC").at(17);
    assertThat(scene.measured).isEmpty();
    scene.at(19);
    assertThat(scene.measured).hasSize(1);
    assertThat(scene.measured.get(0).detectedAt()).isEqualTo(minute(18));
    assertOneWave(scene, 0, forty);
    scene.at(45).recovers(30, forty.subList(1, 40)).at(60).updates("AA");
    scene.at(70).recovers(60, forty.subList(0, 1)).at(80);
    assertThat(scene.told).isEmpty();
    assertThat(scene.measured).hasSize(2);
    MeasurementEvent end = scene.measured.get(1);
    assertThat(end.kind()).isEqualTo(Kind.RESTORED);
    assertThat(end.eventId()).isEqualTo(scene.measured.get(0).eventId());
    assertThat(end.endedAt()).isEqualTo(minute(60));
    assertThat(end.detectedAt()).isEqualTo(minute(70));
    scene.at(200);
    assertThat(scene.snapshot().outages()).isEmpty();
    assertThat(scene.snapshot().waves()).isEmpty();
    scene.starts(197, List.of("AA")).at(201);
    assertThat(scene.told).hasSize(1);
  }

  @Test
  void p63WhatIsConfirmedAtOnceIsNotHeld() {
    List<String> all = countries(150);
    Scene scene = Scene.of(200).at(3).confirmedBy(2, all).starts(0, all).at(4);
    assertThat(scene.lines()).hasSize(150).allMatch(line -> line.startsWith("3 "));
    assertThat(scene.told).extracting(OutageEvent::groupId).doesNotContainNull();
    scene.at(6).starts(1, some(150, 180)).at(7);
    assertThat(scene.told).as("late ones of it").hasSize(180);
    assertThat(scene.told).extracting(OutageEvent::groupId).containsOnly("2021-03-03T07:50:00Z/AA");
  }

  @Test
  void p63WhatIsConfirmedLaterIsToldLaterWithItsStartAndItsId() {
    List<String> all = countries(40);
    Scene scene = Scene.of(200).at(3).starts(0, all).at(5).updates("AB");
    scene.at(14).confirmedBy(2, all.subList(0, 19)).at(15);
    assertThat(scene.told).as("half minus one: each by itself").hasSize(20);
    scene.at(16).confirmedBy(2, all.subList(25, 26)).at(20);
    assertThat(scene.told).hasSize(41).extracting(OutageEvent::startedAt).containsOnly(minute(0));
    assertThat(scene.lines())
        .contains("14 AA 0 STARTED", "14 AB 0 STARTED", "14 AB 1 UPDATED", "16 BN 0 STARTED");
    assertThat(scene.told).extracting(OutageEvent::eventId).contains("AA/3", "BN/3");
    scene.at(90).recovers(70, all).at(99);
    assertThat(scene.measured).isEmpty();
    assertThat(scene.told).hasSize(81);
    assertThat(scene.snapshot().outages()).isEmpty();
  }

  @Test
  void p63AnOutageThatWasOverBeforeItWasConfirmedIsToldFromStartToEnd() {
    List<String> all = countries(40);
    Scene scene = Scene.of(200).at(3).starts(0, all).at(14).recovers(4, all);
    scene.at(15).confirmedBy(2, all).at(16);
    assertThat(scene.lines()).hasSize(80).contains("15 AA 0 STARTED", "15 AA 1 RECOVERED");
    assertThat(scene.snapshot().outages()).isEmpty();
  }

  @Test
  void p63WhatWasConfirmedOnceStaysSoAfterItsRecovery() {
    List<String> all = countries(40);
    Scene scene = Scene.of(200).at(3).starts(0, all).at(4).confirmedBy(2, some(0, 5));
    scene.at(5).confirmedBy(0, some(0, 5)).at(20);
    assertThat(scene.told).hasSize(5);
    assertThat(scene.measured).hasSize(1);
    assertOneWave(scene, 0, some(5, 40));
  }

  @Test
  void p63AnUnconfirmedOneThatIsOverDisappearsIntoTheMeasurementEvent() {
    List<String> all = countries(40);
    Scene scene = Scene.of(200).at(3).starts(0, all).at(14).recovers(4, all).at(40);
    assertThat(scene.told).isEmpty();
    assertThat(scene.measured)
        .extracting(MeasurementEvent::kind)
        .containsExactly(Kind.DEGRADED, Kind.RESTORED);
    assertThat(scene.measured).extracting(MeasurementEvent::detectedAt).containsOnly(minute(18));
    assertThat(scene.measured.get(1).endedAt()).isEqualTo(minute(4));
  }

  @Test
  void p63WhatIsTakenBackBeforeItWasToldIsNeverTold() {
    List<String> all = countries(40);
    Scene scene = Scene.of(200).at(3).starts(0, all).at(8).retracts(some(0, 10));
    scene.at(9).confirmedBy(2, all).at(20);
    assertThat(scene.told)
        .hasSize(30)
        .extracting(OutageEvent::kind)
        .containsOnly(EventKind.STARTED);
    assertThat(scene.measured).isEmpty();
  }

  @Test
  void p63OthersThatStartLaterAreToldWhileTheWaveWaits() {
    Scene scene = Scene.of(200).at(3).starts(0, some(0, 40)).at(8).starts(5, some(40, 41));
    scene.at(14).starts(11, some(50, 51)).at(16);
    assertThat(scene.lines()).containsExactly("14 BY 0 STARTED");
    scene.at(30);
    assertOneWave(scene, 0, some(0, 41));
  }

  @Test
  void p63OneOfADroppedWaveThatIsFoundLateIsDroppedUnlessItIsConfirmed() {
    Scene scene = Scene.of(200).at(3).starts(0, some(0, 40)).at(25);
    scene.confirmedBy(2, some(50, 51)).starts(1, some(50, 51)).starts(1, some(60, 61)).at(40);
    assertThat(scene.lines()).containsExactly("25 BY 0 STARTED");
    scene.recovers(30, some(0, 40)).at(50);
    assertThat(scene.measured).as("one is not over").hasSize(1);
    scene.recovers(41, some(60, 61)).at(60);
    assertThat(scene.measured.get(1).endedAt()).isEqualTo(minute(41));
  }

  @Test
  void whatFollowsAnOutageOfBeforeTheReviewGoesThrough() {
    Scene old = Scene.of(3).at(3).starts(0, List.of("AA"));
    OutageEvent last = old.at(9).told.get(0);
    WorldReview fresh = WorldReview.of(ReviewRules.defaults());
    OutageEvent update = last.toldAs(EventKind.UPDATED, 1, minute(9), null);
    assertThat(fresh.close(minute(9), List.of(update), List.of()).events()).containsExactly(update);
    assertThat(fresh.snapshot()).isEqualTo(WorldReview.Snapshot.empty());
  }
}
