package io.nightlight.schema.encoding;

import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE;
import static org.apache.avro.SchemaCompatibility.SchemaCompatibilityType.INCOMPATIBLE;
import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.ProbeResult;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.encoding.SchemaVersions.StoredSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaVersionsTest {
  private static final SchemaVersions SHIPPED = SchemaVersions.shipped();

  static List<Schema> records() {
    return SchemaFiles.records();
  }

  @ParameterizedTest
  @MethodSource("records")
  void storesTodaysSchemaAsTheNewestVersion(Schema today) throws Exception {
    StoredSchema newest = versionsOf(today).stream().reduce((a, b) -> b).orElse(null);
    if (newest == null || fingerprint(newest.schema()) != fingerprint(today)) {
      failWithHowToStore(today, newest == null ? 1 : newest.version() + 1);
    } else {
      assertThat(withoutDocs(today))
          .as(
              "%s differs from its stored version %d in a default or a logical type. Those are not"
                  + " part of the fingerprint, so a reader cannot tell the two apart: take the"
                  + " change back, or make it under a new field name.",
              today.getName(), newest.version())
          .isEqualTo(withoutDocs(newest.schema()));
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void isFullyCompatibleWithEveryVersion(Schema today) {
    assertThat(versionsOf(today)).isNotEmpty();
    for (StoredSchema stored : versionsOf(today)) {
      String what = today.getName() + " and its version " + stored.version();
      assertThat(readBy(today, stored.schema())).as("%s: backward", what).isEqualTo(COMPATIBLE);
      assertThat(readBy(stored.schema(), today)).as("%s: forward", what).isEqualTo(COMPATIBLE);
    }
  }

  @Test
  void findsEveryVersionByTheFingerprintThatItHas() {
    assertThat(SHIPPED.all())
        .allSatisfy(
            stored -> {
              assertThat(SchemaVersions.toHex(stored.fingerprint()))
                  .as(stored.schema().getName())
                  .isEqualTo(SchemaVersions.toHex(fingerprint(stored.schema())));
              assertThat(SHIPPED.find(stored.fingerprint())).isEqualTo(stored.schema());
            });
    assertThat(SHIPPED.all())
        .isSortedAccordingTo(Comparator.comparingInt(StoredSchema::version))
        .doesNotHaveDuplicates();
  }

  @Test
  void findsNothingByAFingerprintThatNobodyReleased() {
    assertThat(SHIPPED.find(0)).isNull();
    assertThat(SHIPPED.find(fingerprint(Schema.create(Schema.Type.LONG)))).isNull();
  }

  @Test
  void compilesTheClassesFromTheSchemasThatItStores() {
    assertThat(
            List.of(
                AvailabilityScore.SCHEMA$,
                BgpMessage.SCHEMA$,
                MeasurementEvent.SCHEMA$,
                OutageEvent.SCHEMA$,
                ProbeResult.SCHEMA$,
                RejectedRecord.SCHEMA$))
        .extracting(SchemaVersionsTest::fingerprint)
        .isEqualTo(records().stream().map(SchemaVersionsTest::fingerprint).toList());
  }

  /** The check that the compatibility tests rely on, shown to notice what it must notice. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"name":"a","type":"long","default":0},{"name":"b","type":"int","default":0}      | true  | true
          {"name":"b","type":"int","default":0}                                             | true  | true
          {"name":"a","type":"long","default":0},{"name":"b","type":"int"}                  | false | true
          {"name":"a","type":"string","default":""}                                         | false | false
          {"name":"a","type":"double","default":0}                                          | true  | false
          {"name":"a","type":["null","long"],"default":null}                                | true  | false
          """)
  void recognisesChangesThatBreakReaders(String fields, boolean backward, boolean forward) {
    Schema before = record("{\"name\":\"a\",\"type\":\"long\",\"default\":0}");
    Schema after = record(fields);
    assertThat(readBy(after, before)).isEqualTo(backward ? COMPATIBLE : INCOMPATIBLE);
    assertThat(readBy(before, after)).isEqualTo(forward ? COMPATIBLE : INCOMPATIBLE);
  }

  private static Schema record(String fields) {
    return new Schema.Parser()
        .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}");
  }

  private static List<StoredSchema> versionsOf(Schema record) {
    return SHIPPED.all().stream()
        .filter(stored -> stored.schema().getFullName().equals(record.getFullName()))
        .toList();
  }

  private static SchemaCompatibilityType readBy(Schema reader, Schema writer) {
    return checkReaderWriterCompatibility(reader, writer).getType();
  }

  private static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }

  private static void failWithHowToStore(Schema today, int version) throws IOException {
    String file = "v" + version + "/" + today.getName() + ".avsc";
    Path made = Path.of("target/schema-versions", file);
    Files.createDirectories(made.getParent());
    Files.writeString(made, today.toString(true) + "\n");
    fail(
        """
        %s has changed and this version of it is not stored: nobody could read what it writes.
        If the change is meant, store it and never touch it again:
          mkdir -p schemas/src/main/resources/io/nightlight/schema/versions/v%s
          cp schemas/%s schemas/src/main/resources/io/nightlight/schema/versions/%s
        and append to index.txt beside it:
          %s %s
        A version that no release has carried yet may be replaced instead."""
            .formatted(
                today.getName(),
                version,
                made,
                file,
                SchemaVersions.toHex(fingerprint(today)),
                file));
  }

  private static JsonNode withoutDocs(Schema schema) throws IOException {
    JsonNode json = new ObjectMapper().readTree(schema.toString());
    removeDocs(json);
    return json;
  }

  private static void removeDocs(JsonNode json) {
    if (json instanceof ObjectNode object) {
      object.remove("doc");
    }
    json.forEach(SchemaVersionsTest::removeDocs);
  }
}
