package io.nightlight.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads records back from what {@link AvroJson} wrote. Fields may come in any order, those that the
 * schema does not know are passed over, those that are missing keep their defaults.
 */
public final class AvroJsonReader {
  private static final JsonFactory JSON = new JsonFactory();

  private AvroJsonReader() {}

  /**
   * Fills a record.
   *
   * @param into a record with its defaults, as of {@code newBuilder().build()}; changed and
   *     returned
   * @throws RefusedException MALFORMED if the line is no JSON of such a record
   */
  public static <R extends SpecificRecord> R read(String line, R into) {
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      readRecord(json, into);
      if (json.nextToken() != null) {
        throw malformed("more than one value in a line");
      }
      return into;
    } catch (IOException | DateTimeException e) {
      throw malformed(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static void readRecord(JsonParser json, IndexedRecord record) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      Schema.Field field = record.getSchema().getField(json.currentName());
      json.nextToken();
      if (field == null) {
        json.skipChildren();
      } else {
        record.put(field.pos(), read(json, field.schema()));
      }
    }
  }

  private static @Nullable Object read(JsonParser json, Schema schema) throws IOException {
    return switch (schema.getType()) {
      case UNION ->
          json.currentToken() == JsonToken.VALUE_NULL ? null : read(json, valueOf(schema));
      case RECORD -> {
        IndexedRecord record = (IndexedRecord) SpecificData.get().newRecord(null, schema);
        readRecord(json, record);
        yield record;
      }
      case ARRAY -> readArray(json, schema.getElementType());
      case ENUM -> symbol(text(json), schema);
      case STRING -> text(json);
      case BYTES -> ByteBuffer.wrap(json.getBinaryValue());
      case LONG ->
          schema.getLogicalType() == null ? json.getLongValue() : Instant.parse(text(json));
      case INT -> json.getIntValue();
      case DOUBLE -> json.getDoubleValue();
      case BOOLEAN -> json.getBooleanValue();
      case MAP, FIXED, FLOAT, NULL -> throw malformed("no " + schema.getType() + " in our schemas");
    };
  }

  private static List<@Nullable Object> readArray(JsonParser json, Schema items)
      throws IOException {
    expect(json, JsonToken.START_ARRAY);
    List<@Nullable Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(json, items));
    }
    return list;
  }

  /** Our unions are of null and one other. */
  private static Schema valueOf(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  /** An unknown symbol becomes the default, as in Avro itself. */
  private static Object symbol(String name, Schema schema) {
    String known = schema.hasEnumSymbol(name) ? name : schema.getEnumDefault();
    return SpecificData.get().createEnum(known, schema);
  }

  private static String text(JsonParser json) throws IOException {
    expect(json, JsonToken.VALUE_STRING);
    return json.getText();
  }

  private static void expect(JsonParser json, JsonToken token) {
    if (json.currentToken() != token) {
      throw malformed("%s where %s belongs".formatted(json.currentToken(), token));
    }
  }

  private static RefusedException malformed(String message) {
    return new RefusedException(RejectReason.MALFORMED, message);
  }
}
