package io.nightlight.wire.rislive;

import static io.nightlight.wire.bgp.WireBytes.bytes;
import static io.nightlight.wire.bgp.WireBytes.pdu;
import static io.nightlight.wire.rislive.RisLiveText.T0;
import static io.nightlight.wire.rislive.RisLiveText.announcement;
import static io.nightlight.wire.rislive.RisLiveText.envelope;
import static io.nightlight.wire.rislive.RisLiveText.message;
import static io.nightlight.wire.rislive.RisLiveText.raw;
import static io.nightlight.wire.rislive.RisLiveText.withdrawal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.TopicRecord;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.WireBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RisLiveDecoderTest {
  private static final Session RRC06 = Session.of("rrc06", "192.0.2.1", 4837);
  private static final long KP = Prefix.ipv4(0xAF2D_B000, 24);

  private final RisLiveDecoder decoder = new RisLiveDecoder(Duration.ofMinutes(10));

  private List<Arrival> decode(byte[] value) {
    List<Arrival> arrivals = new ArrayList<>();
    decoder.decode(new TopicRecord(value, "ris-live", 3, 17, T0 * 1000), arrivals::add);
    return arrivals;
  }

  private BgpObservation observed(String json) {
    List<Arrival> arrivals = decode(json.getBytes(UTF_8));
    assertThat(arrivals).singleElement().matches(arrival -> arrival.rejection() == null);
    return arrivals.get(0).observation();
  }

  private Rejection refused(byte[] value) {
    List<Arrival> arrivals = decode(value);
    assertThat(arrivals).singleElement().matches(arrival -> arrival.observation() == null);
    return arrivals.get(0).rejection();
  }

  private Rejection refused(String json) {
    return refused(json.getBytes(UTF_8));
  }

  @Test
  void readsWhatASessionAnnounces() {
    BgpObservation update = observed(announcement("175.45.176.0/24", "2001:db8:1::/48"));

    assertThat(update.kind()).isEqualTo(BgpEvent.UPDATE);
    assertThat(update.session()).isEqualTo(RRC06);
    assertThat(update.observedAtMicros()).isEqualTo(T0 * 1_000_000 + 80_000);
    assertThat(update.sequence()).isEqualTo(77);
    assertThat(update.announced()).contains(KP);
    assertThat(update.announced().length + update.ignoredPrefixes()).isEqualTo(2);
    assertThat(update.withdrawn()).isEmpty();
    assertThat(update.originAsn()).isEqualTo(131279);
  }

  @Test
  void readsWhatASessionWithdraws() {
    BgpObservation update = observed(withdrawal("175.45.176.0/24"));

    assertThat(update.withdrawn()).containsExactly(KP);
    assertThat(update.announced()).isEmpty();
    assertThat(update.originAsn()).isZero();
  }

  @Test
  void readsTheDataWithoutItsEnvelopeAndFieldsInAnyOrder() {
    BgpObservation update =
        observed(
            """
            {"withdrawals":["175.45.176.0/24"],"future":{"a":[1,{}]},"type":"UPDATE",
             "host":"rrc06","peer_asn":4837,"peer":"192.0.2.1","timestamp":1419264900}""");

    assertThat(update.session()).isEqualTo(RRC06);
    assertThat(update.withdrawn()).containsExactly(KP);
    assertThat(update.sequence()).as("without an id, the record's offset").isEqualTo(17);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # type         | more                                | event
          RIS_PEER_STATE | "state":"connected"                 | PEER_UP
          RIS_PEER_STATE | "state":"up"                        | PEER_UP
          RIS_PEER_STATE | "state":"Down"                      | PEER_DOWN
          OPEN           | "direction":"received","version":4  | PEER_UP
          OPEN           |                                     | PEER_UP
          NOTIFICATION   | "notification":{"code":6,"data":""} | PEER_DOWN
          NOTIFICATION   | "direction":"sent"                  | PEER_DOWN
          KEEPALIVE      |                                     | HEARTBEAT
          UPDATE         |                                     | HEARTBEAT
          UPDATE         | "raw":null,"path":[]                | HEARTBEAT
          """)
  void readsWhatASessionDoes(String type, String more, BgpEvent event) {
    BgpObservation observation = observed(message(type, more == null ? "" : more));

    assertThat(observation.kind()).isEqualTo(event);
    assertThat(observation.session()).isEqualTo(RRC06);
  }

  @Test
  void p26RawIsTheTruthAndAloneTellsTheEndOfTheRib() {
    WireBytes endOfRib = WireBytes.update(bytes(), bytes(), bytes());
    WireBytes path = bytes().attribute(2, bytes().segment(2, AsnWidth.FOUR_BYTES, 4837, 131279));
    WireBytes announces = WireBytes.update(bytes(), path, bytes().nlri("175.45.176.0/24"));

    assertThat(observed(message("UPDATE", raw(endOfRib))).kind()).isEqualTo(BgpEvent.UPDATE);
    assertThat(
            observed(message("UPDATE", raw(announces) + ",\"withdrawals\":[\"175.45.177.0/24\"]")))
        .satisfies(update -> assertThat(update.announced()).containsExactly(KP))
        .satisfies(update -> assertThat(update.withdrawn()).isEmpty());
    assertThat(observed(message("UPDATE", raw(pdu(4, bytes())))).kind())
        .isEqualTo(BgpEvent.HEARTBEAT);
  }

  /** Some sessions of RIPE's collectors are with routers that know no four-byte AS numbers. */
  @Test
  void p26RawPathsOfTwoByteNumbersAreCompletedByTheirAs4Path() {
    WireBytes path = bytes().attribute(2, bytes().segment(2, AsnWidth.TWO_BYTES, 4837, 23456));
    WireBytes as4Path = bytes().attribute(17, bytes().segment(2, AsnWidth.FOUR_BYTES, 131279));
    WireBytes update =
        WireBytes.update(bytes(), path.put(as4Path), bytes().nlri("175.45.176.0/24"));

    assertThat(observed(message("UPDATE", raw(update))).originAsn()).isEqualTo(131279);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [4837,131279]        | 131279
          ["4837","131279"]    | 131279
          [4837,[131279]]      | 0
          [4837,[1,2],131279]  | 131279
          []                   | 0
          """)
  void p26AnAsSetHasNoOrigin(String path, long origin) {
    BgpObservation update =
        observed(
            message(
                "UPDATE",
                "\"path\":" + path + ",\"announcements\":[{\"prefixes\":[\"175.45.176.0/24\"]}]"));

    assertThat(update.originAsn()).isEqualTo(origin);
  }

  @Test
  void p26NextHopsInAnyFormLeaveAPrefixOnce() {
    BgpObservation update =
        observed(
            message(
                "UPDATE",
                """
                "path":[1,2],"announcements":[\
                {"next_hop":["2001:db8::1","fe80::1"],"prefixes":["2c0f:fe30::/32"]},\
                {"next_hop":"2001:db8::1,fe80::1","prefixes":["2c0f:fe30::/32"]}]"""));

    assertThat(update.announced()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what is in place of "peer_asn":"4837" | the AS number
          "peer_asn":4837                         | 4837
          "peer_asn":"4294967295"                 | 4294967295
          """)
  void p09ReadsThePeersAsnAsATextAndAsANumber(String field, long asn) {
    String json = message("KEEPALIVE", "").replace("\"peer_asn\":\"4837\"", field);

    assertThat(observed(json).session().peerAsn()).isEqualTo(asn);
  }

  @Test
  void p27OneAddressAtTwoCollectorsIsTwoSessions() {
    String json = message("KEEPALIVE", "");

    assertThat(observed(json).session())
        .isNotEqualTo(observed(json.replace("rrc06", "rrc07")).session())
        .isEqualTo(observed(json.replace("rrc06.ris.ripe.net", "rrc06")).session());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"pong\",\"data\":null}",
        "{\"type\":\"ris_subscribe_ok\",\"data\":{\"subscription\":{\"host\":\"rrc00\"}}}",
        "{\"type\":\"ris_rrc_list\",\"data\":[\"RRC00\",\"RRC01\"]}"
      })
  void countsWhatTheServerAnswersToItsClient(String json) {
    assertThat(decode(json.getBytes(UTF_8))).isEmpty();
    assertThat(decoder.skipped()).containsEntry(Skipped.CONTROL, 1L).hasSize(1);
  }

  @Test
  void theCollectorsOwnOpenIsNotThePeersWord() {
    assertThat(decode(message("OPEN", "\"direction\":\"sent\"").getBytes(UTF_8))).isEmpty();
    assertThat(decoder.skipped()).containsEntry(Skipped.SENT_BY_COLLECTOR, 1L).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # the line, {} for a good KEEPALIVE's data with the change in it      | reason
                                                                                | MALFORMED
          null                                                                  | MALFORMED
          [1]                                                                   | MALFORMED
          {                                                                     | TRUNCATED
          {"type":"ris_message","data":{"timestamp":14                          | TRUNCATED
          {"type":"ris_error","data":{"message":"no such filter"}}              | UNSUPPORTED_TYPE
          {"type":"ris_message"}                                                | INVALID_VALUE
          {"type":"new","data":{}}                                              | UNSUPPORTED_TYPE
          {} {}                                                                 | MALFORMED
          type:"KEEPALIVE">type:"STATUS"                                        | UNSUPPORTED_TYPE
          type:"KEEPALIVE">type:"RIS_PEER_STATE"                                | INVALID_VALUE
          type:"KEEPALIVE">type:7                                               | MALFORMED
          type:"KEEPALIVE">type:"UPDATE","withdrawals":["10.0.0.0/33"]          | INVALID_VALUE
          type:"KEEPALIVE">type:"UPDATE","withdrawals":["10.0.0/8"]             | INVALID_VALUE
          type:"KEEPALIVE">type:"UPDATE","withdrawals":["10.0.0.0"]             | INVALID_VALUE
          type:"KEEPALIVE">type:"UPDATE","withdrawals":["10.0.0.0/"]            | INVALID_VALUE
          type:"KEEPALIVE">type:"UPDATE","withdrawals":["::/129"]               | INVALID_VALUE
          type:"KEEPALIVE">type:"UPDATE","withdrawals":"10.0.0.0/8"             | MALFORMED
          type:"KEEPALIVE">type:"UPDATE","path":[[[1]]]                         | MALFORMED
          type:"KEEPALIVE">type:"UPDATE","path":[4294967296]                    | INVALID_VALUE
          type:"KEEPALIVE">type:"UPDATE","raw":"ABC"                            | MALFORMED
          type:"KEEPALIVE">type:"UPDATE","raw":"FFFF"                           | TRUNCATED
          peer_asn:"4837">peer_asn:"AS4837"                                     | INVALID_VALUE
          peer_asn:"4837">peer_asn:-1                                           | INVALID_VALUE
          peer_asn:"4837">peer_asn:48.37                                        | MALFORMED
          peer_asn:"4837">peer_asn:4837,"peer_asn":4838                         | MALFORMED
          peer:"192.0.2.1">peer:"router.example.net"                            | INVALID_VALUE
          peer:"192.0.2.1">peer:"fe80::1%eth0"                                  | INVALID_VALUE
          host:"rrc06.ris.ripe.net">host:""                                     | INVALID_VALUE
          timestamp:1419264900.08>timestamp:"noon"                              | MALFORMED
          timestamp:1419264900.08>timestamp:null                                | INVALID_VALUE
          timestamp:1419264900.08>timestamp:-1                                  | INVALID_VALUE
          timestamp:1419264900.08>timestamp:1e300                               | INVALID_VALUE
          timestamp:1419264900.08>timestamp:1e999999999                         | INVALID_VALUE
          timestamp:1419264900.08>timestamp:2051222400                          | FUTURE_TIMESTAMP
          """)
  void p09TellsWhyItRefuses(String line, RejectReason reason) {
    String json = line == null ? "" : json(line);

    Rejection rejection = refused(json);

    assertThat(rejection.reason()).as(rejection.message()).isEqualTo(reason);
    assertThat(rejection.message()).isNotBlank().doesNotContain("\n");
    assertThat(rejection.source()).isEqualTo("ris-live");
    assertThat(rejection.partition()).isEqualTo(3);
    assertThat(rejection.offset()).isEqualTo(17);
    assertThat(rejection.original()).isEqualTo(json.getBytes(UTF_8));
  }

  /** The line itself, or a good one with what stands before '>' replaced by what stands behind. */
  private static String json(String line) {
    int change = line.indexOf('>');
    if (change < 0) {
      return line.replace("{} {}", message("KEEPALIVE", "") + message("KEEPALIVE", ""));
    }
    String before = "\"" + line.substring(0, change).replaceFirst(":", "\":");
    String good = message("KEEPALIVE", "");
    assertThat(good).contains(before);
    return good.replace(before, "\"" + line.substring(change + 1).replaceFirst(":", "\":"));
  }

  @Test
  void p09SaysWhatTheServerComplainsOf() {
    assertThat(refused("{\"type\":\"ris_error\",\"data\":{\"message\":\"slow\"}}").message())
        .contains("ris_error", "slow");
  }

  @Test
  void p09HugeInputIsRefusedBeforeItIsBuilt() {
    String numbers =
        IntStream.range(0, 40_000).mapToObj(i -> "65001").collect(Collectors.joining(","));
    String prefixes =
        IntStream.range(0, 70_000)
            .mapToObj(i -> "\"1." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255) + "/9\"")
            .collect(Collectors.joining(","));

    assertThat(refused(message("UPDATE", "\"path\":[" + numbers + "]")).reason())
        .isEqualTo(RejectReason.TOO_LARGE);
    assertThat(refused(message("UPDATE", "\"path\":[1" + "0".repeat(2000) + "]")).reason())
        .isEqualTo(RejectReason.TOO_LARGE);
    assertThat(refused(message("UPDATE", "\"x\":" + "[".repeat(100_000))).reason())
        .isEqualTo(RejectReason.TOO_LARGE);
    assertThat(refused(message("UPDATE", "\"raw\":\"" + "00".repeat(100_000) + "\"")).reason())
        .isEqualTo(RejectReason.TOO_LARGE);
    assertThat(refused(message("UPDATE", "\"withdrawals\":[" + prefixes + "]")).reason())
        .isEqualTo(RejectReason.TOO_LARGE);
    assertThat(
            refused(
                    envelope(
                        "{\"host\":\""
                            + "x".repeat(300)
                            + "\",\"peer\":\"192.0.2.1\",\"timestamp\":1}"))
                .reason())
        .isEqualTo(RejectReason.TOO_LARGE);
    assertThat(refused(" ".repeat(1 << 20) + message("KEEPALIVE", "")).reason())
        .isEqualTo(RejectReason.TOO_LARGE);
  }

  @Test
  void p09InvalidUtf8IsRefusedWithItsBytes() {
    byte[] json = message("KEEPALIVE", "").getBytes(UTF_8);
    json[message("KEEPALIVE", "").indexOf("rrc06")] = (byte) 0xFF;

    Rejection rejection = refused(json);

    assertThat(rejection.reason()).isEqualTo(RejectReason.MALFORMED);
    assertThat(rejection.original()).isEqualTo(json);
  }

  /** Seeded, so that a failure can be seen again. */
  @Test
  @Timeout(60)
  void mutatedObjectsAreArrivalsOrSkipped() {
    Random random = new Random(20141222);
    String[] seeds = {
      announcement("175.45.176.0/24", "2001:db8::/32"),
      withdrawal("175.45.176.0/24"),
      message("RIS_PEER_STATE", "\"state\":\"down\""),
      message("UPDATE", raw(WireBytes.update(bytes().nlri("175.45.176.0/24"), bytes(), bytes()))),
      message("OPEN", "\"direction\":\"sent\",\"capabilities\":{\"1\":{\"families\":[1,2]}}")
    };
    for (int i = 0; i < 10_000; i++) {
      byte[] mutant = mutant(seeds[i % seeds.length].getBytes(UTF_8), random);
      long skippedBefore = skips();
      List<Arrival> arrivals = decode(mutant);
      assertThat(arrivals.size() + (skips() - skippedBefore))
          .as(new String(mutant, UTF_8))
          .isEqualTo(1);
      arrivals.forEach(
          arrival ->
              assertThat(arrival.observation() == null).isNotEqualTo(arrival.rejection() == null));
    }
  }

  private long skips() {
    return decoder.skipped().getOrDefault(Skipped.CONTROL, 0L)
        + decoder.skipped().getOrDefault(Skipped.SENT_BY_COLLECTOR, 0L);
  }

  private static byte[] mutant(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    String alphabet = "{}[],:\"0123456789abcefx-.\\ \u0000/";
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 8);
          System.arraycopy(bytes, at, longer, at + 8, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }
}
