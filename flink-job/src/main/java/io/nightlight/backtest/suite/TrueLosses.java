package io.nightlight.backtest.suite;

import io.nightlight.backtest.ReportedOutage;
import io.nightlight.domain.availability.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When a country has truly lost so many blocks that it may be called an outage, whoever wrote its
 * life meant it or not. It reads the second-by-second truth and knows nothing of windows, baselines
 * or detectors.
 */
final class TrueLosses {

  /** What a loss is, by {@link Definition}. */
  enum Size {
    OUTAGE,
    /** A fifth smaller or a minute shorter: neither to be demanded nor to be blamed. */
    BORDERLINE
  }

  /**
   * A loss.
   *
   * @param signal of which layer
   * @param from first second
   * @param to first second after it
   * @param size whether it is an outage
   */
  record Loss(Signal signal, long from, long to, Size size) {
    /** Whether the report may be of this; probes see an end late. */
    boolean touches(ReportedOutage report) {
      Instant end = report.recoveredAt();
      long until = end == null ? Long.MAX_VALUE : CountryLife.second(end);
      return from - Definition.APART < until
          && CountryLife.second(report.startedAt()) < to + Definition.APART;
    }
  }

  private static final double SLACK = 0.8;
  private static final long SLACK_SECONDS = 60;
  private static final long MET = 1_800;

  private TrueLosses() {}

  /**
   * Of all signals. What was lost when the country was met first is not there: nobody can know of
   * it (P46).
   */
  static List<Loss> of(CountryScript script) {
    List<Loss> losses = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      of(script, signal).stream().filter(loss -> loss.from() > MET).forEach(losses::add);
    }
    return losses;
  }

  /** In the order of time. */
  static List<Loss> of(CountryScript script, Signal signal) {
    Layer layer = script.layer(signal);
    long length = script.length;
    List<Loss> losses = new ArrayList<>();
    if (layer == null) {
      return losses;
    }
    Layer.Cursor cursor = layer.cursor();
    long second = 0;
    long from = -1;
    long outage = 0;
    long deep = 0;
    long lastIn = 0;
    while (second < length) {
      long next = Math.min(length, cursor.nextChange());
      long passed = next - second;
      double loss = 1 - (double) cursor.up() / Math.max(1, cursor.usual());
      double floor = Definition.floor(cursor.usual());
      if (cursor.usual() > 0 && loss >= SLACK * floor) {
        from = from < 0 ? second : from;
        lastIn = next;
        outage += loss >= floor ? passed : 0;
        deep += loss >= SLACK * Definition.DEEP ? passed : 0;
      } else if (from >= 0 && next - lastIn > Definition.APART) {
        add(losses, signal, from, lastIn, outage, deep);
        from = -1;
        outage = 0;
        deep = 0;
      }
      cursor.advanceTo(next + 1);
      second = next;
    }
    if (from >= 0) {
      add(losses, signal, from, lastIn, outage, deep);
    }
    return losses;
  }

  private static void add(
      List<Loss> losses, Signal signal, long from, long to, long outage, long deep) {
    boolean isOutage = outage > Definition.HOLD || deep > Definition.DEEP_HOLD && outage == deep;
    boolean isBorderline =
        to - from > Definition.HOLD - SLACK_SECONDS
            || deep > Definition.DEEP_HOLD - SLACK_SECONDS / 2;
    if (isOutage || isBorderline) {
      losses.add(new Loss(signal, from, to, isOutage ? Size.OUTAGE : Size.BORDERLINE));
    }
  }
}
