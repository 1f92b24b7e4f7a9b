package io.nightlight.schema.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.RejectedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that nobody vouches for: each gets an answer, and none gets the memory that it asks for.
 */
class DamagedRecordTest {
  static List<SpecificRecord> examples() {
    return Examples.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void callsEveryPrefixOfARecordTruncated(SpecificRecord example) {
    SingleObjectDecoder<?> decoder = SingleObjectDecoder.of(example.getClass());
    byte[] whole = encode(example);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decoder.decode(cut))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(TruncatedRecordException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void refusesWhateverFollowsARecord(SpecificRecord example) {
    byte[] whole = encode(example);
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThatThrownBy(() -> SingleObjectDecoder.of(example.getClass()).decode(longer))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("1 bytes follow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"country\":\"KP\"}", "\0\0\0\0\1binary", "\u00c3\u0002 of the future"})
  void refusesWhatIsNoSingleObjectEncoding(String text) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> SingleObjectDecoder.of(BgpMessage.class).decode(bytes))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessageContaining("C3 01");
  }

  /**
   * Any byte of a record may be wrong: the answer is a record or a refusal, never anything else.
   */
  @ParameterizedTest
  @MethodSource("examples")
  void answersEveryDamageWithARecordOrARefusal(SpecificRecord example) {
    Random random = new Random(20_141_222);
    SingleObjectDecoder<?> decoder = SingleObjectDecoder.of(example.getClass());
    byte[] whole = encode(example);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = SingleObjectFormat.HEADER_BYTES;
        damaged[at + random.nextInt(whole.length - at)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(decoder.decode(damaged)).isNotNull();
      } catch (UnreadableRecordException e) {
        refused++;
      } catch (RuntimeException e) {
        fail("round " + round + " of " + example.getSchema().getName(), e);
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -1                   | MalformedRecordException
          -9223372036854775808 | MalformedRecordException
          100                  | TruncatedRecordException
          2147483639           | TruncatedRecordException
          2147483647           | TruncatedRecordException
          4294967297           | TruncatedRecordException
          9223372036854775807  | TruncatedRecordException
          """)
  void allocatesNothingForALengthThatItCannotHave(long length, String answer) throws IOException {
    byte[] poison =
        encodedBy(
            BgpMessage.class,
            body -> {
              body.writeEnum(1);
              body.writeLong(length); // the collector's name
            });
    assertCheaplyRefused(BgpMessage.class, poison, answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -9223372036854775808 | MalformedRecordException
          -2147483648          | TruncatedRecordException
          100                  | TruncatedRecordException
          2147483647           | TruncatedRecordException
          9223372036854775807  | TruncatedRecordException
          """)
  void allocatesNothingForACountThatItCannotHave(long count, String answer) throws IOException {
    byte[] poison =
        encodedBy(
            BgpMessage.class,
            body -> {
              body.writeEnum(1);
              body.writeString("");
              body.writeString("");
              body.writeLong(0);
              body.writeLong(0);
              body.writeLong(0);
              for (int i = 0; i < 4; i++) {
                body.writeBytes(new byte[0]);
              }
              body.writeLong(count); // the announced path ids
              body.writeLong(0);
            });
    assertCheaplyRefused(BgpMessage.class, poison, answer);
  }

  @Test
  void allocatesNothingForBytesThatAreNotThere() throws IOException {
    byte[] poison =
        encodedBy(
            RejectedRecord.class,
            body -> {
              body.writeString("");
              body.writeInt(0);
              body.writeLong(0);
              body.writeLong(0);
              body.writeEnum(0);
              body.writeString("");
              body.writeLong(2_000_000_000); // the original
            });
    assertCheaplyRefused(RejectedRecord.class, poison, "TruncatedRecordException");
  }

  private static void assertCheaplyRefused(
      Class<? extends SpecificRecord> type, byte[] poison, String answer) {
    SingleObjectDecoder<?> decoder = SingleObjectDecoder.of(type);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Throwable refusal = catchThrowable(() -> decoder.decode(poison));
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(refusal.getClass().getSimpleName()).isEqualTo(answer);
    assertThat(allocated).isLessThan(32 << 20);
  }

  private interface Body {
    void writeTo(BinaryEncoder body) throws IOException;
  }

  private static byte[] encodedBy(Class<? extends SpecificRecord> type, Body body)
      throws IOException {
    SpecificRecord any = Examples.all().stream().filter(type::isInstance).findFirst().orElseThrow();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(encode(any), 0, SingleObjectFormat.HEADER_BYTES);
    body.writeTo(EncoderFactory.get().directBinaryEncoder(bytes, null));
    return bytes.toByteArray();
  }

  @SuppressWarnings("unchecked")
  private static byte[] encode(SpecificRecord record) {
    return SingleObjectEncoder.of((Class<SpecificRecord>) record.getClass()).encode(record);
  }
}
