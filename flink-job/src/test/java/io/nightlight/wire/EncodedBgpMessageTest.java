package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.schema.AddressFamily;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.encoding.SingleObjectDecoder;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import io.nightlight.schema.encoding.TruncatedRecordException;
import io.nightlight.schema.encoding.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/**
 * The reader by hand beside the one of Avro's library: the same observations, the same refusals.
 */
class EncodedBgpMessageTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");
  private static final int HEADER_BYTES = 10;

  private final SingleObjectEncoder<BgpMessage> encoder = SingleObjectEncoder.of(BgpMessage.class);
  private final SingleObjectDecoder<BgpMessage> decoder = SingleObjectDecoder.of(BgpMessage.class);
  private final BgpMessageCodec codec = new BgpMessageCodec();
  private final EncodedBgpMessage encoded = new EncodedBgpMessage(new Sessions());
  private final Random random = new Random(20141222);
  private int read;
  private int refused;

  /** If this fails, the schema changed and the class under test did not. */
  @Test
  void knowsTodaysSchema() {
    assertThat(EncodedBgpMessage.FINGERPRINT)
        .isEqualTo(SchemaNormalization.parsingFingerprint64(BgpMessage.getClassSchema()));
    assertThat(EncodedBgpMessage.isKnown(encoder.encode(anyMessage()))).isTrue();
  }

  @Test
  void leavesWhatItDoesNotKnow() {
    byte[] whole = encoder.encode(anyMessage());
    for (int i = 0; i < HEADER_BYTES; i++) {
      byte[] other = whole.clone();
      other[i] ^= 1;
      assertThat(EncodedBgpMessage.isKnown(other)).isFalse();
      assertThat(EncodedBgpMessage.isKnown(Arrays.copyOf(whole, i))).isFalse();
    }
  }

  @Test
  void saysWhatTheLibrarySays() {
    for (int round = 0; round < 20_000; round++) {
      compare(encoder.encode(anyMessage()));
    }

    assertThat(read).isGreaterThan(8_000);
    assertThat(refused).as("values that cannot be").isGreaterThan(2_000);
  }

  @Test
  void p9RefusesEveryBeginningAsTheLibraryDoes() {
    for (int round = 0; round < 300; round++) {
      byte[] whole = encoder.encode(anyMessage());
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
      byte[] damaged = encoder.encode(anyMessage());
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = HEADER_BYTES + random.nextInt(damaged.length - HEADER_BYTES);
        boolean extreme = random.nextBoolean();
        damaged[at] =
            (byte) (extreme ? extremes[random.nextInt(extremes.length)] : random.nextInt(256));
      }
      compare(damaged);
    }

    assertThat(read).isGreaterThan(3_000);
    assertThat(refused).isGreaterThan(15_000);
  }

  @Test
  void p9RefusesNoiseAsTheLibraryDoes() {
    byte[] header = Arrays.copyOf(encoder.encode(anyMessage()), HEADER_BYTES);
    for (int round = 0; round < 50_000; round++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      for (int i = 0; i < noise.length; i++) {
        noise[i] &= (byte) (random.nextInt(4) == 0 ? 0xFF : 0x0F); // mostly small numbers
      }
      compare(joined(header, noise));
    }

    assertThat(refused).isPositive();
  }

  /** Avro's writers need not put an array into one block of unknown size, as ours do. */
  @Test
  void readsArraysInBlocks() {
    byte[] whole = encoder.encode(message().setAsPath(List.of(1L, 2L, 3L, 4L)).build());
    int path = indexOf(whole, new byte[] {8, 2, 4, 6, 8, 0});
    byte[] inBlocks = {3, 4, 2, 4, 2, 6, 1, 2, 8, 0}; // -2 of 2 bytes, 1, -1 of 1 byte

    byte[] other =
        joined(
            joined(Arrays.copyOf(whole, path), inBlocks),
            Arrays.copyOfRange(whole, path + 6, whole.length));

    assertThat(decoder.decode(other).getAsPath()).containsExactly(1L, 2L, 3L, 4L);
    compare(other);
    assertThat(read).isEqualTo(1);
  }

  /**
   * A long path leaves no trace on the heap, be it in numbers of eight bytes or as its five bytes
   * each. Which of the small objects of a message are made at all is the compiler's to say, at its
   * own time; so the two are not compared with one another.
   */
  @Test
  void allocatesNothingForThePath() {
    List<Long> longPath = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      longPath.add(4_200_000_000L + i);
    }
    byte[] bare = encoder.encode(message().build());
    byte[] prepended = encoder.encode(message().setAsPath(longPath).build());

    assertThat(allocatedFor(prepended)).isLessThan(512);
    assertThat(allocatedFor(bare)).isLessThan(512);
  }

  /** Keys are longs, and a prefix takes at least a byte; its identifier at least another. */
  @Test
  void p9AllocatesNoMoreThanTheBytesAllow() {
    for (int round = 0; round < 20_000; round++) {
      byte[] damaged = encoder.encode(anyMessage());
      damaged[HEADER_BYTES + random.nextInt(damaged.length - HEADER_BYTES)] =
          (byte) random.nextInt(256);
      long most = 4096 + 64L * damaged.length;
      long allocated = Long.MAX_VALUE;
      // What is loaded, compiled or learned once does not come again.
      for (int attempt = 0; attempt < 5 && allocated > most; attempt++) {
        allocated = allocatedBy(() -> tell(damaged));
      }
      assertThat(allocated).isLessThanOrEqualTo(most);
    }
  }

  private long allocatedFor(byte[] bytes) {
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 10_000; attempt++) {
      least = Math.min(least, allocatedBy(() -> tell(bytes)));
    }
    return least;
  }

  private static long allocatedBy(Supplier<Object> work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Object result = work.get();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(result).isNotNull();
    return allocated;
  }

  private Object tell(byte[] bytes) {
    try {
      encoded.read(bytes);
      return encoded.toDomain();
    } catch (RefusedException e) {
      return e;
    }
  }

  private void compare(byte[] bytes) {
    Object ours = tell(bytes);
    Object theirs = toldByLibrary(bytes);
    if (theirs instanceof RefusedException refusal) {
      assertThat(ours).isInstanceOf(RefusedException.class);
      assertThat(((RefusedException) ours).reason()).isEqualTo(refusal.reason());
      refused++;
    } else {
      assertThat(parts((BgpObservation) ours)).isEqualTo(parts((BgpObservation) theirs));
      read++;
    }
  }

  private static List<Object> parts(BgpObservation observation) {
    return List.of(
        observation.kind(),
        observation.session(),
        observation.observedAtMicros(),
        observation.sequence(),
        LongStream.of(observation.announced()).boxed().toList(),
        LongStream.of(observation.withdrawn()).boxed().toList(),
        IntStream.of(observation.announcedPathIds()).boxed().toList(),
        IntStream.of(observation.withdrawnPathIds()).boxed().toList(),
        observation.originAsn(),
        observation.endOfRib(),
        observation.ribStartedAtMicros(),
        observation.ignoredPrefixes());
  }

  /** So that a part that comes later is not forgotten above. */
  @Test
  void comparesEveryPart() {
    assertThat(BgpObservation.class.getRecordComponents()).hasSize(12);
  }

  private Object toldByLibrary(byte[] bytes) {
    try {
      return codec.toDomain(decoder.decode(bytes));
    } catch (RefusedException e) {
      return e;
    } catch (UnreadableRecordException e) {
      boolean early = e instanceof TruncatedRecordException;
      return new RefusedException(
          early ? RejectReason.TRUNCATED : RejectReason.MALFORMED, "by the library");
    }
  }

  private static BgpMessage.Builder message() {
    return BgpMessage.newBuilder()
        .setKind(BgpMessageKind.UPDATE)
        .setCollector("rrc06")
        .setPeerAddress("192.0.2.1")
        .setPeerAsn(4837)
        .setObservedAt(T0)
        .setAnnouncedIpv4(ByteBuffer.wrap(new byte[] {24, (byte) 175, 45, (byte) 176}));
  }

  /** Any message that our writers can write, honest or not. */
  private BgpMessage anyMessage() {
    BgpMessageKind[] kinds = BgpMessageKind.values();
    int announced = random.nextInt(4);
    int withdrawn = random.nextInt(4);
    BgpMessage.Builder message =
        message()
            .setKind(kinds[random.nextInt(kinds.length)])
            .setPeerAddress(rarely() ? "2001:db8::" + random.nextInt(9) : "192.0.2." + small())
            .setPeerAsn(rarely() ? random.nextLong() : small())
            .setObservedAt(rarely() ? Instant.EPOCH.plusSeconds(random.nextInt()) : T0)
            .setSequence(random.nextLong())
            .setAnnouncedIpv4(nlri(announced, 32))
            .setAnnouncedIpv6(nlri(random.nextInt(2), 128))
            .setWithdrawnIpv4(nlri(withdrawn, 32))
            .setWithdrawnIpv6(nlri(random.nextInt(2), 128))
            .setAsPath(numbers(random.nextInt(6)))
            .setOriginAsn(rarely() ? random.nextLong() : small())
            .setEndOfRib(random.nextBoolean())
            .setEndOfRibFamily(AddressFamily.values()[random.nextInt(3)]);
    if (rarely()) {
      message.setCollector("").setAnnouncedPathIds(numbers(random.nextInt(6)));
    }
    if (random.nextBoolean()) {
      message.setAnnouncedIpv6(nlri(0, 128)).setAnnouncedPathIds(numbers(announced));
      message.setWithdrawnIpv6(nlri(0, 128)).setWithdrawnPathIds(numbers(withdrawn));
    }
    if (!rarely()) {
      message.setRibStartedAt(T0.plusSeconds(small() - 120)).setOriginatedAt(T0);
    }
    return message.build();
  }

  private boolean rarely() {
    return random.nextInt(20) == 0;
  }

  private int small() {
    return random.nextInt(200);
  }

  private List<Long> numbers(int count) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(random.nextInt(100) == 0 ? random.nextLong() : random.nextLong() >>> 33);
    }
    return numbers;
  }

  private ByteBuffer nlri(int prefixes, int longest) {
    ByteArrayOutputStream nlri = new ByteArrayOutputStream();
    for (int i = 0; i < prefixes; i++) {
      int bits = random.nextInt(100) == 0 ? 33 + random.nextInt(200) : random.nextInt(longest + 1);
      nlri.write(bits);
      for (int k = 0; k < (bits + 7) / 8; k++) {
        nlri.write(k == 0 && longest > 32 ? 0x20 : random.nextInt(256));
      }
    }
    return ByteBuffer.wrap(nlri.toByteArray());
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int at = 0; at + part.length <= all.length; at++) {
      if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("not found");
  }
}
