package io.nightlight.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.RejectedRecordReason;
import io.nightlight.schema.encoding.SingleObjectDecoder;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectionCodecTest {
  @Test
  void writesWhatWasRefusedAndWhy() {
    byte[] original = {1, 2, 3};
    RejectedRecord record =
        RejectionCodec.toAvro(
            new Rejection(
                RejectReason.MALFORMED, "what is wrong", original, "bgp.updates", 23, 99, -1));
    assertThat(record.getReason()).isEqualTo(RejectedRecordReason.MALFORMED);
    assertThat(record.getMessage()).isEqualTo("what is wrong");
    assertThat(record.getOriginal()).isEqualTo(ByteBuffer.wrap(original));
    assertThat(record.getOriginalLength()).isEqualTo(3);
    assertThat(record.getSource()).isEqualTo("bgp.updates");
    assertThat(record.getPartition()).isEqualTo(23);
    assertThat(record.getOffset()).isEqualTo(99);
    assertThat(record.getObservedAt()).hasToString("1969-12-31T23:59:59.999999Z");
  }

  @Test
  void tellsHowLongACutOriginalWas() {
    byte[] original = new byte[Rejection.MOST_BYTES + 5];
    Arrays.fill(original, (byte) 7);
    RejectedRecord record =
        RejectionCodec.toAvro(
            new Rejection(RejectReason.TOO_LARGE, "", original, "updates.gz", 0, 0, 0));
    assertThat(record.getOriginal().remaining()).isEqualTo(Rejection.MOST_BYTES);
    assertThat(record.getOriginalLength()).isEqualTo(original.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          m   | 600000 | 500
          中   | 600000 | 500
          😀   | 300000 | 499
          m   | 501    | 500
          m   | 500    | 500
          """)
  void p09CutsWhatIsSaidOfARecord(String piece, int times, int length) {
    Rejection rejection =
        new Rejection(RejectReason.INVALID_VALUE, piece.repeat(times), new byte[0], "", 0, 0, 0);
    assertThat(rejection.message()).hasSize(length).startsWith(piece);
    assertThat(rejection.message().endsWith("...")).isEqualTo(times > length);
    assertThat(rejection.message().getBytes(UTF_8))
        .as("no half of a character")
        .isEqualTo(new String(rejection.message().getBytes(UTF_8), UTF_8).getBytes(UTF_8))
        .doesNotContain('?');
    assertThat(rejection)
        .usingRecursiveComparison()
        .isEqualTo(
            new Rejection(rejection.reason(), rejection.message(), new byte[0], "", 0, 0, 0, 0));
  }

  @Test
  void ofALongPathTheFilesNameStays() {
    String path = "folder/".repeat(500) + "updates.20141222.1615.gz";
    String source = new Rejection(RejectReason.MALFORMED, "", new byte[0], path, 0, 0, 0).source();
    assertThat(source).hasSize(1_000).startsWith("...").endsWith("/updates.20141222.1615.gz");
  }

  @Test
  void saysOneLineWhateverTheRecordSays() {
    Rejection rejection =
        new Rejection(RejectReason.MALFORMED, "a\r\nb\u001B[2Jc", new byte[0], "", 0, 0, 0);
    assertThat(rejection.message()).isEqualTo("a  b [2Jc");
  }

  @ParameterizedTest
  @EnumSource(RejectReason.class)
  void hasAWordForEveryReason(RejectReason reason) {
    Rejection rejection = new Rejection(reason, "", new byte[0], "", 0, 0, 0);
    assertThat(RejectionCodec.toAvro(rejection).getReason()).hasToString(reason.name());
    assertThat(RejectedRecordReason.values()).hasSize(RejectReason.values().length + 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
  void carriesAnyTimeThatMicrosecondsCanSay(long micros) {
    RejectedRecord record =
        RejectionCodec.toAvro(
            new Rejection(RejectReason.MALFORMED, "", new byte[0], "", 0, 0, micros));
    byte[] bytes = SingleObjectEncoder.of(RejectedRecord.class).encode(record);
    RejectedRecord read = SingleObjectDecoder.of(RejectedRecord.class).decode(bytes);
    assertThat(Micros.of(read.getObservedAt())).isEqualTo(micros);
  }
}
