package io.nightlight.recording;

import static io.nightlight.recording.mrt.MrtBytes.announcement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecompressionTest {
  private static final byte[] CONTENT = content();

  private static byte[] content() {
    byte[] content = new byte[300_000];
    new Random(7).nextBytes(content);
    return content;
  }

  private static byte[] open(byte[] compressed) throws IOException {
    try (InputStream in = Decompression.open(new ByteArrayInputStream(compressed))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource
  void opensByContent(Decompression kind) throws Exception {
    assertThat(open(Compressed.as(kind, CONTENT))).isEqualTo(CONTENT);
    assertThat(open(Compressed.as(kind, new byte[0]))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void readsMembersOneAfterTheOther(Decompression kind) throws Exception {
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.writeBytes(Compressed.as(kind, new byte[] {1, 2, 3, 4}));
    two.writeBytes(Compressed.as(kind, new byte[] {5, 6}));

    assertThat(open(two.toByteArray())).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void saysThatAFileEndsTooEarly(Decompression kind) throws Exception {
    byte[] whole = Compressed.as(kind, CONTENT);

    for (int length : new int[] {12, whole.length / 2, whole.length - 1}) {
      assertThatExceptionOfType(EOFException.class)
          .isThrownBy(() -> open(Arrays.copyOf(whole, length)));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void p9MeetsDamageWithAnIoExceptionAndNothingElse(Decompression kind) throws Exception {
    byte[] small = Arrays.copyOf(CONTENT, 3_000);
    byte[] whole = Compressed.as(kind, small);
    Random random = new Random(20141222);
    int refused = 0;

    for (int round = 0; round < 400; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      try {
        open(damaged);
      } catch (IOException e) {
        refused++;
      }
    }

    assertThat(refused).isPositive();
  }

  /** "BZh1" as seconds since 1970. */
  @Test
  void doesNotTakeThe11thOfApril2005ForBzip2() throws Exception {
    byte[] record = announcement(0x425A_6831L, "10.0.0.0/8").toArray();

    assertThat(open(record)).isEqualTo(record);
  }
}
