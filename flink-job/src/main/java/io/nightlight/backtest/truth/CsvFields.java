package io.nightlight.backtest.truth;

import java.util.ArrayList;
import java.util.List;

/** A line of CSV, field by field (RFC 4180). */
final class CsvFields {
  private CsvFields() {}

  /**
   * The fields without their quotes, and without blanks around them.
   *
   * @throws IllegalArgumentException if a quote is never closed
   */
  static List<String> of(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw new IllegalArgumentException("a quote is never closed");
    }
    fields.add(field.toString().strip());
    return fields;
  }
}
