package io.nightlight.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small JSON document for people and programs, such as a run's summary. */
public final class JsonDocument {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonDocument() {}

  /**
   * The object as indented text.
   *
   * @param object its members in the order of the map; values are texts, numbers, maps,
   *     collections, and null
   * @throws IllegalArgumentException if a value is something else
   */
  public static String text(Map<String, ?> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JSON.createGenerator(text)
            .setPrettyPrinter(new DefaultPrettyPrinter().withArrayIndenter(null))) {
      write(object, json);
    } catch (IOException e) {
      throw new UncheckedIOException("in memory, and yet", e);
    }
    return text.toString();
  }

  private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Map<?, ?> members) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : members.entrySet()) {
        json.writeFieldName((String) member.getKey());
        write(member.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(item, json);
      }
      json.writeEndArray();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else {
      throw new IllegalArgumentException("no JSON for a " + value.getClass().getName());
    }
  }
}
