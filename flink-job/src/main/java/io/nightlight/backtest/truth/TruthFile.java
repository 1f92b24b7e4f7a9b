package io.nightlight.backtest.truth;

import io.nightlight.backtest.TruthRow;
import java.util.Comparator;
import java.util.List;

/**
 * A file of labelled outages in CSV (RFC 4180, but that no field runs over the end of its line).
 *
 * <p>The first line names the columns, in any order and case. {@code country} (ISO 3166-1 alpha-2),
 * {@code start} and {@code end} must be there; times are ISO 8601 with their offset, such as {@code
 * 2014-12-22T16:15:00Z}; an end may be empty. Of the others {@code class} says what an outage is
 * one of, several apart by semicolons, and the rest is for people. Empty lines and lines that begin
 * with {@code #} say nothing.
 *
 * <p>A row is refused, with its reason, if its country or one of its times cannot be read, if it
 * ends before it starts, or when, and if it starts while an earlier one of its country lasts or
 * together with it: a country is down or it is not, so both rows tell of one outage, and scored
 * twice it would be missed once whatever a detector says (pitfall P60).
 *
 * @param rows by country and start
 * @param refused by line
 */
public record TruthFile(List<TruthRow> rows, List<RefusedRow> refused) {
  public TruthFile {
    rows = List.copyOf(rows);
    refused = refused.stream().sorted(Comparator.comparingInt(RefusedRow::line)).toList();
  }

  /**
   * Reads a whole file.
   *
   * @throws IllegalArgumentException if the first line does not name the columns, or there are rows
   *     but none that could be scored; one line for people
   */
  public static TruthFile parse(String text) {
    return new TruthParser().parse(text);
  }
}
