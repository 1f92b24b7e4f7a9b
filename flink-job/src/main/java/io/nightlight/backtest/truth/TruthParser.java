package io.nightlight.backtest.truth;

import io.nightlight.backtest.LabelledOutage;
import io.nightlight.backtest.TruthRow;
import io.nightlight.domain.geo.CountryCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one {@link TruthFile}. */
final class TruthParser {
  private static final String COUNTRY = "country";
  private static final String START = "start";
  private static final String END = "end";
  private static final String CLASS = "class";

  /** Outside of these years nobody watched the Internet, and a digit slipped. */
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");

  private static final Instant BEYOND = Instant.parse("2200-01-01T00:00:00Z");

  private record NumberedRow(int line, TruthRow row) {}

  private final List<String> columns = new ArrayList<>();
  private final List<NumberedRow> valid = new ArrayList<>();
  private final List<RefusedRow> refused = new ArrayList<>();

  TruthFile parse(String text) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = i == 0 ? lines.get(i).replaceFirst("^\uFEFF", "") : lines.get(i);
      if (!line.isBlank() && !line.startsWith("#")) {
        take(i + 1, line);
      }
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("nothing in it, not even the names of the columns");
    }
    List<TruthRow> rows = withoutOverlaps();
    TruthFile file = new TruthFile(rows, refused);
    if (rows.isEmpty() && !refused.isEmpty()) {
      throw new IllegalArgumentException(
          "none of its rows can be scored; " + file.refused().get(0));
    }
    return file;
  }

  private void take(int line, String text) {
    if (columns.isEmpty()) {
      readHeader(text);
      return;
    }
    try {
      valid.add(new NumberedRow(line, row(CsvFields.of(text))));
    } catch (IllegalArgumentException e) {
      refused.add(new RefusedRow(line, String.valueOf(e.getMessage())));
    }
  }

  private void readHeader(String text) {
    CsvFields.of(text).forEach(name -> columns.add(name.toLowerCase(Locale.ROOT)));
    for (String needed : List.of(COUNTRY, START, END)) {
      if (columns.indexOf(needed) < 0 || columns.indexOf(needed) != columns.lastIndexOf(needed)) {
        throw new IllegalArgumentException(
            "the first line must name the columns country, start and end, each once; it is: "
                + text);
      }
    }
  }

  private TruthRow row(List<String> fields) {
    if (fields.size() != columns.size()) {
      throw new IllegalArgumentException(
          fields.size() + " fields where the first line names " + columns.size() + " columns");
    }
    String country = country(fields.get(columns.indexOf(COUNTRY)));
    Instant start = time(START, fields.get(columns.indexOf(START)));
    String end = fields.get(columns.indexOf(END));
    if (start == null) {
      throw new IllegalArgumentException("no start");
    }
    LabelledOutage outage = new LabelledOutage(country, start, time(END, end));
    return new TruthRow(outage, classes(fields), note(fields));
  }

  private static String country(String text) {
    return CountryCode.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("nobody's country: '" + text + "'"));
  }

  private static @Nullable Instant time(String column, String text) {
    if (text.isEmpty()) {
      return null;
    }
    Instant time;
    try {
      time = OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          column + " '" + text + "' is no time such as 2014-12-22T16:15:00Z", e);
    }
    if (time.isBefore(FIRST) || !time.isBefore(BEYOND)) {
      throw new IllegalArgumentException(column + " '" + text + "' is outside of 1970 to 2199");
    }
    return time;
  }

  private SortedSet<String> classes(List<String> fields) {
    SortedSet<String> classes = new TreeSet<>();
    int column = columns.indexOf(CLASS);
    if (column >= 0) {
      for (String name : fields.get(column).split(";", -1)) {
        if (!name.isBlank()) {
          classes.add(name.strip());
        }
      }
    }
    return classes;
  }

  private String note(List<String> fields) {
    StringJoiner note = new StringJoiner(", ");
    for (int i = 0; i < columns.size(); i++) {
      if (!List.of(COUNTRY, START, END, CLASS).contains(columns.get(i))
          && !fields.get(i).isEmpty()) {
        note.add(fields.get(i));
      }
    }
    return note.toString();
  }

  /** Of rows that tell of one outage the first to start stays, of those the first in the file. */
  private List<TruthRow> withoutOverlaps() {
    List<NumberedRow> inOrder = new ArrayList<>(valid);
    inOrder.sort(
        Comparator.comparing((NumberedRow row) -> row.row().outage().country())
            .thenComparing(row -> row.row().outage().start())
            .thenComparing(NumberedRow::line));
    List<TruthRow> rows = new ArrayList<>();
    NumberedRow last = null;
    for (NumberedRow next : inOrder) {
      if (last == null || !sameOutage(last.row().outage(), next.row().outage())) {
        rows.add(next.row());
        last = next;
      } else {
        refused.add(new RefusedRow(next.line(), overlap(last, next)));
      }
    }
    return rows;
  }

  private static boolean sameOutage(LabelledOutage one, LabelledOutage next) {
    return one.country().equals(next.country())
        && (one.start().equals(next.start())
            || (one.end() != null && next.start().isBefore(one.end())));
  }

  private static String overlap(NumberedRow one, NumberedRow next) {
    LabelledOutage outage = next.row().outage();
    return one.row().outage().start().equals(outage.start())
        ? "%s starts at %s in line %d already"
            .formatted(outage.country(), outage.start(), one.line())
        : "%s starts at %s, while the outage of line %d lasts"
            .formatted(outage.country(), outage.start(), one.line());
  }
}
