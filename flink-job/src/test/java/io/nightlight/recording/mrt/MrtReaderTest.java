package io.nightlight.recording.mrt;

import static io.nightlight.recording.mrt.MrtBytes.T0;
import static io.nightlight.recording.mrt.MrtBytes.announcement;
import static io.nightlight.wire.bgp.WireBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightlight.wire.RejectReason;
import io.nightlight.wire.bgp.WireBytes;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MrtReaderTest {
  private static MrtReader reader(byte[] bytes) {
    return new MrtReader(new ByteArrayInputStream(bytes));
  }

  private static MrtDamageException damageOf(MrtReader reader) throws MrtDamageException {
    try {
      reader.next();
    } catch (MrtDamageException e) {
      assertThat(reader.next()).isNull();
      return e;
    }
    throw new AssertionError("no damage");
  }

  @Test
  void numbersRecordsAndKnowsWhereTheyBegin() throws Exception {
    WireBytes one = announcement(T0, "10.0.0.0/8");
    MrtReader reader = reader(bytes().put(one).put(announcement(T0 + 1, "11.0.0.0/8")).toArray());

    MrtRecord first = Objects.requireNonNull(reader.next());
    MrtRecord second = Objects.requireNonNull(reader.next());

    assertThat(first.number()).isEqualTo(1);
    assertThat(first.offset()).isZero();
    assertThat(first.bytes()).isEqualTo(one.toArray());
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.offset()).isEqualTo(one.size());
    assertThat(second.seconds()).isEqualTo(T0 + 1);
    assertThat(reader.next()).isNull();
    assertThat(reader.next()).isNull();
  }

  @Test
  void saysOnceWhereAFileBreaksOff() throws Exception {
    byte[] whole = announcement(T0, "10.0.0.0/8").toArray();

    for (int length = 1; length < whole.length; length++) {
      MrtDamageException damage = damageOf(reader(Arrays.copyOf(whole, length)));

      assertThat(damage.reason()).isEqualTo(RejectReason.TRUNCATED);
      assertThat(damage.bytes()).isEqualTo(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void p9DoesNotBelieveAnyLength() throws Exception {
    byte[] huge = bytes().u32(T0).u16(16, 4).u32(0xFFFF_FFFFL).toArray();
    byte[] large = bytes().u32(T0).u16(16, 4).u32(MrtReader.MOST_RECORD_BYTES).u8(1).toArray();

    assertThat(damageOf(reader(huge)).reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(damageOf(reader(large)).reason()).isEqualTo(RejectReason.TRUNCATED);
  }

  @Test
  void readsALongRecordInPiecesAsTheyCome() throws Exception {
    WireBytes body = bytes();
    for (int i = 0; i < 20_000; i++) {
      body.u8(i);
    }
    byte[] whole = MrtBytes.record(T0, 16, 4, body).toArray();
    InputStream dripping =
        new FilterInputStream(new ByteArrayInputStream(whole)) {
          @Override
          public int read(byte[] target, int from, int count) throws IOException {
            return super.read(target, from, Math.min(count, 7));
          }
        };

    assertThat(Objects.requireNonNull(new MrtReader(dripping).next()).bytes()).isEqualTo(whole);
  }

  @Test
  void tellsAnEarlyEndFromDamageWithin() {
    assertThatExceptionOfType(MrtDamageException.class)
        .isThrownBy(() -> new MrtReader(failing(new EOFException("end"))).next())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.TRUNCATED));
    assertThatExceptionOfType(MrtDamageException.class)
        .isThrownBy(() -> new MrtReader(failing(new IOException("CRC"))).next())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.MALFORMED))
        .withMessageContaining("CRC");
  }

  private static InputStream failing(IOException failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }

      @Override
      public int read(byte[] target, int from, int count) throws IOException {
        throw failure;
      }
    };
  }
}
