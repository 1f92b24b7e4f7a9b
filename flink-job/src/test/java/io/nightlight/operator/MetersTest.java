package io.nightlight.operator;

import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.job.JobConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final ReadMetrics metrics = new ReadMetrics();

  @Test
  void whatIsToldApartHasItsLabel() {
    Meters meters = new Meters(metrics);
    meters.counter(Metric.REJECTED, "truncated").inc(2);
    meters.counter(Metric.LATE).inc();
    assertThat(metrics.of("nightlight.reason.truncated.rejected")).isEqualTo(2);
    assertThat(metrics.of("nightlight.late")).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> meters.counter(Metric.LATE, "very"));
  }

  @Test
  void sourcesOfAllCollectorsAreAddedUpOnceTheWindowIsOver() {
    SightMeters sight = SightMeters.ofSessions(metrics);
    sight.saw(end(1), ScopeKind.SESSION, 30, 1);
    sight.saw(end(1), ScopeKind.COLLECTOR, 1, 0);
    sight.saw(end(1), ScopeKind.SESSION, 12, 12);
    sight.saw(end(1), ScopeKind.COLLECTOR, 1, 1);
    assertThat(metrics.of("nightlight.scope.session.sources")).isZero();
    sight.saw(end(2), ScopeKind.SESSION, 30, 0);
    assertThat(metrics.of("nightlight.scope.session.sources")).isEqualTo(42);
    assertThat(metrics.of("nightlight.scope.session.blind_sources")).isEqualTo(13);
    assertThat(metrics.of("nightlight.scope.collector.sources")).isEqualTo(2);
    assertThat(metrics.of("nightlight.scope.collector.blind_sources")).isEqualTo(1);
  }

  private static final DetectionRules RULES =
      JobConfig.load(null, List.of("warmup.routes=10min", "warmup.updates-only=10min")).detection();
  private static final Provenance PROVENANCE = new Provenance("t", RunMode.REPLAY, "1", "m");

  private int minute;

  /** So many windows of a country, and shown is the last of them. */
  private CountryJudge live(CountryJudge country, JudgeMeters meters, int minutes, long visible) {
    for (int i = 0; i < minutes; i++) {
      minute++;
      SignalReading routes =
          SignalReading.of(Signal.IPV4_ROUTES, visible, 0, 9, RouteHistory.UPDATES_ONLY);
      AvailabilityScore score =
          country
              .judge(
                  Micros.toInstant(end(minute - 1)), Micros.toInstant(end(minute)), List.of(routes))
              .score();
      meters.judged(end(minute), score.status(), country);
    }
    return country;
  }

  private long seconds(String signal) {
    return metrics.of("nightlight.signal." + signal + ".baseline_age_seconds");
  }

  private long young(String signal) {
    return metrics.of("nightlight.signal." + signal + ".young_baselines");
  }

  @Test
  void theAgeOfABaselineGrowsInAnOutageAndOutlivesARestart() {
    JudgeMeters meters = new JudgeMeters(metrics);
    assertThat(seconds("ipv4_routes")).as("without a country").isZero();
    assertThat(young("ipv4_routes")).isZero();
    CountryJudge country = CountryJudge.of("KP", RULES, PROVENANCE);
    live(country, meters, 121, 100);
    assertThat(seconds("ipv4_routes")).isZero();
    assertThat(young("ipv4_routes")).isOne();
    assertThat(young("probes")).as("of which nothing was heard").isZero();

    live(country, meters, 60, 0);
    // Shown is minute 180; the last bin that was learned of ends with minute 130.
    assertThat(country.hasOpenOutage()).isTrue();
    assertThat(seconds("ipv4_routes")).isEqualTo(50 * 60);
    assertThat(seconds("probes")).isZero();

    CountryJudge restored = CountryJudge.restore(country.snapshot(), RULES, PROVENANCE);
    live(restored, new JudgeMeters(metrics), 11, 0);
    assertThat(seconds("ipv4_routes")).isEqualTo(61 * 60);
    live(restored, new JudgeMeters(metrics), 31, 100);
    assertThat(restored.hasOpenOutage()).isFalse();
    assertThat(seconds("ipv4_routes")).isZero();
  }

  @Test
  void ofSeveralCountriesTheOldestBaselineIsShown() {
    JudgeMeters meters = new JudgeMeters(metrics);
    CountryJudge well = live(CountryJudge.of("BE", RULES, PROVENANCE), meters, 121, 100);
    minute = 0;
    CountryJudge out = live(CountryJudge.of("KP", RULES, PROVENANCE), meters, 121, 100);
    live(out, meters, 60, 0);
    int last = minute;
    live(out, meters, 1, 0);
    minute = last;
    live(well, meters, 1, 100);
    minute = last + 1;
    live(well, meters, 1, 100);
    assertThat(seconds("ipv4_routes")).isEqualTo(52 * 60);
    assertThat(young("ipv4_routes")).isEqualTo(2);
  }

  @Test
  void aBaselineIsYoungUntilAllOfItsSpanWasLearned() {
    JudgeMeters meters = new JudgeMeters(metrics);
    CountryJudge country = CountryJudge.of("KP", RULES, PROVENANCE);
    int span = 7 * 24 * 60;
    live(country, meters, span, 100);
    assertThat(young("ipv4_routes")).isOne();
    live(country, meters, 12, 100);
    assertThat(young("ipv4_routes")).isZero();
  }

  @Test
  void aWindowOfWhichNothingIsSaidYetShowsTheOneBefore() {
    WindowTally tally = new WindowTally(2);
    tally.turnTo(end(1));
    tally.add(0, 5);
    tally.turnTo(end(1));
    tally.add(0, 1);
    assertThat(tally.shown(0)).isZero();
    tally.turnTo(end(2));
    assertThat(tally.shown(0)).isEqualTo(6);
    assertThat(tally.shown(1)).isZero();
    tally.turnTo(end(9));
    assertThat(tally.shown(0)).isZero();
  }
}
