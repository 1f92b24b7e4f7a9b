package io.nightlight.wire.atlas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.schema.ProbeMethod;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Skipped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AtlasReaderTest {
  private static final String HEAD =
      "{\"fw\":5080,\"type\":\"ping\",\"prb_id\":6012,\"timestamp\":1419264900";

  private final AtlasReader reader = new AtlasReader();

  private @Nullable ProbeResult read(String json) {
    return reader.read(json.getBytes(UTF_8));
  }

  static List<String> firmware() {
    return AtlasText.ofAllFirmware();
  }

  /** The round-trip time apart, which the oldest firmware does not tell packet by packet. */
  @ParameterizedTest
  @MethodSource("firmware")
  void p36ReadsAllFirmwareIntoOneForm(String json) {
    ProbeResult read = read(json);

    assertThat(read).isNotNull();
    assertThat(ProbeResult.newBuilder(read).setRtt(null).build())
        .isEqualTo(
            ProbeResult.newBuilder()
                .setVantage("atlas-6012")
                .setObservedAt(Instant.parse("2014-12-22T16:15:00Z"))
                .setTargetAddress(AtlasText.ADDRESS)
                .setMethod(ProbeMethod.ICMP_ECHO)
                .setOutcome(ProbeOutcome.REPLY)
                .setReplies(2)
                .setSilences(1)
                .setErrors(0)
                .build());
  }

  @Test
  void tellsTheShortestRoundTrip() {
    assertThat(read(AtlasText.FIRMWARE_5000)).extracting(ProbeResult::getRtt).isEqualTo(80_400L);
    assertThat(read(AtlasText.FIRMWARE_1)).extracting(ProbeResult::getRtt).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # packets                                              | replies | silences | errors
          {"rtt":27.3},{"rtt":27.4},{"rtt":27.2}                 | 3       | 0        | 0
          {"rtt":0.0}                                            | 1       | 0        | 0
          {"rtt":"27.3"}                                         | 1       | 0        | 0
          {"x":"*"},{"x":"*"},{"x":"*"}                          | 0       | 3        | 0
          {"x":"*","srcaddr":"192.168.1.2"}                      | 0       | 1        | 0
          {"error":"sendto failed: Network is unreachable"}      | 0       | 0        | 1
          {"error":"Network unreachable"},{"x":"*"},{"rtt":9}    | 1       | 1        | 1
          {"error":{"nested":"in a way that is not known"}}      | 0       | 0        | 1
          {"rtt":27.3},{"dup":1,"rtt":28.1},{"x":"*"}            | 1       | 1        | 0
          {"rtt":27.3,"ttl":54},{"late":2},{"rtt":27.9}          | 2       | 0        | 0
          {"x":"*"},{"dup":1,"rtt":1635.4,"ttl":55},{"x":"*"}    | 1       | 1        | 0
          {"x":"*"},{"late":1}                                   | 1       | 0        | 0
          {"something":"of a firmware to come"}                  | 0       | 0        | 1
          {"rtt":null,"x":"*"}                                   | 0       | 1        | 0
          """)
  void countsThePacketsOfOneResult(String packets, int replies, int silences, int errors) {
    ProbeResult read = read(AtlasText.ping(1, AtlasText.TIMESTAMP, AtlasText.ADDRESS, packets));

    assertThat(read).isNotNull();
    assertThat(List.of(read.getReplies(), read.getSilences(), read.getErrors()))
        .containsExactly(replies, silences, errors);
    assertThat(reader.skipped().byKind()).isEmpty();
  }

  /** Nothing in this table may count as a silence of the target. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # result                                                                             | what it is
          "dst_addr":"175.45.176.71","sent":3,"lts":1,"result":[{"error":"Network unreachable"}] | PROBE_ERROR
          "dst_addr":"175.45.176.71","avg":-1,"sent":0,"result":[{"error":"no socket"}]        | PROBE_ERROR
          "dst_addr":"175.45.176.71","avg":-1,"error":"no route of its own","result":[]        | PROBE_ERROR
          "dst_addr":"175.45.176.71","avg":-1,"sent":0,"rcvd":0                                | NOTHING_PROBED
          "dst_addr":"175.45.176.71","avg":-1,"sent":0,"rcvd":0,"result":[{"x":"*"}]           | NOTHING_PROBED
          "dst_addr":"175.45.176.71","result":[]                                               | NOTHING_PROBED
          "dst_addr":"175.45.176.71"                                                           | NOTHING_PROBED
          "dst_name":"no.such.example","sent":0,"result":[{"error":"dns resolution failed"}]   | NOTHING_PROBED
          "dst_name":"no.such.example","dnserr":"non-recoverable failure (1)"                  | NOTHING_PROBED
          "dst_addr":"175.45.176.71","lts":-1,"sent":3,"result":[{"x":"*"},{"x":"*"}]          | UNSURE_CLOCK
          "dst_addr":"175.45.176.71","lts":-1,"sent":3,"result":[{"rtt":27.3}]                 | UNSURE_CLOCK
          """)
  void p33NeverTakesAProbesOwnErrorForSilence(String fields, String what) {
    ProbeResult read = read(HEAD + "," + fields + "}");

    if (what.equals("PROBE_ERROR")) {
      assertThat(read).isNotNull();
      assertThat(read.getOutcome()).isEqualTo(ProbeOutcome.PROBE_ERROR);
      assertThat(read.getErrors()).isPositive();
      assertThat(read.getSilences()).isZero();
    } else {
      assertThat(read).isNull();
      assertThat(reader.skipped().byKind()).isEqualTo(Map.of(Skipped.valueOf(what), 1L));
    }
  }

  /** Nobody answered: that the average is -1 then is no error. */
  @Test
  void tellsSilenceAsSilence() {
    ProbeResult read =
        read(
            HEAD
                + ",\"dst_addr\":\"175.45.176.71\",\"avg\":-1,\"min\":-1,\"max\":-1,\"rcvd\":0,"
                + "\"sent\":3,\"lts\":20,\"result\":[{\"x\":\"*\"},{\"x\":\"*\"},{\"x\":\"*\"}]}");

    assertThat(read).isNotNull();
    assertThat(read.getOutcome()).isEqualTo(ProbeOutcome.NO_REPLY);
    assertThat(read.getSilences()).isEqualTo(3);
    assertThat(read.getRtt()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"traceroute","result":[{"hop":1,"result":[{"x":"*"}]}],"prb_id":1,"timestamp":1} | OTHER_MEASUREMENT
          {"result":{"rt":9.1,"abuf":"x"},"type":"dns","prb_id":"what","dup":[]}                | OTHER_MEASUREMENT
          {"cert":["-----BEGIN"],"type":"sslcert"}                                              | OTHER_MEASUREMENT
          {"type":"connection","event":"disconnect","prb_id":6012,"timestamp":1419264900}       | OTHER_MEASUREMENT
          {"event":"connect","prb_id":6012,"timestamp":1419264900}                              | OTHER_MEASUREMENT
          {"type":"something-new"}                                                              | OTHER_MEASUREMENT
          """)
  void passesOverWhatIsNoPing(String json, Skipped kind) {
    assertThat(read(json)).isNull();
    assertThat(reader.skipped().byKind()).isEqualTo(Map.of(kind, 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1",
    "192.168.1.1",
    "127.0.0.1",
    "224.0.0.1",
    "0.0.0.0",
    "100.64.0.9",
    "::1",
    "fe80::1",
    "2001:db8::7",
    "::ffff:175.45.176.71",
    "93.175.146.1"
  })
  void passesOverTargetsThatAreNoPartOfTheInternet(String address) {
    assertThat(read(AtlasText.ping(1, AtlasText.TIMESTAMP, address, "{\"x\":\"*\"}"))).isNull();
    assertThat(reader.skipped().byKind()).isEqualTo(Map.of(Skipped.OTHER_TARGET, 1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          ``                                                              | MALFORMED        | no JSON object
          17                                                              | MALFORMED        | no JSON object
          [1]                                                             | MALFORMED        | no JSON object
          {                                                               | TRUNCATED        | -
          {"type":"ping","result":[{"x":"*                                | TRUNCATED        | -
          {"type":"ping"}}                                                | MALFORMED        | -
          {"type":"ping"} {"type":"ping"}                                 | MALFORMED        | more than one JSON value
          {"type":"ping","type":"ping"}                                   | MALFORMED        | -
          {"type":7}                                                      | MALFORMED        | VALUE_NUMBER_INT in type
          {}                                                              | UNSUPPORTED_TYPE | no type of measurement
          {"a":1}                                                         | UNSUPPORTED_TYPE | no type of measurement
          {"type":"ping"}                                                 | INVALID_VALUE    | prb_id is missing
          {"type":"ping","prb_id":-5}                                     | INVALID_VALUE    | prb_id is -5
          {"type":"ping","prb_id":4294967296}                             | INVALID_VALUE    | prb_id is 4294967296
          {"type":"ping","prb_id":99999999999999999999}                   | INVALID_VALUE    | prb_id is '99999999999999999999'
          {"type":"ping","prb_id":1.5}                                    | INVALID_VALUE    | prb_id is '1.5'
          {"type":"ping","prb_id":[1]}                                    | MALFORMED        | START_ARRAY in prb_id
          {"type":"ping","prb_id":"one"}                                  | INVALID_VALUE    | prb_id is 'one'
          {"type":"ping","prb_id":1}                                      | INVALID_VALUE    | observedAt is 1970-01-01T00:00:00Z
          {"type":"ping","prb_id":1,"timestamp":1e300}                    | INVALID_VALUE    | -
          {"type":"ping","prb_id":1,"timestamp":-1419264900}              | INVALID_VALUE    | -
          {"type":"ping","prb_id":1,"timestamp":{}}                       | MALFORMED        | START_OBJECT in timestamp
          {"type":"ping","prb_id":1,"timestamp":5,"result":[{"x":"*"}]}   | INVALID_VALUE    | dst_addr is missing
          {"type":"ping","prb_id":1,"timestamp":5,"dst_addr":"::g","result":[{"x":"*"}]} | INVALID_VALUE | target: not an IP address: ::g
          {"type":"ping","prb_id":1,"timestamp":5,"dst_addr":4,"result":[]} | MALFORMED      | VALUE_NUMBER_INT in dst_addr
          {"type":"ping","prb_id":1,"timestamp":5,"result":"traceroute to"} | MALFORMED      | VALUE_STRING in result
          {"type":"ping","prb_id":1,"timestamp":5,"result":[[]]}          | MALFORMED        | START_ARRAY in result
          {"type":"ping","prb_id":1,"timestamp":5,"result":[{"rtt":-1}]}  | INVALID_VALUE    | rtt of -1.0 ms
          {"type":"ping","prb_id":1,"timestamp":5,"result":[{"rtt":"NaN"}]} | INVALID_VALUE  | rtt of NaN ms
          {"type":"ping","prb_id":1,"timestamp":5,"result":[{"rtt":{}}]}  | MALFORMED        | START_OBJECT in rtt
          {"type":"ping","prb_id":1,"timestamp":5,"proto":"SCTP","dst_addr":"1.1.1.1","result":[{"x":"*"}]} | UNSUPPORTED_TYPE | a ping by 'SCTP'
          """)
  void p9RefusesWhatCannotBe(String json, RejectReason reason, @Nullable String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .satisfies(
            e -> {
              assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
              if (message != null) {
                assertThat(e).hasMessage(message);
              }
            });
  }

  @Test
  void p9RefusesTheHugeAndTheDeep() {
    refusesAsTooLarge(HEAD + ",\"dst_addr\":\"" + "1".repeat(200_000) + "\"}");
    refusesAsTooLarge(HEAD + ",\"x\":" + "[".repeat(100_000));
    refusesAsTooLarge(HEAD + ",\"x\":" + "{\"x\":".repeat(100_000));
    refusesAsTooLarge(HEAD.replace("6012", "9".repeat(5_000)) + "}");
    refusesAsTooLarge(HEAD + ",\"" + "n".repeat(70_000) + "\":1}");
    refusesAsTooLarge(HEAD + ",\"result\":[" + "{\"x\":\"*\"},".repeat(5_000) + "{}]}");
    refusesAsTooLarge(" ".repeat(AtlasReader.MOST_RESULT_BYTES + 1));
  }

  private void refusesAsTooLarge(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(RejectReason.TOO_LARGE))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void readsAnArrayToItsEndAndRefusesItsFirstBadOne() {
    String array =
        "[%s, {\"type\":\"ping\",\"prb_id\":[{\"deep\":[1]}]}, 7, %s, {\"type\":\"dns\"}]"
            .formatted(AtlasText.FIRMWARE_1, AtlasText.FIRMWARE_5000);
    List<ProbeResult> read = new ArrayList<>();

    assertThatThrownBy(() -> reader.read(array.getBytes(UTF_8), read::add))
        .isInstanceOf(RefusedException.class)
        .hasMessage("START_ARRAY in prb_id");
    assertThat(read).hasSize(2);
    assertThat(reader.skipped().byKind()).isEqualTo(Map.of(Skipped.OTHER_MEASUREMENT, 1L));
  }

  @Test
  void tellsOfACutArrayWhatStandsBeforeTheCut() {
    String array = "[" + AtlasText.FIRMWARE_1 + "," + AtlasText.FIRMWARE_5000;
    List<ProbeResult> read = new ArrayList<>();

    assertThatThrownBy(() -> reader.read(array.getBytes(UTF_8), read::add))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(RejectReason.TRUNCATED));
    assertThat(read).hasSize(2);
  }

  @Test
  void findsNothingInAnEmptyArray() {
    reader.read("[]".getBytes(UTF_8), result -> assertThat(result).isNull());
    assertThat(reader.skipped().byKind()).isEmpty();
  }
}
