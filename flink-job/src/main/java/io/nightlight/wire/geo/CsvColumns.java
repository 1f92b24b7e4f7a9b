package io.nightlight.wire.geo;

import io.nightlight.domain.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where in a line of CSV the addresses and the country are.
 *
 * @param first the column of the network, or of the range's first address
 * @param last the column of the range's last address, -1 where networks are given
 * @param country the column of the country's code
 * @param fieldCount how many fields a line must have, -1 if a header said more than is needed
 */
record CsvColumns(int first, int last, int country, int fieldCount) {
  private static final List<String> NETWORK = List.of("network", "prefix", "cidr");
  private static final List<String> FIRST = List.of("start", "start_ip", "ip_range_start", "first");
  private static final List<String> LAST = List.of("end", "end_ip", "ip_range_end", "last");

  /** In order of preference: where both are, {@code country} is a name. */
  private static final List<String> COUNTRY =
      List.of("country_code", "country_iso_code", "iso_code", "country");

  /**
   * Finds the columns by the first line of a file, a header or already a record.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static CsvColumns of(List<String> fields) {
    return startsWithAddress(fields) ? ofRecord(fields) : ofHeader(fields);
  }

  boolean isFromHeader() {
    return fieldCount < 0;
  }

  String first(List<String> fields) {
    return field(fields, first);
  }

  Optional<String> last(List<String> fields) {
    return last < 0 ? Optional.empty() : Optional.of(field(fields, last));
  }

  String country(List<String> fields) {
    return field(fields, country);
  }

  private String field(List<String> fields, int column) {
    boolean fits = fieldCount < 0 ? column < fields.size() : fields.size() == fieldCount;
    if (!fits) {
      throw new IllegalArgumentException(
          "the line has " + fields.size() + " fields, not those of the first: " + fields);
    }
    return fields.get(column);
  }

  private static boolean startsWithAddress(List<String> fields) {
    try {
      IpAddress.parse(fields.get(0).split("/", 2)[0]);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static CsvColumns ofRecord(List<String> fields) {
    return switch (fields.size()) {
      case 2 -> new CsvColumns(0, -1, 1, 2);
      case 3 -> new CsvColumns(0, 1, 2, 3);
      default ->
          throw new IllegalArgumentException(
              "neither network,country nor start,end,country: " + String.join(",", fields));
    };
  }

  private static CsvColumns ofHeader(List<String> fields) {
    List<String> names = fields.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    int network = columnOf(NETWORK, names);
    int first = network >= 0 ? network : columnOf(FIRST, names);
    int last = network >= 0 ? -1 : columnOf(LAST, names);
    int country = columnOf(COUNTRY, names);
    if (first < 0 || country < 0 || (network < 0 && last < 0)) {
      throw new IllegalArgumentException(
          "neither network,country nor start,end,country nor a header with such columns: "
              + String.join(",", fields));
    }
    return new CsvColumns(first, last, country, -1);
  }

  private static int columnOf(List<String> wanted, List<String> names) {
    for (String name : wanted) {
      if (names.contains(name)) {
        return names.indexOf(name);
      }
    }
    return -1;
  }

  /** Splits at commas outside of double quotes and strips quotes and blanks (RFC 4180). */
  static List<String> split(String line) {
    List<String> fields = new ArrayList<>(3);
    int from = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(unquoted(line.substring(from, i)));
        from = i + 1;
      }
    }
    fields.add(unquoted(line.substring(from)));
    return fields;
  }

  private static String unquoted(String field) {
    String text = field.strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"").strip() : text;
  }
}
