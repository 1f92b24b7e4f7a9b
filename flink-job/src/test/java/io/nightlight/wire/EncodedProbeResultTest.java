package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.nightlight.schema.ProbeMethod;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import io.nightlight.schema.encoding.SingleObjectDecoder;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import io.nightlight.schema.encoding.TruncatedRecordException;
import io.nightlight.schema.encoding.UnreadableRecordException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The reader by hand beside the one of Avro's library: the same observations, the same refusals.
 */
class EncodedProbeResultTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");
  private static final int HEADER_BYTES = 10;

  private static final String[] ADDRESSES = {
    "175.45.176.71", "175.45.179.255", "8.8.8.8", "10.1.2.3", "127.0.0.1", "0.0.0.0", "1.2.3",
    "1.2.3.4.5", "1.2.3.256", "1.2.3.0004", "001.002.003.004", "1..2.3", "1.2.3.", ".1.2.3",
    "1.2.3.-4", "", " 1.2.3.4", "1.2.3.4\u0000", "2001:500:88:200::8", "2001:db8::1", "::1",
    "2a00:1450:4001:81a::200e", "::ffff:1.2.3.4", "x", "\u0661.2.3.4"
  };

  private final SingleObjectEncoder<ProbeResult> encoder =
      SingleObjectEncoder.of(ProbeResult.class);
  private final SingleObjectDecoder<ProbeResult> decoder =
      SingleObjectDecoder.of(ProbeResult.class);
  private final ProbeResultCodec codec = new ProbeResultCodec();
  private final EncodedProbeResult encoded = new EncodedProbeResult(new Vantages());
  private final Random random = new Random(20141222);
  private int read;
  private int refused;

  /** If this fails, the schema changed and the class under test did not. */
  @Test
  void knowsTodaysSchema() {
    assertThat(EncodedProbeResult.FINGERPRINT)
        .isEqualTo(SchemaNormalization.parsingFingerprint64(ProbeResult.getClassSchema()));
    assertThat(EncodedProbeResult.isKnown(encoder.encode(anyResult()))).isTrue();
  }

  @Test
  void leavesWhatItDoesNotKnow() {
    byte[] whole = encoder.encode(anyResult());
    for (int i = 0; i < HEADER_BYTES; i++) {
      byte[] other = whole.clone();
      other[i] ^= 1;
      assertThat(EncodedProbeResult.isKnown(other)).isFalse();
      assertThat(EncodedProbeResult.isKnown(Arrays.copyOf(whole, i))).isFalse();
    }
  }

  @Test
  void saysWhatTheLibrarySays() {
    for (int round = 0; round < 20_000; round++) {
      compare(encoder.encode(anyResult()));
    }

    assertThat(read).isGreaterThan(2_000);
    assertThat(refused).as("values that cannot be").isGreaterThan(2_000);
  }

  @Test
  void p9RefusesEveryBeginningAsTheLibraryDoes() {
    for (int round = 0; round < 300; round++) {
      byte[] whole = encoder.encode(anyResult());
      for (int length = HEADER_BYTES; length < whole.length; length++) {
        compare(Arrays.copyOf(whole, length));
      }
      compare(Arrays.copyOf(whole, whole.length + 1));
    }

    assertThat(read).isZero();
  }

  @Test
  void p9RefusesDamageAsTheLibraryDoes() {
    int[] extremes = {0, 1, 2, 3, 0x7F, 0x80, 0x81, 0xFE, 0xFF};
    for (int round = 0; round < 60_000; round++) {
      byte[] damaged = encoder.encode(anyResult());
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = HEADER_BYTES + random.nextInt(damaged.length - HEADER_BYTES);
        boolean extreme = random.nextBoolean();
        damaged[at] =
            (byte) (extreme ? extremes[random.nextInt(extremes.length)] : random.nextInt(256));
      }
      compare(damaged);
    }

    assertThat(read).isGreaterThan(1_000);
    assertThat(refused).isGreaterThan(15_000);
  }

  @Test
  void p9RefusesNoiseAsTheLibraryDoes() {
    byte[] header = Arrays.copyOf(encoder.encode(anyResult()), HEADER_BYTES);
    for (int round = 0; round < 50_000; round++) {
      byte[] noise = Arrays.copyOf(header, HEADER_BYTES + random.nextInt(60));
      for (int i = HEADER_BYTES; i < noise.length; i++) {
        int most = random.nextInt(4) == 0 ? 0x100 : 0x10; // mostly small numbers
        noise[i] = (byte) random.nextInt(most);
      }
      compare(noise);
    }

    assertThat(refused).isPositive();
  }

  /** A vantage met before and an IPv4 address make an arrival's few objects and no text. */
  @Test
  void allocatesNoText() {
    byte[] bytes = encoder.encode(result().build());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 10_000; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      encoded.read(bytes);
      Object told = encoded.toDomain();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      assertThat(told).isNotNull();
    }
    assertThat(least).isLessThan(160);
  }

  private void compare(byte[] bytes) {
    Object ours = tell(bytes);
    Object theirs = toldByLibrary(bytes);
    if (theirs instanceof RefusedException refusal) {
      assertThat(ours).isInstanceOf(RefusedException.class);
      assertThat(((RefusedException) ours).reason()).isEqualTo(refusal.reason());
      refused++;
    } else {
      assertThat(ours).isEqualTo(theirs);
      read += ours == null ? 0 : 1;
    }
  }

  private @Nullable Object tell(byte[] bytes) {
    try {
      encoded.read(bytes);
      return encoded.toDomain();
    } catch (RefusedException e) {
      return e;
    }
  }

  private @Nullable Object toldByLibrary(byte[] bytes) {
    try {
      return codec.toDomain(decoder.decode(bytes));
    } catch (TruncatedRecordException e) {
      return new RefusedException(RejectReason.TRUNCATED, "");
    } catch (UnreadableRecordException e) {
      return new RefusedException(RejectReason.MALFORMED, "");
    } catch (RefusedException e) {
      return e;
    }
  }

  private static ProbeResult.Builder result() {
    return ProbeResult.newBuilder()
        .setVantage("atlas-6012")
        .setObservedAt(T0)
        .setTargetAddress("175.45.176.71")
        .setMethod(ProbeMethod.ICMP_ECHO)
        .setOutcome(ProbeOutcome.REPLY);
  }

  private ProbeResult anyResult() {
    ProbeOutcome[] outcomes = ProbeOutcome.values();
    ProbeMethod[] methods = ProbeMethod.values();
    boolean told = random.nextInt(3) == 0;
    return result()
        .setVantage(random.nextInt(20) == 0 ? "v".repeat(random.nextInt(300)) : anyVantage())
        .setObservedAt(random.nextInt(50) == 0 ? Instant.EPOCH : T0.plusNanos(random.nextInt()))
        .setTargetAddress(ADDRESSES[random.nextInt(ADDRESSES.length)])
        .setOutcome(outcomes[random.nextInt(outcomes.length)])
        .setRtt(random.nextBoolean() ? null : (Long) random.nextLong(1_000_000))
        .setMethod(methods[random.nextInt(methods.length)])
        .setReplies(told ? random.nextInt(3) : 0)
        .setSilences(told ? random.nextInt(3) : 0)
        .setErrors(told ? random.nextInt(30) - 1 : 0)
        .build();
  }

  private String anyVantage() {
    return "atlas-" + random.nextInt(40_000);
  }
}
