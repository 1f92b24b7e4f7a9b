package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.measurement.CountrySuccess;
import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.VantageRules;
import io.nightlight.domain.measurement.VantageStanding;
import io.nightlight.domain.measurement.VantageStanding.Sight;
import io.nightlight.domain.measurement.VantageSummary;
import io.nightlight.domain.net.Vantage;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchVantagesTest {
  private static final OutputTag<MeasurementDraft> DRAFTS =
      new OutputTag<>("measurement-drafts", TypeInformation.of(MeasurementDraft.class));
  private static final List<String> COUNTRIES = List.of("BE", "KP", "LY", "NL", "SD", "UY");
  private static final int VANTAGES = 12;
  private static final int DEAD = 3;

  private Rehearsal<String, VantageSummary, Directive> operator = operator();

  WatchVantagesTest() throws Exception {}

  private static Rehearsal<String, VantageSummary, Directive> operator() throws Exception {
    return new Rehearsal<>(
        () -> new WatchVantages(MINUTE, VantageRules.defaults(), DRAFTS),
        summary -> WatchVantages.ALL,
        Types.STRING,
        TypeInformation.of(Directive.class),
        DRAFTS);
  }

  private static Vantage vantage(int number) {
    return Vantage.of("v" + number);
  }

  @Test
  void whatAVantageSaysInAWindowWaitsAsOneSum() throws Exception {
    results(1, 2, 5);
    int bytes = operator.stateBytes();
    for (int i = 0; i < 300; i++) {
      results(1, 2, 5);
    }
    assertThat(operator.stateBytes()).isEqualTo(bytes);
  }

  /** Of ten probes into each country so many are answered; told in two parts. */
  private void results(int vantage, int minute, int replies) throws Exception {
    for (int part = 0; part < 2; part++) {
      int from = part * COUNTRIES.size() / 2;
      List<CountrySuccess> countries =
          COUNTRIES.subList(from, from + COUNTRIES.size() / 2).stream()
              .map(country -> new CountrySuccess(country, replies, 10 - replies))
              .toList();
      operator.tell(
          new VantageSummary(
              vantage(vantage), end(minute), 30, end(minute) - 1_000 - part, countries));
    }
  }

  private void usual(int from, int to) throws Exception {
    for (int minute = from; minute <= to; minute++) {
      for (int v = 0; v < VANTAGES; v++) {
        results(v, minute, 9);
      }
      operator.pass(end(minute));
    }
  }

  private void oneLosesAll(int from, int to) throws Exception {
    for (int minute = from; minute <= to; minute++) {
      for (int v = 0; v < VANTAGES; v++) {
        results(v, minute, v == DEAD ? 0 : 9);
      }
      operator.pass(end(minute));
    }
  }

  private static List<VantageStanding> standings(List<Object> heard) {
    return heard.stream()
        .filter(Directive.class::isInstance)
        .map(directive -> ((Directive) directive).vantages())
        .flatMap(List::stream)
        .toList();
  }

  private static List<MeasurementEvent> measurements(List<Object> heard) {
    return heard.stream()
        .filter(MeasurementDraft.class::isInstance)
        .map(draft -> ((MeasurementDraft) draft).event())
        .toList();
  }

  @Test
  void aStandingIsToldBeforeTheWatermarkOfTheWindowFromWhichItHolds() throws Exception {
    results(1, 1, 9);
    operator.pass(end(1));
    assertThat(operator.order()).containsExactly("Directive", "Watermark @ " + Ticks.timer(end(1)));
    assertThat(standings(operator.hear()))
        .containsExactly(new VantageStanding(vantage(1).id(), end(1), Sight.SEES, List.of()));
  }

  @Test
  void onlyWhatChangesIsTold() throws Exception {
    usual(1, 60);
    assertThat(standings(operator.hear())).hasSize(VANTAGES);
  }

  @Test
  void p31AVantageIsBlindInTheWindowThatShowedItAndToldOnceThoughKilledInBetween()
      throws Exception {
    usual(1, 60);
    operator.hear();
    oneLosesAll(61, 61);
    assertThat(standings(operator.hear()))
        .containsExactly(new VantageStanding(vantage(DEAD).id(), end(61), Sight.BLIND, List.of()));
    operator.restore(1);
    oneLosesAll(62, 100);
    List<Object> during = operator.restore(2).hear();
    assertThat(standings(during)).isEmpty();
    assertThat(measurements(during))
        .extracting(MeasurementEvent::kind, MeasurementEvent::reason, MeasurementEvent::scope)
        .containsExactly(tuple(Kind.DEGRADED, Reason.SUCCESS_COLLAPSE, "v" + DEAD));
    usual(101, 130);
    List<Object> after = operator.hear();
    assertThat(standings(after))
        .containsExactly(new VantageStanding(vantage(DEAD).id(), end(101), Sight.SEES, List.of()));
    assertThat(measurements(after))
        .extracting(MeasurementEvent::kind, MeasurementEvent::eventId)
        .containsExactly(tuple(Kind.RESTORED, measurements(during).get(0).eventId()));
  }

  @Test
  void p31WithoutAnySummaryTheVantagesAreMissed() throws Exception {
    usual(1, 60);
    operator.hear();
    operator.pass(end(120));
    List<Object> heard = operator.hear();
    assertThat(standings(heard))
        .hasSize(VANTAGES)
        .extracting(VantageStanding::sight)
        .containsOnly(Sight.SILENT);
    assertThat(measurements(heard))
        .extracting(MeasurementEvent::scope)
        .as("the feed, and nobody of his own")
        .containsExactly("probes");
  }

  @Test
  void whatIsLateSaysNothing() throws Exception {
    usual(1, 60);
    operator.hear();
    results(20, 50, 9);
    operator.pass(end(61));
    assertThat(operator.hear()).isEmpty();
  }

  @Test
  void p47WindowsOfAPauseAreSkippedAndMakeNobodySilent() throws Exception {
    usual(1, 60);
    operator.hear();
    operator.pass(end(75));
    operator.direct(Directive.of(new Pause(end(60), end(76), end(100_000))));
    operator.pass(end(99_999));
    assertThat(operator.hear()).isEmpty();
    assertThat(operator.timers()).isEqualTo(1);
    operator.restore(1);
    usual(100_000, 100_030);
    assertThat(operator.hear()).isEmpty();
  }

  @Test
  void whoIsGoneForGoodIsForgotten() throws Exception {
    usual(1, 1);
    for (int minute = 2; minute <= 41 * 24 * 60; minute += 24 * 60 - 1) {
      results(1, minute, 9);
      operator.pass(end(minute));
    }
    List<VantageStanding> heard = standings(operator.hear());
    assertThat(heard)
        .filteredOn(VantageStanding::isRetired)
        .extracting(VantageStanding::vantageId)
        .hasSize(VANTAGES - 1)
        .doesNotContain(vantage(1).id());
  }

  @Test
  void afterTheEndNothingIsJudgedAndNoTimerIsLeft() throws Exception {
    usual(1, 60);
    operator.hear();
    operator.end(end(62));
    assertThat(operator.timers()).isZero();
    assertThat(operator.hear()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void killsChangeNothing(int parallelism) throws Exception {
    List<Object> undisturbed = play(0);
    operator = operator();
    assertThat(Rehearsal.counted(play(parallelism)))
        .isEqualTo(Rehearsal.counted(undisturbed))
        .isNotEmpty();
    assertThat(operator.timers()).isZero();
  }

  private List<Object> play(int parallelism) throws Exception {
    for (int minute = 1; minute <= 120; minute++) {
      for (int v = 0; v < VANTAGES; v++) {
        boolean isSilent = v == 5 && minute > 70;
        boolean isBlind = v == DEAD && minute / 20 % 2 == 1 && minute > 50;
        if (!isSilent) {
          results(v, minute, isBlind ? 0 : 9);
        }
      }
      if (parallelism > 0 && minute % 7 == 0) {
        operator.restore(minute % 2 == 0 ? 1 : parallelism);
      }
      operator.pass(end(minute));
    }
    operator.end(end(130));
    return operator.hear();
  }
}
