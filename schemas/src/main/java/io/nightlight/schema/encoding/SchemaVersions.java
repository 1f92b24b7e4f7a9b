package io.nightlight.schema.encoding;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Every schema version that was ever released, found by the CRC-64-AVRO fingerprint of its Parsing
 * Canonical Form (Avro specification, "Schema Fingerprints"). Immutable.
 */
public final class SchemaVersions {
  private static final String FOLDER = "/io/nightlight/schema/versions/";

  private final List<StoredSchema> stored;
  private final Map<Long, Schema> byFingerprint = new HashMap<>();

  /**
   * One released version of one record's schema, complete in itself.
   *
   * @param version the number of the release that it came with, counted from 1
   * @param fingerprint CRC-64-AVRO of its Parsing Canonical Form
   */
  public record StoredSchema(int version, long fingerprint, Schema schema) {}

  private SchemaVersions(List<StoredSchema> stored) {
    this.stored = List.copyOf(stored);
    stored.forEach(s -> byFingerprint.put(s.fingerprint(), s.schema()));
  }

  /** The versions that this artifact ships. */
  public static SchemaVersions shipped() {
    return Shipped.VERSIONS;
  }

  /** The schema with that fingerprint, or null if none was ever released. */
  public @Nullable Schema find(long fingerprint) {
    return byFingerprint.get(fingerprint);
  }

  /** All of them, in the order of the releases. */
  public List<StoredSchema> all() {
    return stored;
  }

  /** A fingerprint as the index and the messages write it: 16 hexadecimal digits. */
  public static String toHex(long fingerprint) {
    return HexFormat.of().toHexDigits(fingerprint);
  }

  private static final class Shipped {
    static final SchemaVersions VERSIONS = load();
  }

  /** Lines of the index: a fingerprint, a blank, {@code v<version>/<record>.avsc}. */
  private static SchemaVersions load() {
    List<StoredSchema> stored = new ArrayList<>();
    try (BufferedReader index =
        new BufferedReader(new InputStreamReader(open("index.txt"), StandardCharsets.UTF_8))) {
      String line;
      while ((line = index.readLine()) != null) {
        if (!line.isBlank() && !line.startsWith("#")) {
          stored.add(loadOne(line));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SchemaVersions(stored);
  }

  private static StoredSchema loadOne(String line) throws IOException {
    String fingerprint = line.substring(0, 16);
    String file = line.substring(17);
    int version = Integer.parseInt(file.substring(1, file.indexOf('/')));
    try (InputStream in = open(file)) {
      Schema schema = new Schema.Parser().parse(in);
      return new StoredSchema(version, HexFormat.fromHexDigitsToLong(fingerprint), schema);
    }
  }

  private static InputStream open(String file) {
    InputStream in = SchemaVersions.class.getResourceAsStream(FOLDER + file);
    if (in == null) {
      throw new IllegalStateException("the schemas artifact lacks " + FOLDER + file);
    }
    return in;
  }
}
