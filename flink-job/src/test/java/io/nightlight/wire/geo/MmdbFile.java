package io.nightlight.wire.geo;

import io.nightlight.domain.net.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes small MMDB files by the MaxMind DB file format specification 2.0: 24-bit records, strings,
 * maps and numbers. Networks must be disjoint; IPv4 lies at ::/96 of a tree of 128 bits.
 */
final class MmdbFile {
  private static final int EMPTY = -1;
  private static final int SEPARATOR = 16;

  private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /** Gives a network, such as {@code 1.2.3.0/24}, a record of strings and maps. */
  MmdbFile with(String network, Map<String, ?> record) {
    String[] parts = network.split("/", 2);
    byte[] address = IpAddress.parse(parts[0]);
    byte[] bits = new byte[16];
    System.arraycopy(address, 0, bits, 16 - address.length, address.length);
    int length = Integer.parseInt(parts[1]) + 8 * (16 - address.length);
    int pointer = -2 - data.size();
    write(data, record);
    int node = 0;
    for (int i = 0; i < length - 1; i++) {
      int side = bit(bits, i);
      if (nodes.get(node)[side] == EMPTY) {
        nodes.get(node)[side] = nodes.size();
        nodes.add(new int[] {EMPTY, EMPTY});
      }
      node = nodes.get(node)[side];
    }
    nodes.get(node)[bit(bits, length - 1)] = pointer;
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        writeNumber(out, 3, recordOf(record));
      }
    }
    out.writeBytes(new byte[SEPARATOR]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(
        new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF, 'M', 'a', 'x', 'M', 'i', 'n', 'd'});
    out.writeBytes(".com".getBytes(StandardCharsets.US_ASCII));
    write(out, metadata());
    return out.toByteArray();
  }

  private Map<String, ?> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("node_count", nodes.size());
    metadata.put("record_size", 24);
    metadata.put("ip_version", 6);
    metadata.put("database_type", "Test Country");
    metadata.put("languages", List.of("en"));
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", Instant.parse("2014-12-22T16:15:00Z").getEpochSecond());
    metadata.put("description", Map.of("en", "made by a test"));
    return metadata;
  }

  private int recordOf(int child) {
    if (child == EMPTY) {
      return nodes.size();
    }
    return child >= 0 ? child : nodes.size() + SEPARATOR + (-2 - child);
  }

  private static int bit(byte[] bits, int i) {
    return bits[i / 8] >> (7 - i % 8) & 1;
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.write(2 << 5 | utf8.length);
      out.writeBytes(utf8);
    } else if (value instanceof Map<?, ?> map) {
      out.write(7 << 5 | map.size());
      map.forEach(
          (key, item) -> {
            write(out, key);
            write(out, item);
          });
    } else if (value instanceof List<?> list) {
      out.write(list.size());
      out.write(11 - 7);
      list.forEach(item -> write(out, item));
    } else if (value instanceof Integer number) {
      out.write(6 << 5 | 4);
      writeNumber(out, 4, number);
    } else if (value instanceof Long number) {
      out.write(8);
      out.write(9 - 7);
      writeNumber(out, 8, number);
    } else {
      throw new IllegalArgumentException("no MMDB type for " + value);
    }
  }

  private static void writeNumber(ByteArrayOutputStream out, int bytes, long number) {
    for (int i = bytes - 1; i >= 0; i--) {
      out.write((int) (number >>> (8 * i)));
    }
  }
}
