package io.nightlight.schema.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Today's schemas as the sources have them, without what the generator adds for Java. */
final class SchemaFiles {
  private static final Path SOURCES = Path.of("src/main/avro");
  private static final List<String> SHARED = List.of("RunMode.avsc", "Signal.avsc");

  private SchemaFiles() {}

  /** The records that travel on topics, in alphabetical order. */
  static List<Schema> records() {
    Schema.Parser parser = new Schema.Parser();
    List<Schema> records = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (String shared : SHARED) {
        parser.parse(Files.readString(SOURCES.resolve(shared)));
      }
      for (Path file : files.sorted().toList()) {
        if (!SHARED.contains(file.getFileName().toString())) {
          records.add(parser.parse(Files.readString(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  /** Calls {@code visit} for the schema and every schema inside it, fields' owners first. */
  static void walk(Schema schema, Consumer<Schema> visit) {
    visit.accept(schema);
    switch (schema.getType()) {
      case RECORD -> schema.getFields().forEach(field -> walk(field.schema(), visit));
      case ARRAY -> walk(schema.getElementType(), visit);
      case MAP -> walk(schema.getValueType(), visit);
      case UNION -> schema.getTypes().forEach(branch -> walk(branch, visit));
      default -> {}
    }
  }
}
