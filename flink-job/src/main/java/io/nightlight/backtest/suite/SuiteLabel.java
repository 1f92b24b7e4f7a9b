package io.nightlight.backtest.suite;

import io.nightlight.backtest.LabelledOutage;
import io.nightlight.backtest.TruthRow;
import io.nightlight.domain.availability.Signal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An outage that the suite put into a country.
 *
 * @param outage when
 * @param kind of which kind
 * @param depth the share of blocks that it took at its deepest, of IPv4, or of what it took alone
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

  /**
   * One outage of both: it begins with the first and is over with the last. Depth and kind are of
   * this one.
   */
  SuiteLabel together(SuiteLabel other) {
    Instant start =
        outage.start().isBefore(other.outage.start()) ? outage.start() : other.outage.start();
    Set<Signal> all = EnumSet.copyOf(signals);
    all.addAll(other.signals);
    return new SuiteLabel(
        new LabelledOutage(outage.country(), start, later(outage.end(), other.outage.end())),
        kind,
        depth,
        all);
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return null;
    }
    return one.isBefore(other) ? other : one;
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
