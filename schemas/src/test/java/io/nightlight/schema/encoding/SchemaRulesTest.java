package io.nightlight.schema.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every schema promises its readers, whatever it is about. */
class SchemaRulesTest {
  static List<Schema> records() {
    return SchemaFiles.records();
  }

  @ParameterizedTest
  @MethodSource("records")
  void documentsEveryTypeAndField(Schema record) {
    List<String> undocumented = new ArrayList<>();
    SchemaFiles.walk(
        record,
        schema -> {
          if (isNamed(schema) && isBlank(schema.getDoc())) {
            undocumented.add(schema.getFullName());
          }
          for (Schema.Field field : fieldsOf(schema)) {
            if (isBlank(field.doc())) {
              undocumented.add(schema.getName() + "." + field.name());
            }
          }
        });
    assertThat(undocumented).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("records")
  void givesEveryFieldADefault(Schema record) {
    SchemaFiles.walk(
        record,
        schema ->
            assertThat(fieldsOf(schema))
                .as(schema.getName())
                .allMatch(Schema.Field::hasDefaultValue));
  }

  @ParameterizedTest
  @MethodSource("records")
  void letsNullBeTheDefaultOfWhatMayBeNull(Schema record) {
    SchemaFiles.walk(
        record,
        schema -> {
          if (schema.isUnion()) {
            assertThat(schema.getTypes()).hasSize(2);
            assertThat(schema.getTypes().get(0).getType()).isEqualTo(Schema.Type.NULL);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("records")
  void givesEveryEnumADefaultForSymbolsOfTheFuture(Schema record) {
    SchemaFiles.walk(
        record,
        schema -> {
          if (schema.getType() == Schema.Type.ENUM) {
            assertThat(schema.getEnumDefault()).as(schema.getName()).isEqualTo("UNKNOWN");
            assertThat(schema.getEnumSymbols().get(0)).isEqualTo("UNKNOWN");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("records")
  void countsEveryTimeInMicroseconds(Schema record) {
    SchemaFiles.walk(
        record,
        schema -> {
          if (schema.getLogicalType() != null) {
            assertThat(schema.getLogicalType()).isEqualTo(LogicalTypes.timestampMicros());
          }
          for (Schema.Field field : fieldsOf(schema)) {
            if (isNamedLikeATime(field.name())) {
              assertThat(withoutNull(field.schema()).getLogicalType())
                  .as(schema.getName() + "." + field.name())
                  .isEqualTo(LogicalTypes.timestampMicros());
              assertThat(field.doc()).contains("UTC", "microseconds since 1970-01-01");
            }
          }
        });
  }

  /** A reader may allocate one item for each byte that is left: items of no bytes would escape. */
  @ParameterizedTest
  @MethodSource("records")
  void hasNoArrayWhoseItemsTakeNoBytes(Schema record) {
    SchemaFiles.walk(
        record,
        schema -> {
          if (schema.getType() == Schema.Type.ARRAY) {
            Schema items = schema.getElementType();
            assertThat(items.getType()).isNotEqualTo(Schema.Type.NULL);
            assertThat(items.getType() == Schema.Type.RECORD && items.getFields().isEmpty())
                .isFalse();
          }
        });
  }

  private static boolean isNamedLikeATime(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return name.matches(".*At(Earliest|Latest)?")
        || lower.startsWith("window")
        || lower.endsWith("time");
  }

  private static Schema withoutNull(Schema schema) {
    return schema.isUnion() ? schema.getTypes().get(1) : schema;
  }

  private static boolean isNamed(Schema schema) {
    return schema.getType() == Schema.Type.RECORD || schema.getType() == Schema.Type.ENUM;
  }

  private static List<Schema.Field> fieldsOf(Schema schema) {
    return schema.getType() == Schema.Type.RECORD ? schema.getFields() : List.of();
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
