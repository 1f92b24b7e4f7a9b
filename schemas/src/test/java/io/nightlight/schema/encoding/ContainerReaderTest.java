package io.nightlight.schema.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.ProbeResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerReaderTest {
  private static final byte[] SYNC = "sixteen bytes of".getBytes(StandardCharsets.US_ASCII);

  private static byte[] container(String codec, int records) throws IOException {
    SpecificDatumWriter<ProbeResult> datums = new SpecificDatumWriter<>(ProbeResult.class);
    datums
        .getSpecificData()
        .addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<ProbeResult> writer = new DataFileWriter<>(datums)) {
      writer.setCodec(CodecFactory.fromString(codec)).setSyncInterval(1_000);
      writer.create(ProbeResult.SCHEMA$, bytes, SYNC);
      for (int i = 0; i < records; i++) {
        writer.append(Examples.probeResult());
      }
    }
    return bytes.toByteArray();
  }

  private static ContainerReader<ProbeResult> reader(byte[] bytes) throws IOException {
    return new ContainerReader<>(ProbeResult.class, new ByteArrayInputStream(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate"})
  void readsWhatTheLibraryWrote(String codec) throws IOException {
    ContainerReader<ProbeResult> reader = reader(container(codec, 1_000));

    for (int i = 0; i < 1_000; i++) {
      assertThat(reader.next()).isEqualTo(Examples.probeResult());
    }
    assertThat(reader.next()).isNull();
    assertThat(reader.next()).isNull();
    assertThat(reader(container(codec, 0)).next()).isNull();
  }

  /** As it was before a field was added. */
  @Test
  void readsAnEarlierVersion() throws IOException {
    Schema first =
        SchemaVersions.shipped().all().stream()
            .filter(s -> s.schema().getName().equals("ProbeResult") && s.version() == 1)
            .findFirst()
            .orElseThrow()
            .schema();
    GenericRecord record = new GenericData.Record(first);
    first.getFields().forEach(f -> record.put(f.pos(), GenericData.get().getDefaultValue(f)));
    record.put("vantage", "atlas-6012");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(first))) {
      writer.create(first, bytes);
      writer.append(record);
    }

    ProbeResult read = reader(bytes.toByteArray()).next();

    assertThat(read).isNotNull();
    assertThat(read.getVantage()).isEqualTo("atlas-6012");
    assertThat(read.getReplies()).isZero();
  }

  @Test
  void refusesOtherRecordsCodecsAndSchemas() throws IOException {
    assertThatExceptionOfType(UnexpectedRecordException.class)
        .isThrownBy(
            () ->
                new ContainerReader<>(
                    OutageEvent.class, new ByteArrayInputStream(container("null", 1))));
    assertThatExceptionOfType(MalformedRecordException.class)
        .isThrownBy(() -> reader(container("bzip2", 1)))
        .withMessage("blocks packed by a codec that is not read");
    byte[] stranger = container("null", 1);
    int name = new String(stranger, StandardCharsets.ISO_8859_1).indexOf("\"vantage\"");
    stranger[name + 1] = 'w';
    assertThatExceptionOfType(UnknownSchemaException.class).isThrownBy(() -> reader(stranger));
    assertThatExceptionOfType(MalformedRecordException.class)
        .isThrownBy(() -> reader(new byte[] {'O', 'b', 'j', 2, 0}));
  }

  @Test
  void p9RefusesEveryBeginningOfAHeader() throws IOException {
    byte[] whole = container("null", 0);
    for (int length = 0; length < whole.length; length++) {
      byte[] beginning = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(TruncatedRecordException.class).isThrownBy(() -> reader(beginning));
    }
  }

  /** What stands behind the header, in hexadecimal digits. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # block                          | why
          02                               | the file ends within a block
          0264                             | the file ends within a block
          01 02                            | a block of -1 records, 1 bytes
          02 01                            | a block of 1 records, -1 bytes
          02 FEFFFFFF0F                    | a block of 1 records, 2147483647 bytes
          FEFFFFFFFFFFFFFFFF01 FEFFFFFFFFFFFFFFFF01 | a block of 9223372036854775807 records, 9223372036854775807 bytes
          FFFFFFFFFFFFFFFFFFFF01           | a number of more than ten bytes
          02 02 00 00000000000000000000000000000000 | a block without the mark at its end
          """)
  void p9RefusesBlocksThatCannotBe(String digits, String why) throws IOException {
    ContainerReader<ProbeResult> reader = reader(withBlock(digits));

    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(reader::next)
        .withMessage(why);
    assertThat(reader.next()).isNull();
  }

  @Test
  void p9BelievesNoCountOfRecords() throws IOException {
    String sync = HexFormat.of().formatHex(SYNC);
    ContainerReader<ProbeResult> reader =
        reader(withBlock("FEFFFFFF0F 02 00" + sync + "0200" + sync));

    assertThatExceptionOfType(MalformedRecordException.class)
        .isThrownBy(reader::next)
        .withMessage("2147483647 records in 1 bytes");
    assertThatExceptionOfType(MalformedRecordException.class)
        .isThrownBy(reader::next)
        .withMessage("1 records in 0 bytes");
    assertThat(reader.next()).isNull();
  }

  @Test
  void leavesABlockWithABadRecordAndReadsTheNext() throws IOException {
    byte[] bytes = container("null", 100);
    int firstTarget = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("175.45.176.1");
    bytes[firstTarget - 1] = (byte) 0x7F; // the text's length
    ContainerReader<ProbeResult> reader = reader(bytes);

    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(reader::next);
    assertThat(reader.original()).hasSizeGreaterThan(900);
    int read = 0;
    while (reader.next() != null) {
      read++;
    }
    assertThat(read).isBetween(60, 90);
  }

  private static byte[] withBlock(String digits) throws IOException {
    byte[] header = container("null", 0);
    byte[] block = HexFormat.of().parseHex(digits.replace(" ", ""));
    byte[] bytes = Arrays.copyOf(header, header.length + block.length);
    System.arraycopy(block, 0, bytes, header.length, block.length);
    return bytes;
  }
}
