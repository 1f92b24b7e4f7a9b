package io.nightlight.backtest.suite;

import io.nightlight.backtest.LabelledOutage;
import io.nightlight.backtest.TruthRow;
import io.nightlight.domain.availability.Signal;
import java.util.Set;

/**
 * An outage that the suite put into a country.
 *
 * @param outage when
 * @param kind of which kind
 * @param depth the share of blocks that it took at its deepest, of the signal that lost most
 * @param signals which can see it
 */
public record SuiteLabel(
    LabelledOutage outage, OutageKind kind, double depth, Set<Signal> signals) {

  /** The class of those that routes show. */
  public static final String ROUTES = "seen by routes";

  /** And of those that they do not. */
  public static final String PROBES = "seen by probes only";

  public SuiteLabel {
    signals = Set.copyOf(signals);
  }

  public DepthClass depthClass() {
    return DepthClass.of(depth);
  }

  /** As a row of truth, of the classes of its depth, its kind and its signals. */
  TruthRow row() {
    return TruthRow.of(
        outage, depthClass().text(), "kind: " + kind.text(), isSeenByRoutes() ? ROUTES : PROBES);
  }

  /** Whether routes show it, so that its times can be told to the minute. */
  public boolean isSeenByRoutes() {
    return signals.contains(Signal.IPV4_ROUTES) || signals.contains(Signal.IPV6_ROUTES);
  }
}
