package io.nightlight.backtest.text;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.FalseAlarm.Kind;
import io.nightlight.backtest.statistics.Distribution;
import io.nightlight.backtest.statistics.Proportion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Comparisons as tables of fixed width for people who see such figures for the first time. */
public final class ComparisonTable {
  private static final String ROW = "%-14s  %-14s  %-20s  %-20s  %s";
  private static final String COUNT = "  %-12s %9s   %s";
  private static final String SPREAD = "%-16s %12s %12s %12s   %s";

  private ComparisonTable() {}

  /**
   * One line a detector, and one for each class of outages that the first is asked about.
   *
   * @param controls by name, in the order of the lines
   */
  public static List<String> detectors(
      String name, Comparison detector, Map<String, Comparison> controls) {
    List<String> lines = new ArrayList<>();
    lines.add(row("", "found", "recall", "precision", "false per country-month"));
    lines.add(line(name, detector));
    for (String ofClass : detector.classes()) {
      Proportion recall = detector.recall(ofClass);
      lines.add(row("  " + ofClass, found(recall), Figure.of(recall), "", ""));
    }
    controls.forEach((control, comparison) -> lines.add(line(control, comparison)));
    return lines;
  }

  private static String line(String name, Comparison comparison) {
    return row(
        name,
        found(comparison.recall()),
        Figure.of(comparison.recall()),
        Figure.of(comparison.precision()),
        Figure.of(comparison.falseAlarmRate()));
  }

  private static String row(Object... cells) {
    return ROW.formatted(cells).stripTrailing();
  }

  private static String found(Proportion recall) {
    return Figure.number(recall.hits()) + " of " + Figure.number(recall.of());
  }

  /** What was said for nothing, by kind. */
  public static List<String> falseAlarms(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.add("False alarms " + Figure.number(comparison.falseAlarms().size()));
    for (Kind kind : Kind.values()) {
      lines.add(
          COUNT.formatted(
              kind.name().toLowerCase(Locale.ROOT),
              Figure.number(comparison.falseAlarms(kind)),
              meaning(kind)));
    }
    return lines;
  }

  private static String meaning(Kind kind) {
    return switch (kind) {
      case RETRACTED -> "taken back by the detector itself";
      case FRAGMENT -> "one more report of an outage that another report had found";
      case MISTIMED -> "in a labelled outage that was not found: over 10 min off its start";
      case ALONE -> "nothing is labelled there";
    };
  }

  /** How quick and how exact it is with what it found. */
  public static List<String> times(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    lines.add(SPREAD.formatted("Outages found", "median", "95 %", "most", "").stripTrailing());
    lines.add(spread("detection delay", comparison.delays(), ""));
    lines.add(
        spread("start error", comparison.startErrors().sizes(), sides(comparison.startErrors())));
    lines.add(
        spread(
            "recovery error",
            comparison.recoveryErrors().sizes(),
            sides(comparison.recoveryErrors())));
    String reports =
        comparison.reportsPerOutage().isEmpty()
            ? Figure.NONE
            : Figure.number(comparison.reportsPerOutage().getAsDouble());
    lines.add("Reports per outage found " + reports);
    if (comparison.neverClosed() > 0) {
      lines.add(
          "Outages that ended and were never reported as over "
              + Figure.number(comparison.neverClosed()));
    }
    return lines;
  }

  private static String spread(String name, Distribution times, String more) {
    return SPREAD
        .formatted(
            name,
            Figure.percentile(times.median()),
            Figure.percentile(times.p95()),
            Figure.percentile(times.max()),
            more)
        .stripTrailing();
  }

  private static String sides(Distribution errors) {
    long early = errors.sorted().stream().filter(Duration::isNegative).count();
    long exact = errors.sorted().stream().filter(Duration::isZero).count();
    return "%s early, %s exact, %s late"
        .formatted(
            Figure.number(early),
            Figure.number(exact),
            Figure.number(errors.count() - early - exact));
  }

  /** What the figures mean. */
  public static List<String> legend() {
    return """
        How to read this. In brackets: where the true value lies with 95 % confidence.
          found, recall    labelled outages for which there is a report: same country, starts at most
                           10 min apart, one to one. What was not watched does not count. Indented: by class
          precision        of all reports, those that found a labelled outage; the others are false alarms
          false            false alarms per country and month of 30.4 days; only known windows are watched
          detection delay  from the true start to the first word of it, in the time of the records
          error            how far a reported start or end lies from the true one, early or late
          95 %             19 of 20 are no larger
          never speaks, always fires
                           detectors that look at nothing; the second tells of an outage every 20 min.
                           Each does well in one column and badly in another: no column is enough alone
        """
        .lines()
        .toList();
  }
}
