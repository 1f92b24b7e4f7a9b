package io.nightlight.operator;

import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import java.util.List;
import org.apache.flink.metrics.MetricGroup;

/** Shows how many sources there are, and how many of them are not believed. */
final class SightMeters {
  private final List<ScopeKind> scopes;
  private final WindowTally all;
  private final WindowTally blind;

  private SightMeters(MetricGroup operator, ScopeKind... shown) {
    scopes = List.of(shown);
    all = new WindowTally(shown.length);
    blind = new WindowTally(shown.length);
    Meters meters = new Meters(operator);
    for (int i = 0; i < shown.length; i++) {
      int scope = i;
      meters.gauge(Metric.SOURCES, shown[i], () -> all.shown(scope));
      meters.gauge(Metric.BLIND_SOURCES, shown[i], () -> blind.shown(scope));
    }
  }

  static SightMeters ofSessions(MetricGroup operator) {
    return new SightMeters(operator, ScopeKind.SESSION, ScopeKind.COLLECTOR);
  }

  static SightMeters ofVantages(MetricGroup operator) {
    return new SightMeters(operator, ScopeKind.VANTAGE);
  }

  /**
   * What a window says of some sources.
   *
   * @param known how many there are
   * @param notBelieved how many of them are blind
   */
  void saw(long windowEndMicros, ScopeKind scope, long known, long notBelieved) {
    all.turnTo(windowEndMicros);
    blind.turnTo(windowEndMicros);
    all.add(scopes.indexOf(scope), known);
    blind.add(scopes.indexOf(scope), notBelieved);
  }
}
