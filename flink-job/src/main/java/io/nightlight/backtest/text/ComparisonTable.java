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
  private static final String ROW = "%-14s  %-15s  %-24s  %-24s  %s";
  private static final String COUNT = "  %-12s %9s   %s";
  private static final String SPREAD = "%-16s %12s %12s %12s   %s";

  private ComparisonTable() {}

  /**
   * One line a detector.
   *
   * @param byName in the order of the lines
   */
  public static List<String> detectors(Map<String, Comparison> byName) {
    List<String> lines = new ArrayList<>();
    lines.add(row("", "found", "recall", "precision", "false alarms per country-month"));
    byName.forEach(
        (name, comparison) ->
            lines.add(
                row(
                    name,
                    found(comparison.recall()),
                    Figure.of(comparison.recall()),
                    Figure.of(comparison.precision()),
                    Figure.of(comparison.falseAlarmRate()))));
    return lines;
  }

  private static String row(Object... cells) {
    return ROW.formatted(cells).stripTrailing();
  }

  private static String found(Proportion recall) {
    return Figure.number(recall.hits()) + " of " + Figure.number(recall.of());
  }

  /** How one detector fares with each class of outages; nothing if there are no classes. */
  public static List<String> classes(Comparison comparison) {
    List<String> lines = new ArrayList<>();
    for (String name : comparison.classes()) {
      Proportion recall = comparison.recall(name);
      lines.add(row("of " + name, found(recall), Figure.of(recall), "", ""));
    }
    return lines;
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
          found, recall    labelled outages that a report of the country was found for: one to one, starts at
                           most 10 min apart. Those of times at which the country was not watched don't count
          precision        reports that found a labelled outage; all others are false alarms
          false alarms     per country and month of 30.4 days; only known windows count as watched
          detection delay  from the true start to when it was first told, in the time of the records
          errors           how far the reported start and end lie from the true ones, early or late
          95 %             19 of 20 are no larger
          never speaks, always fires
                           detectors that look at nothing; the second tells of an outage every 20 min. They
                           show what the figures are worth: each does well in some of them and badly in others
        """
        .lines()
        .toList();
  }
}
