package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.ProbeMethod;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import io.nightlight.schema.encoding.SchemaVersions;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeResultDecoderTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");
  private static final long T0_MICROS = Micros.of(T0);
  private static final Target TARGET = Target.of(new byte[] {(byte) 175, 45, (byte) 176, 71});

  private final ProbeResultDecoder decoder = new ProbeResultDecoder(Duration.ofMinutes(10));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # outcome   | told: replies | silences | errors | replies | silences | errors
          REPLY       | 0 | 0 | 0 | 1 | 0 | 0
          NO_REPLY    | 0 | 0 | 0 | 0 | 1 | 0
          PROBE_ERROR | 0 | 0 | 0 | 0 | 0 | 1
          REPLY       | 2 | 1 | 0 | 2 | 1 | 0
          REPLY       | 1 | 0 | 5 | 1 | 0 | 5
          NO_REPLY    | 0 | 3 | 1 | 0 | 3 | 1
          PROBE_ERROR | 0 | 0 | 3 | 0 | 0 | 3
          """)
  void countsOneProbeOrSeveral(
      ProbeOutcome outcome,
      int toldReplies,
      int toldSilences,
      int toldErrors,
      int replies,
      int silences,
      int errors) {
    Arrival arrival =
        decode(
            result()
                .setOutcome(outcome)
                .setReplies(toldReplies)
                .setSilences(toldSilences)
                .setErrors(toldErrors));

    assertThat(arrival)
        .isEqualTo(
            Arrival.decoded(
                new ProbeObservation(
                    Vantage.of("atlas-6012"),
                    T0_MICROS,
                    TARGET,
                    io.nightlight.domain.observation.ProbeMethod.ICMP_ECHO,
                    replies,
                    silences,
                    errors)));
  }

  @Test
  void readsAHeartbeatAsTheFeedsOwn() {
    byte[] bytes = SingleObjectEncoder.of(ProbeResult.class).encode(ProbeResultCodec.heartbeat(T0));

    assertThat(decode(bytes, T0.toEpochMilli()))
        .containsExactly(Arrival.decoded(ProbeObservation.heartbeat(T0_MICROS)));
    assertThat(ProbeObservation.heartbeat(T0_MICROS).vantage()).isEqualTo(Vantage.FEED);
  }

  @Test
  void makesOneObjectOfAVantage() {
    Arrival first = decode(result());
    Arrival second = decode(result().setTargetAddress("175.45.176.72"));

    assertThat(first.probe().vantage()).isSameAs(second.probe().vantage());
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1", "192.168.1.1", "224.0.0.1", "::1", "2001:db8::7", "84.205.64.1"})
  void skipsAndCountsTargetsThatAreNoneOfOurs(String address) {
    assertThat(decode(encode(result().setTargetAddress(address)), T0.toEpochMilli())).isEmpty();
    assertThat(decoder.skipped()).isEqualTo(Map.of(Skipped.OTHER_TARGET, 1L));
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
          a BGP message           | UNSUPPORTED_TYPE
          an outcome to come      | UNSUPPORTED_TYPE
          an outcome with counts  | UNSUPPORTED_TYPE
          a method to come        | UNSUPPORTED_TYPE
          no vantage              | INVALID_VALUE
          a blank vantage         | INVALID_VALUE
          an endless vantage      | TOO_LARGE
          a name for a target     | INVALID_VALUE
          an endless target       | INVALID_VALUE
          no target               | INVALID_VALUE
          counts that disagree    | INVALID_VALUE
          a negative count        | INVALID_VALUE
          a count beyond belief   | INVALID_VALUE
          no time                 | INVALID_VALUE
          a time before 1970      | INVALID_VALUE
          a time after 9999       | INVALID_VALUE
          a time far ahead        | FUTURE_TIMESTAMP
          more than 64 KiB        | TOO_LARGE
          """)
  void tellsWhyItRefuses(String defect, RejectReason reason) {
    byte[] value = valueWith(defect);

    List<Arrival> arrivals = decode(value, T0.toEpochMilli());

    assertThat(arrivals).hasSize(1);
    Rejection rejection = arrivals.get(0).rejection();
    assertThat(rejection.reason()).isEqualTo(reason);
    assertThat(rejection.message()).isNotBlank().doesNotContain("\n").hasSizeLessThan(300);
    assertThat(rejection.source()).isEqualTo("probe.results");
    assertThat(rejection.partition()).isEqualTo(3);
    assertThat(rejection.offset()).isEqualTo(17);
    assertThat(rejection.observedAtMicros()).isEqualTo(T0_MICROS);
    assertThat(rejection.original()).isEqualTo(value);
    assertThat(decoder.skipped()).isEmpty();
  }

  private byte[] valueWith(String defect) {
    byte[] good = encode(result());
    return switch (defect) {
      case "nothing" -> new byte[0];
      case "a header only" -> Arrays.copyOf(good, 10);
      case "all but the last byte" -> Arrays.copyOf(good, good.length - 1);
      case "one byte more" -> Arrays.copyOf(good, good.length + 1);
      case "JSON" ->
          "{\"vantage\":\"atlas-6012\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      case "an enum symbol too high" -> {
        good[good.length - 6] = 20;
        yield good;
      }
      case "a fingerprint of nobody" -> {
        good[4] ^= 1;
        yield good;
      }
      case "a BGP message" ->
          SingleObjectEncoder.of(BgpMessage.class).encode(BgpMessage.newBuilder().build());
      case "an outcome to come" -> encode(result().setOutcome(ProbeOutcome.UNKNOWN));
      case "an outcome with counts" ->
          encode(result().setOutcome(ProbeOutcome.UNKNOWN).setReplies(2));
      case "a method to come" -> encode(result().setMethod(ProbeMethod.UNKNOWN));
      case "no vantage" -> encode(result().setVantage(""));
      case "a blank vantage" -> encode(result().setVantage(" \t"));
      case "an endless vantage" -> encode(result().setVantage("v".repeat(10_000)));
      case "a name for a target" -> encode(result().setTargetAddress("star.kp"));
      case "an endless target" -> encode(result().setTargetAddress("1".repeat(10_000)));
      case "no target" -> encode(result().setTargetAddress(""));
      case "counts that disagree" -> encode(result().setSilences(3));
      case "a negative count" -> encode(result().setReplies(1).setErrors(-1));
      case "a count beyond belief" -> encode(result().setReplies(Integer.MAX_VALUE));
      case "no time" -> encode(result().setObservedAt(Instant.EPOCH));
      case "a time before 1970" -> encode(result().setObservedAt(Instant.EPOCH.minusSeconds(9)));
      case "a time after 9999" ->
          encode(result().setObservedAt(Instant.parse("+12000-01-01T00:00:00Z")));
      case "a time far ahead" -> encode(result().setObservedAt(T0.plus(Duration.ofHours(1))));
      case "more than 64 KiB" -> new byte[(1 << 16) + 1];
      default -> throw new IllegalArgumentException(defect);
    };
  }

  /** Records that a version before this one wrote told of one probe each. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsEveryVersionOfTheSchema(int version) throws IOException {
    Arrival arrival = decode(encodedAsOf(version), T0.toEpochMilli()).get(0);

    assertThat(arrival.probe().target()).isEqualTo(TARGET);
    assertThat(arrival.probe().replies()).isEqualTo(1);
    assertThat(arrival.probe().silences()).isZero();
  }

  private static byte[] encodedAsOf(int version) throws IOException {
    SchemaVersions.StoredSchema stored =
        SchemaVersions.shipped().all().stream()
            .filter(s -> s.schema().getName().equals("ProbeResult") && s.version() == version)
            .findFirst()
            .orElseThrow();
    GenericRecord record = new GenericData.Record(stored.schema());
    stored
        .schema()
        .getFields()
        .forEach(f -> record.put(f.pos(), GenericData.get().getDefaultValue(f)));
    record.put("observedAt", T0_MICROS);
    record.put("vantage", "atlas-6012");
    record.put("targetAddress", "175.45.176.71");
    record.put(
        "outcome",
        new GenericData.EnumSymbol(stored.schema().getField("outcome").schema(), "REPLY"));
    record.put(
        "method",
        new GenericData.EnumSymbol(stored.schema().getField("method").schema(), "ICMP_ECHO"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(0xC3);
    bytes.write(0x01);
    bytes.write(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(stored.fingerprint())
            .array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(stored.schema()).write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  private static ProbeResult.Builder result() {
    return ProbeResult.newBuilder()
        .setVantage("atlas-6012")
        .setObservedAt(T0)
        .setTargetAddress("175.45.176.71")
        .setMethod(ProbeMethod.ICMP_ECHO)
        .setOutcome(ProbeOutcome.REPLY);
  }

  private static byte[] encode(ProbeResult.Builder result) {
    return SingleObjectEncoder.of(ProbeResult.class).encode(result.build());
  }

  private Arrival decode(ProbeResult.Builder result) {
    return decode(encode(result), T0.toEpochMilli()).get(0);
  }

  private List<Arrival> decode(byte @Nullable [] value, long kafkaMillis) {
    List<Arrival> arrivals = new ArrayList<>();
    decoder.decode(TopicRecord.of(value, "probe.results", 3, 17, kafkaMillis), arrivals::add);
    return arrivals;
  }
}
