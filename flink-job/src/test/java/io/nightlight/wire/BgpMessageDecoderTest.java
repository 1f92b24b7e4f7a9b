package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.ProbeResult;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgpMessageDecoderTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");
  private static final long T0_MICROS = T0.toEpochMilli() * 1000;

  private final BgpMessageDecoder decoder = new BgpMessageDecoder(Duration.ofMinutes(10));

  @Test
  void decodesAMessage() {
    Arrival arrival = decode(encode(message()));
    assertThat(arrival.rejection()).isNull();
    assertThat(arrival.observation().observedAtMicros()).isEqualTo(T0_MICROS);
    assertThat(arrival.observation().session().collector()).isEqualTo("rrc06");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing                 | TRUNCATED
          a header only           | TRUNCATED
          all but the last byte   | TRUNCATED
          one byte more           | MALFORMED
          JSON                    | MALFORMED
          an enum symbol too high | MALFORMED
          a fingerprint of nobody | UNKNOWN_SCHEMA
          a probe result          | UNSUPPORTED_TYPE
          an IPv4 prefix of /33   | INVALID_VALUE
          more than a megabyte    | TOO_LARGE
          """)
  void tellsWhyItRefuses(String defect, RejectReason reason) {
    byte[] value = valueWith(defect);
    Rejection rejection =
        decoder.decode(value, "bgp.updates", 3, 17, T0.toEpochMilli()).rejection();
    assertThat(rejection.reason()).isEqualTo(reason);
    assertThat(rejection.message()).isNotBlank().doesNotContain("\n");
    assertThat(rejection.source()).isEqualTo("bgp.updates");
    assertThat(rejection.partition()).isEqualTo(3);
    assertThat(rejection.offset()).isEqualTo(17);
    assertThat(rejection.observedAtMicros()).isEqualTo(T0_MICROS);
    assertThat(rejection.originalLength()).isEqualTo(value.length);
    assertThat(rejection.original())
        .isEqualTo(Arrays.copyOf(value, Math.min(value.length, Rejection.MOST_BYTES)));
    assertThat(decode(encode(message())).observation()).as("and goes on").isNotNull();
  }

  private static byte[] valueWith(String defect) {
    byte[] whole = encode(message());
    return switch (defect) {
      case "nothing" -> new byte[0];
      case "a header only" -> Arrays.copyOf(whole, 10);
      case "all but the last byte" -> Arrays.copyOf(whole, whole.length - 1);
      case "one byte more" -> Arrays.copyOf(whole, whole.length + 1);
      case "JSON" -> "{\"type\":\"UPDATE\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      case "an enum symbol too high" -> with(whole, 10, 14);
      case "a fingerprint of nobody" -> with(whole, 5, whole[5] + 1);
      case "a probe result" ->
          SingleObjectEncoder.of(ProbeResult.class).encode(ProbeResult.newBuilder().build());
      case "an IPv4 prefix of /33" -> {
        BgpMessage message = message();
        message.setAnnouncedIpv4(ByteBuffer.wrap(new byte[] {33, 11, 11, 11, 11, 11}));
        yield encode(message);
      }
      case "more than a megabyte" -> Arrays.copyOf(whole, (1 << 20) + 1);
      default -> throw new AssertionError(defect);
    };
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  @Test
  void refusesATombstone() {
    assertThat(decoder.decode(null, "bgp.updates", 0, 0, 0).rejection().reason())
        .isEqualTo(RejectReason.TRUNCATED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PT0S        | true
          PT10M       | true
          PT10M0.001S | false
          P3650D      | false
          -P3650D     | true
          """)
  void p10RefusesWhatIsFurtherAheadThanAClockCanBeWrong(Duration ahead, boolean decoded) {
    BgpMessage message = message();
    message.setObservedAt(T0.plus(ahead));
    Arrival arrival = decode(encode(message));
    if (decoded) {
      assertThat(arrival.observation()).isNotNull();
    } else {
      assertThat(arrival.rejection().reason()).isEqualTo(RejectReason.FUTURE_TIMESTAMP);
      assertThat(arrival.rejection().observedAtMicros())
          .as("a time that nobody believes is not passed on")
          .isEqualTo(T0_MICROS);
      assertThat(arrival.rejection().message()).contains(T0.plus(ahead).toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RIB_ROW | -PT2H       | true
          RIB_ROW | PT0S        | true
          RIB_ROW | PT1M        | true
          RIB_ROW | PT1M0.001S  | false
          RIB_ROW | P30000D     | false
          RIB_END | PT1M        | true
          RIB_END | PT1M0.001S  | false
          RIB_END | P30000D     | false
          UPDATE  | P30000D     | true
          """)
  void refusesADumpThatWasBegunAfterWhatItShows(
      BgpMessageKind kind, Duration ahead, boolean decoded) {
    BgpMessage message = message();
    message.setKind(kind);
    message.setRibStartedAt(T0.plus(ahead));

    Arrival arrival = decode(encode(message));

    if (decoded) {
      assertThat(arrival.observation()).isNotNull();
    } else {
      assertThat(arrival.rejection().reason()).isEqualTo(RejectReason.INVALID_VALUE);
      assertThat(arrival.rejection().message())
          .isEqualTo("ribStartedAt is " + T0.plus(ahead) + ", after observedAt, " + T0);
      assertThat(arrival.rejection().observedAtMicros()).isEqualTo(T0_MICROS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, true", // NO_TIMESTAMP of Kafka
    "-9223372036854775808, true",
    "9223372036854775807, true",
    "0, false"
  })
  void comparesWithAnyTimestampThatKafkaCanGive(long millis, boolean decoded) {
    Arrival arrival = decoder.decode(encode(message()), "bgp.updates", 0, 0, millis);
    assertThat(arrival.observation() != null).isEqualTo(decoded);
  }

  @ParameterizedTest
  @CsvSource({"-9223372036854775808", "-1", "0", "9223372036854775807"})
  void passesOnOnlyTimesThatASinkCanWrite(long micros) {
    BgpMessage message = message();
    message.setObservedAt(Micros.toInstant(micros));
    for (long kafkaMillis : new long[] {-1, 0, T0.toEpochMilli()}) {
      Arrival arrival = decoder.decode(encode(message), "bgp.updates", 0, 0, kafkaMillis);
      assertThat(arrival.rejection().observedAtMicros()).isBetween(0L, T0_MICROS);
    }
  }

  /** P9: whatever a record is, the job goes on. */
  @Test
  void answersEveryDamageWithAnArrival() {
    Random random = new Random(20_141_222);
    byte[] whole = encode(message());
    int refused = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
      }
      Arrival arrival = decode(Arrays.copyOf(damaged, whole.length - random.nextInt(3)));
      assertThat(arrival.observation() == null).isNotEqualTo(arrival.rejection() == null);
      refused += arrival.rejection() == null ? 0 : 1;
    }
    assertThat(refused).isBetween(10_000, 49_999);
  }

  private Arrival decode(byte[] value) {
    return decoder.decode(value, "bgp.updates", 0, 0, T0.toEpochMilli());
  }

  private static byte[] encode(BgpMessage message) {
    return SingleObjectEncoder.of(BgpMessage.class).encode(message);
  }

  private static BgpMessage message() {
    return BgpMessage.newBuilder()
        .setKind(BgpMessageKind.UPDATE)
        .setCollector("rrc06")
        .setPeerAddress("202.249.2.20")
        .setPeerAsn(2497)
        .setObservedAt(T0)
        .setAnnouncedIpv4(ByteBuffer.wrap(new byte[] {24, (byte) 175, 45, (byte) 176}))
        .build();
  }
}
