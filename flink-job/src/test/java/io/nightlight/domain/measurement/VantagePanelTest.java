package io.nightlight.domain.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.measurement.VantagePanel.FeedHealth;
import io.nightlight.domain.measurement.VantagePanel.Review;
import io.nightlight.domain.measurement.VantageStanding.Sight;
import io.nightlight.domain.net.Vantage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VantagePanelTest {
  private static final long MINUTE = 60_000_000L;
  private static final long T0 = 1_419_249_600_000_000L;
  private static final List<String> COUNTRIES =
      IntStream.range(0, 10).mapToObj(i -> "" + (char) ('A' + i) + "A").toList();

  private final VantagePanel panel = new VantagePanel(MINUTE, VantageRules.defaults());
  private Map<Long, VantageWatch> watches = new TreeMap<>();
  private FeedHealth feed = FeedHealth.SEES;
  private long now = T0;
  private Review review;
  private final List<MeasurementEvent> told = new ArrayList<>();

  private static Vantage vantage(int number) {
    return Vantage.of("v" + number);
  }

  /** Of a hundred probes of each vantage into each country so many are answered; -1 for silence. */
  private void minutes(int count, int vantages, BiFunction<Integer, String, Integer> replies) {
    for (int minute = 0; minute < count; minute++) {
      now += MINUTE;
      Map<Long, VantageSummary> due = new TreeMap<>();
      for (int v = 0; v < vantages; v++) {
        List<CountrySuccess> countries = new ArrayList<>();
        for (String country : COUNTRIES) {
          int answered = replies.apply(v, country);
          if (answered >= 0) {
            countries.add(new CountrySuccess(country, answered, 100 - answered));
          }
        }
        if (!countries.isEmpty()) {
          due.put(
              vantage(v).id(),
              new VantageSummary(vantage(v), now, 1_000, now - MINUTE / 2, countries));
        }
      }
      review = panel.next(watches, feed, due, now);
      watches = review.vantages();
      feed = review.feed();
      review.drafts().forEach(draft -> told.add(draft.event()));
    }
  }

  private void usualHours(int vantages) {
    minutes(120, vantages, (v, country) -> 80);
    assertThat(told).isEmpty();
  }

  private VantageStanding standing(int number) {
    return review.standings().stream()
        .filter(s -> s.vantageId() == vantage(number).id())
        .findFirst()
        .orElseThrow();
  }

  private List<Integer> blind(int vantages) {
    return IntStream.range(0, vantages)
        .filter(v -> standing(v).sight() != Sight.SEES)
        .boxed()
        .toList();
  }

  @Test
  void p31AVantageThatLostItsUplinkIsBlindInTheSameWindowAndToldOnce() {
    usualHours(12);
    minutes(1, 12, (v, country) -> v == 3 ? 0 : 80);
    assertThat(blind(12)).containsExactly(3);
    minutes(60, 12, (v, country) -> v == 3 ? 0 : 80);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).kind()).isEqualTo(Kind.DEGRADED);
    assertThat(told.get(0).scopeKind()).isEqualTo(ScopeKind.VANTAGE);
    assertThat(told.get(0).scope()).isEqualTo("v3");
    assertThat(told.get(0).reason()).isEqualTo(Reason.SUCCESS_COLLAPSE);
    minutes(1, 12, (v, country) -> 80);
    assertThat(blind(12)).isEmpty();
    minutes(30, 12, (v, country) -> 80);
    assertThat(told)
        .extracting(MeasurementEvent::kind)
        .containsExactly(Kind.DEGRADED, Kind.RESTORED);
    assertThat(told.get(1).eventId()).isEqualTo(told.get(0).eventId());
  }

  @Test
  void p31ADeadVantageIsSilentAndToldOnce() {
    usualHours(12);
    minutes(60, 12, (v, country) -> v == 7 ? -1 : 80);
    assertThat(blind(12)).containsExactly(7);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).reason()).isEqualTo(Reason.SILENCE);
    assertThat(told.get(0).startedAt())
        .isEqualTo(
            io.nightlight.domain.observation.Micros.toInstant(T0 + 120 * MINUTE - MINUTE / 2));
  }

  /** Some talk every minute and are missed sooner than the others. */
  @Test
  void p47AFeedThatFallsSilentIsToldOnceAndNoneOfItsVantages() {
    minutes(120, 12, (v, country) -> v % 2 == 1 && now / MINUTE % 2 == 0 ? -1 : 80);
    minutes(30, 12, (v, country) -> -1);
    assertThat(blind(12)).containsExactly(0, 2, 4, 6, 8, 10);
    assertThat(told).isEmpty();
    minutes(30, 12, (v, country) -> -1);
    assertThat(blind(12)).hasSize(12);
    minutes(30, 12, (v, country) -> 80);
    assertThat(told)
        .extracting(MeasurementEvent::kind, MeasurementEvent::scopeKind)
        .containsExactly(
            tuple(Kind.DEGRADED, ScopeKind.SIGNAL_FEED),
            tuple(Kind.RESTORED, ScopeKind.SIGNAL_FEED));
  }

  @Test
  void p31ManyVantagesBehindOneBrokenUplinkAreAllBlindWhereOthersSee() {
    usualHours(12);
    minutes(1, 12, (v, country) -> v < 7 ? 2 : 80);
    assertThat(blind(12)).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(told).isEmpty();
  }

  @Test
  void aCountryThatAllSeeDarkMakesNobodyBlind() {
    usualHours(12);
    minutes(30, 12, (v, country) -> country.equals("AA") || country.equals("BA") ? 0 : 80);
    assertThat(blind(12)).isEmpty();
    assertThat(standing(0).cutOff()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void p32SomeWhoDoNotReachACountryThatOthersReachAreCutOffFromIt() {
    usualHours(12);
    minutes(1, 12, (v, country) -> v < 10 && country.equals("AA") ? 0 : 80);
    assertThat(blind(12)).isEmpty();
    assertThat(standing(0).cutOff()).containsExactly("AA");
    assertThat(standing(9).cutOff()).containsExactly("AA");
    assertThat(standing(10).cutOff()).isEmpty();
  }

  @Test
  void whenTheWholeWorldGoesDarkItIsTheVantages() {
    usualHours(12);
    minutes(5, 12, (v, country) -> 0);
    assertThat(blind(12)).hasSize(12);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).scopeKind()).isEqualTo(ScopeKind.SIGNAL_FEED);
    minutes(30, 12, (v, country) -> 80);
    assertThat(told)
        .extracting(MeasurementEvent::kind)
        .containsExactly(Kind.DEGRADED, Kind.RESTORED);
  }

  @Test
  void twoVantagesThatSeeHalfOfTheirCountriesDarkAreNotBelieved() {
    usualHours(2);
    minutes(1, 2, (v, country) -> country.compareTo("F") < 0 ? 0 : 80);
    assertThat(blind(2)).containsExactly(0, 1);
  }

  @Test
  void aLossThatTwoThirdsOfACountrysAddressesShareIsNoBlindness() {
    usualHours(12);
    minutes(30, 12, (v, country) -> country.equals("AA") ? 27 : 80);
    assertThat(blind(12)).isEmpty();
    assertThat(standing(0).cutOff()).isEmpty();
  }

  @Test
  void whatLastsADayIsTheUsual() {
    usualHours(12);
    minutes(25 * 60 + 60, 12, (v, country) -> v == 3 ? 20 : 80);
    assertThat(blind(12)).isEmpty();
  }

  @Test
  void fewerThanFiveCountriesSayNothingOfAVantage() {
    minutes(120, 12, (v, country) -> v > 0 || country.compareTo("E") < 0 ? 80 : -1);
    minutes(5, 12, (v, country) -> v > 0 ? 80 : country.compareTo("E") < 0 ? 0 : -1);
    assertThat(blind(12)).isEmpty();
    assertThat(standing(0).cutOff()).containsExactly("AA", "BA", "CA", "DA");
  }

  @Test
  void aVantageOfFewResultsIsJudgedByARound() {
    for (int hour = 0; hour < 30; hour++) {
      sparse(1);
    }
    assertThat(blind(3)).isEmpty();
    sparse(0);
    assertThat(blind(3)).containsExactly(0);
  }

  /** A round in which the first vantage has a single result of each country. */
  private void sparse(int replies) {
    for (int minute = 0; minute < 10; minute++) {
      int at = minute;
      minutesOf(
          (v, country) ->
              v > 0
                  ? new CountrySuccess(country, 80, 20)
                  : COUNTRIES.indexOf(country) == at
                      ? new CountrySuccess(country, replies, 1 - replies)
                      : null);
    }
  }

  private void minutesOf(BiFunction<Integer, String, CountrySuccess> successes) {
    now += MINUTE;
    Map<Long, VantageSummary> due = new TreeMap<>();
    for (int v = 0; v < 3; v++) {
      int number = v;
      List<CountrySuccess> countries =
          COUNTRIES.stream()
              .map(country -> successes.apply(number, country))
              .filter(java.util.Objects::nonNull)
              .toList();
      due.put(vantage(v).id(), new VantageSummary(vantage(v), now, 10, now - 1, countries));
    }
    review = panel.next(watches, feed, due, now);
    watches = review.vantages();
    feed = review.feed();
  }

  @Test
  void aPauseOfAllInputMakesNobodySilent() {
    usualHours(3);
    long pause = 3 * 60 * MINUTE;
    watches.replaceAll((id, watch) -> watch.without(pause));
    now += pause;
    minutes(1, 3, (v, country) -> 80);
    assertThat(blind(3)).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void whoIsGoneForGoodIsForgotten() {
    usualHours(3);
    now += 41 * 24 * 60 * MINUTE;
    minutes(1, 2, (v, country) -> 80);
    assertThat(standing(2).sight()).isEqualTo(Sight.RETIRED);
    assertThat(watches).doesNotContainKey(vantage(2).id());
  }
}
