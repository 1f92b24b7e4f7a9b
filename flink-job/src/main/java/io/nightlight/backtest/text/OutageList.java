package io.nightlight.backtest.text;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.FalseAlarm;
import io.nightlight.backtest.LabelledOutage;
import io.nightlight.backtest.Pair;
import io.nightlight.backtest.ReportedOutage;
import io.nightlight.backtest.TruthRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of each labelled outage, and every false alarm, a line each. */
public final class OutageList {
  private record Line(String country, Instant start, String text) {
    static final Comparator<Line> IN_TIME =
        Comparator.comparing(Line::country).thenComparing(Line::start);
  }

  private OutageList() {}

  public static List<String> of(Comparison comparison) {
    List<Line> outages = new ArrayList<>();
    comparison.pairs().forEach(pair -> outages.add(line(pair.row(), "found", story(pair))));
    comparison.missed().forEach(row -> outages.add(line(row, "missed", "")));
    comparison.notWatched().forEach(row -> outages.add(line(row, "not watched", "")));
    List<Line> alarms = comparison.falseAlarms().stream().map(OutageList::line).toList();
    List<String> lines = new ArrayList<>();
    add("Labelled outages", outages, lines);
    add("False alarms", alarms, lines);
    return lines;
  }

  private static void add(String title, List<Line> some, List<String> lines) {
    lines.add("");
    lines.add(title + (some.isEmpty() ? ": none" : ""));
    some.stream().sorted(Line.IN_TIME).forEach(line -> lines.add("  " + line.text()));
  }

  private static Line line(TruthRow row, String fate, String story) {
    LabelledOutage outage = row.outage();
    String note = row.note().isEmpty() ? "" : "  (" + row.note() + ")";
    String text = text(outage.country(), outage.start(), outage.end(), fate) + story + note;
    return new Line(outage.country(), outage.start(), text.stripTrailing());
  }

  private static Line line(FalseAlarm alarm) {
    ReportedOutage report = alarm.report();
    String kind = alarm.kind().name().toLowerCase(Locale.ROOT);
    return new Line(
        report.country(),
        report.startedAt(),
        text(report.country(), report.startedAt(), report.recoveredAt(), kind) + report.eventId());
  }

  private static String text(String country, Instant start, @Nullable Instant end, String what) {
    String length = end == null ? "no end" : Figure.of(Duration.between(start, end));
    return "%s  %s  %-12s  %-12s".formatted(country, Figure.of(start), length, what);
  }

  private static String story(Pair pair) {
    List<String> parts = new ArrayList<>();
    parts.add("told after " + Figure.of(pair.delay()));
    parts.add("start " + off(pair.startError()));
    if (pair.recoveryError().isPresent()) {
      parts.add("end " + off(pair.recoveryError().get()));
    } else if (pair.report().recoveredAt() == null) {
      parts.add("never reported as over");
    }
    if (pair.fragments() > 0) {
      parts.add(pair.fragments() + (pair.fragments() == 1 ? " fragment" : " fragments"));
    }
    return String.join(", ", parts);
  }

  private static String off(Duration error) {
    if (error.isZero()) {
      return "exact";
    }
    return Figure.of(error.abs()) + (error.isNegative() ? " early" : " late");
  }
}
