package io.nightlight.schema.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.ProbeResult;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SingleObjectEncodingTest {
  static List<SpecificRecord> examples() {
    return Examples.all();
  }

  /** The cases of Avro's own conformance data, share/test/data/schema-tests.txt. */
  @ParameterizedTest
  @CsvSource({
    "null, 7195948357588979594",
    "boolean, -6970731678124411036",
    "int, 8247732601305521295",
    "long, -3434872931120570953"
  })
  void fingerprintsAsTheSpecificationDoes(String type, long fingerprint) {
    Schema schema = Schema.create(Schema.Type.valueOf(type.toUpperCase(java.util.Locale.ROOT)));
    assertThat(SchemaNormalization.parsingFingerprint64(schema)).isEqualTo(fingerprint);
    assertThat(crc64Avro("\"" + type + "\"")).isEqualTo(fingerprint);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void beginsWithTheMarkerAndTheFingerprintLeastSignificantByteFirst(SpecificRecord example) {
    byte[] bytes = encode(example);
    long fingerprint = crc64Avro(SchemaNormalization.toParsingForm(example.getSchema()));
    assertThat(bytes).startsWith(0xC3, 0x01);
    for (int i = 0; i < 8; i++) {
      assertThat(bytes[2 + i]).isEqualTo((byte) (fingerprint >>> (8 * i)));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readsWhatItWrote(SpecificRecord example) {
    assertThat(decode(example, encode(example))).isEqualTo(example);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void readsARecordOfNothingButDefaults(SpecificRecord example) {
    SpecificRecord empty = withDefaultsOnly(example.getSchema());
    assertThat(decode(empty, encode(empty))).isEqualTo(empty);
  }

  @ParameterizedTest
  @MethodSource("examples")
  @SuppressWarnings("unchecked")
  void agreesWithAvrosOwnSingleObjectEncoding(SpecificRecord example) throws Exception {
    SpecificData model = SingleObjectFormat.modelOf(example.getClass());
    Schema schema = example.getSchema();
    var theirs = new BinaryMessageEncoder<SpecificRecord>(model, schema).encode(example);
    assertThat(java.nio.ByteBuffer.wrap(encode(example))).isEqualTo(theirs);
    var decoder = new BinaryMessageDecoder<SpecificRecord>(model, schema);
    assertThat(decoder.decode(encode(example))).isEqualTo(example);
  }

  @Test
  void writesTheNextRecordCleanlyAfterOneThatBreaksItsSchema() {
    SingleObjectEncoder<BgpMessage> encoder = SingleObjectEncoder.of(BgpMessage.class);
    BgpMessage broken = new BgpMessage();
    broken.setKind(BgpMessageKind.UPDATE);
    assertThatThrownBy(() -> encoder.encode(broken)).isInstanceOf(NullPointerException.class);
    assertThat(encoder.encode(Examples.bgpMessage())).isEqualTo(encode(Examples.bgpMessage()));
  }

  /** Arrays may come in blocks that announce their size; our writer makes none, others do. */
  @Test
  void readsArraysInSizedBlocks() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BgpMessage example = Examples.bgpMessage();
    bytes.write(encode(example), 0, SingleObjectFormat.HEADER_BYTES);
    BinaryEncoder blocking = new EncoderFactory().blockingBinaryEncoder(bytes, null);
    new org.apache.avro.specific.SpecificDatumWriter<BgpMessage>(
            BgpMessage.SCHEMA$, SingleObjectFormat.modelOf(BgpMessage.class))
        .write(example, blocking);
    blocking.flush();
    assertThat(bytes.toByteArray()).isNotEqualTo(encode(example));
    assertThat(decode(example, bytes.toByteArray())).isEqualTo(example);
  }

  @Test
  void readsEveryStoredVersion() throws Exception {
    for (SchemaVersions.StoredSchema stored : SchemaVersions.shipped().all()) {
      Schema schema = stored.schema();
      GenericRecord old = new GenericRecordBuilder(schema).build();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(0xC3);
      bytes.write(1);
      for (int i = 0; i < 8; i++) {
        bytes.write((int) (stored.fingerprint() >>> (8 * i)));
      }
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new GenericDatumWriter<GenericRecord>(schema).write(old, encoder);
      SpecificRecord read = SingleObjectDecoder.of(classOf(schema)).decode(bytes.toByteArray());
      assertThat(read.getSchema().getFullName()).isEqualTo(schema.getFullName());
    }
  }

  @Test
  void namesTheFingerprintThatItDoesNotKnow() {
    byte[] bytes = encode(Examples.probeResult());
    for (int i = 2; i < 10; i++) {
      bytes[i] = (byte) (0x11 * (10 - i));
    }
    assertThatThrownBy(() -> decode(Examples.probeResult(), bytes))
        .isInstanceOfSatisfying(
            UnknownSchemaException.class,
            e -> assertThat(e.fingerprint()).isEqualTo(0x1122334455667788L))
        .hasMessageContaining("1122334455667788");
  }

  @Test
  void saysWhichRecordItFoundInsteadOfTheExpectedOne() {
    byte[] bytes = encode(Examples.probeResult());
    assertThatThrownBy(() -> SingleObjectDecoder.of(OutageEvent.class).decode(bytes))
        .isInstanceOf(UnexpectedRecordException.class)
        .hasMessage("expected a OutageEvent, found a ProbeResult");
  }

  @Test
  void keepsReadingAfterADamagedRecord() {
    SingleObjectDecoder<ProbeResult> decoder = SingleObjectDecoder.of(ProbeResult.class);
    byte[] whole = encode(Examples.probeResult());
    assertThatThrownBy(() -> decoder.decode(java.util.Arrays.copyOf(whole, 20)))
        .isInstanceOf(TruncatedRecordException.class);
    assertThat(decoder.decode(whole)).isEqualTo(Examples.probeResult());
  }

  @SuppressWarnings("unchecked")
  private static byte[] encode(SpecificRecord record) {
    return SingleObjectEncoder.of((Class<SpecificRecord>) record.getClass()).encode(record);
  }

  private static SpecificRecord decode(SpecificRecord like, byte[] bytes) {
    return SingleObjectDecoder.of(like.getClass()).decode(bytes);
  }

  private static SpecificRecord withDefaultsOnly(Schema schema) {
    SpecificData model = SingleObjectFormat.modelOf(classOf(schema));
    SpecificRecord record = (SpecificRecord) model.newRecord(null, schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(field.pos(), model.deepCopy(field.schema(), model.getDefaultValue(field)));
    }
    return record;
  }

  private static Class<? extends SpecificRecord> classOf(Schema schema) {
    try {
      return Class.forName(schema.getFullName()).asSubclass(SpecificRecord.class);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** The algorithm as the specification prints it, without a table. */
  private static long crc64Avro(String canonicalForm) {
    long empty = 0xC15D213AA4D7A795L;
    long fingerprint = empty;
    for (byte b : canonicalForm.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      long row = (fingerprint ^ b) & 0xFF;
      for (int i = 0; i < 8; i++) {
        row = row >>> 1 ^ empty & -(row & 1);
      }
      fingerprint = fingerprint >>> 8 ^ row;
    }
    return fingerprint;
  }
}
