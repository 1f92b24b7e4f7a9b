package io.nightlight.wire.geo;

import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.net.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A country map in CSV: {@code network,country} or {@code start,end,country} a line, or with a
 * header line that names such columns among others ({@link CsvColumns}).
 *
 * <p>Empty lines and lines that start with {@code #} say nothing.
 */
final class CsvRanges {
  private final String label;
  private final CountryMapBuilder builder;
  private @Nullable CsvColumns columns;
  private int line;
  private int records;

  private CsvRanges(String label, CountryMapBuilder builder) {
    this.label = label;
    this.builder = builder;
  }

  /**
   * Adds all ranges to the builder.
   *
   * @param label the file, for messages
   */
  static void read(InputStream in, String label, CountryMapBuilder builder) throws IOException {
    CsvRanges ranges = new CsvRanges(label, builder);
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      ranges.line++;
      ranges.take(ranges.line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text);
    }
    if (ranges.records == 0) {
      throw new CountryMapException(label + ": no networks in it");
    }
  }

  private void take(String text) throws CountryMapException {
    if (!text.startsWith("#") && !text.isBlank()) {
      List<String> fields = CsvColumns.split(text);
      try {
        takeFields(fields);
      } catch (IllegalArgumentException e) {
        throw new CountryMapException(label + ", line " + line + ": " + e.getMessage(), e);
      }
    }
  }

  private void takeFields(List<String> fields) {
    if (columns == null) {
      columns = CsvColumns.of(fields);
      if (columns.isFromHeader()) {
        return;
      }
    }
    add(columns, fields);
    records++;
  }

  private void add(CsvColumns columns, List<String> fields) {
    String first = columns.first(fields);
    String country = columns.country(fields);
    Optional<String> last = columns.last(fields);
    if (last.isPresent()) {
      builder.addRange(IpAddress.parse(first), IpAddress.parse(last.get()), country);
      return;
    }
    int slash = first.indexOf('/');
    String address = slash < 0 ? first : first.substring(0, slash);
    byte[] bytes = IpAddress.parse(address);
    builder.addNetwork(bytes, slash < 0 ? 8 * bytes.length : length(first, slash), country);
  }

  private static int length(String network, int slash) {
    try {
      return Integer.parseInt(network, slash + 1, network.length(), 10);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a network: " + network, e);
    }
  }
}
