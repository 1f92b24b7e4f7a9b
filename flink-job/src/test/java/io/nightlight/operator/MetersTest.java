package io.nightlight.operator;

import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
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
