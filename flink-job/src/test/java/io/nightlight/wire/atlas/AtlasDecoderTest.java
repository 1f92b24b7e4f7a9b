package io.nightlight.wire.atlas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.TopicRecord;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AtlasDecoderTest {
  private static final long T0_MICROS = AtlasText.TIMESTAMP * 1_000_000;
  private static final long KAFKA_MILLIS = AtlasText.TIMESTAMP * 1000 + 90_000;

  private final AtlasDecoder decoder = new AtlasDecoder(Duration.ofMinutes(10));

  private List<Arrival> decode(byte[] value) {
    List<Arrival> arrivals = new ArrayList<>();
    decoder.decode(TopicRecord.of(value, "atlas", 2, 9, KAFKA_MILLIS), arrivals::add);
    return arrivals;
  }

  private List<Arrival> decode(String json) {
    return decode(json.getBytes(UTF_8));
  }

  @Test
  void makesOneObservationOfOneResult() {
    List<Arrival> arrivals = decode(AtlasText.FIRMWARE_5000);

    assertThat(arrivals).hasSize(1);
    ProbeObservation probe = arrivals.get(0).probe();
    assertThat(probe.vantage()).isEqualTo(Vantage.of("atlas-6012"));
    assertThat(probe.observedAtMicros()).isEqualTo(T0_MICROS);
    assertThat(probe.method()).isEqualTo(ProbeMethod.ICMP_ECHO);
    assertThat(List.of(probe.replies(), probe.silences(), probe.errors())).containsExactly(2, 1, 0);
  }

  @Test
  void p36MixesAllFirmwareInOneArray() {
    List<Arrival> arrivals = decode("[" + String.join(",\n", AtlasText.ofAllFirmware()) + "]");

    assertThat(arrivals).hasSize(9).containsOnly(arrivals.get(0));
    assertThat(arrivals.get(0).isRejected()).isFalse();
  }

  @Test
  void refusesARecordOnceAndLast() {
    String future = AtlasText.ping(7, AtlasText.TIMESTAMP + 7200, AtlasText.ADDRESS, "{\"rtt\":1}");

    List<Arrival> arrivals =
        decode("[" + future + "," + AtlasText.FIRMWARE_4610 + ",{\"type\":\"ping\"}]");

    assertThat(arrivals).extracting(Arrival::isRejected).containsExactly(false, true);
    Rejection rejection = arrivals.get(1).rejection();
    assertThat(rejection.reason()).isEqualTo(RejectReason.FUTURE_TIMESTAMP);
    assertThat(rejection.offset()).isEqualTo(9);
    assertThat(rejection.observedAtMicros()).isEqualTo(KAFKA_MILLIS * 1000);
  }

  @Test
  void saysNothingOfWhatIsSkipped() {
    assertThat(decode("{\"type\":\"traceroute\"}")).isEmpty();
    assertThat(decode(AtlasText.ping(7, AtlasText.TIMESTAMP, "10.0.0.1", "{\"rtt\":1}"))).isEmpty();
    assertThat(decode("[]")).isEmpty();
    assertThat(decoder.skipped())
        .isEqualTo(Map.of(Skipped.OTHER_MEASUREMENT, 1L, Skipped.OTHER_TARGET, 1L));
  }

  @Test
  void refusesATombstone() {
    List<Arrival> arrivals = new ArrayList<>();
    decoder.decode(TopicRecord.of(null, "atlas", 2, 9, KAFKA_MILLIS), arrivals::add);

    assertThat(arrivals).extracting(Arrival::isRejected).containsExactly(true);
  }

  /**
   * Whatever the bytes are: observations within a ping's bounds, at most one refusal, at the end.
   */
  @Test
  void p9SurvivesAnyDamage() {
    Random random = new Random(36);
    List<String> whole = AtlasText.ofAllFirmware();
    String[] pieces = {
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "\"",
      "\\",
      "null",
      "-1",
      "1e999",
      "\"x\":\"*\"",
      "\u0000",
      "\"result\":",
      "\"rtt\":",
      "9".repeat(50),
      "\uD800",
      "\"type\":\"dns\"",
      "NaN"
    };
    int read = 0;
    int refused = 0;
    for (int round = 0; round < 40_000; round++) {
      StringBuilder damaged = new StringBuilder(whole.get(random.nextInt(whole.size())));
      if (random.nextInt(4) == 0) {
        damaged
            .insert(0, '[')
            .append(',')
            .append(whole.get(random.nextInt(whole.size())))
            .append(']');
      }
      for (int i = random.nextInt(3); i >= 0; i--) {
        int at = random.nextInt(damaged.length());
        int to = Math.min(damaged.length(), at + random.nextInt(20));
        damaged.replace(at, to, random.nextBoolean() ? pieces[random.nextInt(pieces.length)] : "");
      }
      List<Arrival> arrivals = decode(damaged.toString());
      for (int i = 0; i < arrivals.size(); i++) {
        Arrival arrival = arrivals.get(i);
        if (arrival.isRejected()) {
          assertThat(i).isEqualTo(arrivals.size() - 1);
          assertThat(arrival.rejection().message()).isNotBlank().hasSizeLessThan(400);
          refused++;
        } else {
          ProbeObservation probe = arrival.probe();
          assertThat(probe.replies() + probe.silences() + probe.errors()).isBetween(1, 3_000);
          read++;
        }
      }
    }
    assertThat(read).isGreaterThan(5_000);
    assertThat(refused).isGreaterThan(5_000);
  }

  /** A number, a text or a list in it is read once or not at all, and no claim is believed. */
  @Test
  void p9AllocatesNoMoreThanTheBytesAllow() {
    Random random = new Random(20141222);
    for (int round = 0; round < 3_000; round++) {
      StringBuilder damaged = new StringBuilder(AtlasText.FIRMWARE_5000);
      int at = random.nextInt(damaged.length());
      String piece = random.nextBoolean() ? "9".repeat(500) : "[{\"x\":".repeat(40);
      byte[] value = damaged.insert(at, piece).toString().getBytes(UTF_8);
      long most = (64 << 10) + 64L * value.length;
      long allocated = Long.MAX_VALUE;
      // What is loaded, compiled or learned once does not come again.
      for (int attempt = 0; attempt < 5 && allocated > most; attempt++) {
        allocated = allocatedBy(value);
      }
      assertThat(allocated).isLessThanOrEqualTo(most);
    }
  }

  private long allocatedBy(byte[] value) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    List<Arrival> arrivals = decode(value);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(arrivals).hasSizeLessThan(2);
    return allocated;
  }

  @Test
  void p9SurvivesNoise() {
    Random random = new Random(9);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertThat(decode(noise)).hasSize(1).allMatch(Arrival::isRejected);
    }
  }
}
