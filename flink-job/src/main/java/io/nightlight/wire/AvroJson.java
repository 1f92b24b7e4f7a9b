package io.nightlight.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The JSON rendering of our records: the schema's names in the schema's order, times as ISO 8601 in
 * UTC, plain values without Avro's union wrappers, bytes in base64 (RFC 4648 section 4). Equal
 * records give equal text on every machine.
 */
public final class AvroJson {
  private static final JsonFactory JSON = new JsonFactory();

  /** The digits that the schemas promise after the point. */
  private static final int DECIMALS = 6;

  /** Below it every whole number is itself as a double. */
  private static final long MOST_WHOLE = 1L << 53;

  private AvroJson() {}

  /**
   * The record as one line, without its end.
   *
   * @throws IllegalArgumentException if it holds a number that JSON has no word for (NaN, infinity)
   */
  public static String line(SpecificRecord record) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      write(record, json);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory, and yet", e);
    }
    return line.toString();
  }

  /** The record as one JSON object. */
  public static void write(SpecificRecord record, JsonGenerator json) throws IOException {
    writeRecord(record, json);
  }

  private static void writeRecord(IndexedRecord record, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Schema.Field field : record.getSchema().getFields()) {
      json.writeFieldName(field.name());
      writeValue(record.get(field.pos()), json);
    }
    json.writeEndObject();
  }

  private static void writeValue(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof IndexedRecord record) {
      writeRecord(record, json);
    } else if (value instanceof Collection<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        writeValue(item, json);
      }
      json.writeEndArray();
    } else {
      writePlain(value, json);
    }
  }

  private static void writePlain(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Instant || value instanceof CharSequence || value instanceof Enum<?>) {
      json.writeString(value.toString());
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number) {
      json.writeNumber(plain(number));
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      json.writeBinary(copy);
    } else {
      throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
    }
  }

  /** By way of the exact value: {@code Double.toString} depends on the version of Java. */
  private static String plain(double number) {
    long whole = (long) number;
    if (whole == number && Math.abs(whole) < MOST_WHOLE) {
      return whole + ".0"; // the most of what there is: all well, nothing left, blocks
    }
    BigDecimal rounded =
        new BigDecimal(number).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return (rounded.scale() < 1 ? rounded.setScale(1, RoundingMode.UNNECESSARY) : rounded)
        .toPlainString();
  }
}
