package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.AvailabilityStatus;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.RunMode;
import io.nightlight.schema.Signal;
import io.nightlight.schema.SignalEvidence;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroJsonTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");

  @Test
  void rendersAnOutageEventWithTheSchemasNamesInTheSchemasOrder() {
    OutageEvent event =
        OutageEvent.newBuilder()
            .setEventId("0c5e7b1e-6f0a-5a36-9c3c-0b7d6f1f1f10")
            .setKind(OutageEventKind.STARTED)
            .setCountry("KP")
            .setStartedAt(T0)
            .setStartedAtEarliest(T0.minusSeconds(60))
            .setStartedAtLatest(T0.plusMillis(1))
            .setDetectedAt(T0.plusNanos(1000))
            .setSeverity(OutageSeverity.TOTAL)
            .setClassification(OutageClassification.ROUTES_WITHDRAWN)
            .setScore(0.0)
            .setLowestScore(0.333333)
            .setEvidence(
                List.of(
                    SignalEvidence.newBuilder()
                        .setSignal(Signal.IPV4_ROUTES)
                        .setValue(0L)
                        .setBaseline(4.0)
                        .setMembersBefore(18)
                        .setVotersNow(17)
                        .setExceedance(0.000001)
                        .build()))
            .setLostPrefixes(List.of("175.45.176.0/24", "175.45.177.0/24"))
            .setOriginAsns(List.of(131_279L))
            .setRulesVersion("1")
            .setGeoVersion("rir-2014-12-20")
            .setDeployment("demo")
            .setMode(RunMode.REPLAY)
            .build();
    assertThat(AvroJson.line(event))
        .isEqualTo(
            """
            {"eventId":"0c5e7b1e-6f0a-5a36-9c3c-0b7d6f1f1f10","revision":0,"kind":"STARTED",\
            "country":"KP","startedAt":"2014-12-22T16:15:00Z",\
            "startedAtEarliest":"2014-12-22T16:14:00Z",\
            "startedAtLatest":"2014-12-22T16:15:00.001Z","recoveredAt":null,\
            "recoveredAtEarliest":null,"recoveredAtLatest":null,\
            "detectedAt":"2014-12-22T16:15:00.000001Z","severity":"TOTAL",\
            "classification":"ROUTES_WITHDRAWN","score":0.0,"lowestScore":0.333333,\
            "recoveredTo":null,"endReason":null,"groupId":null,"evidence":[\
            {"signal":"IPV4_ROUTES","value":0,"baseline":4.0,"ratio":null,"membersBefore":18,\
            "votersNow":17,"vantages":null,"exceedance":0.000001}],\
            "lostPrefixes":["175.45.176.0/24","175.45.177.0/24"],"originAsns":[131279],\
            "rulesVersion":"1","geoVersion":"rir-2014-12-20","deployment":"demo","mode":"REPLAY"}""");
  }

  @Test
  void rendersBytesInBase64AndKeepsOneLine() {
    RejectedRecord record =
        RejectedRecord.newBuilder()
            .setMessage("two\nlines, \"quoted\"")
            .setOriginal(ByteBuffer.wrap(new byte[] {(byte) 0xC3, 1, (byte) 0xFF, (byte) 0xFE}))
            .setOffset(Long.MAX_VALUE)
            .build();
    assertThat(AvroJson.line(record))
        .contains("\"message\":\"two\\nlines, \\\"quoted\\\"\"")
        .contains("\"original\":\"wwH//g==\"")
        .contains("\"offset\":9223372036854775807")
        .doesNotContain("\n");
    assertThat(record.getOriginal().remaining()).as("still to be read").isEqualTo(4);
  }

  @Test
  void rendersLogicalValuesOfEveryOtherKind() {
    BgpMessage message =
        BgpMessage.newBuilder().setEndOfRib(true).setRibStartedAt(T0).setAsPath(List.of()).build();
    assertThat(AvroJson.line(message))
        .contains("\"endOfRib\":true")
        .contains("\"ribStartedAt\":\"2014-12-22T16:15:00Z\"")
        .contains("\"asPath\":[]")
        .contains("\"kind\":\"UNKNOWN\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.0",
    "-0.0, 0.0",
    "1.0, 1.0",
    "0.5, 0.5",
    "0.1, 0.1",
    "0.000001, 0.000001",
    "0.0000001, 0.0",
    "0.3333333333333333, 0.333333",
    "100.0, 100.0",
    "-1.0, -1.0",
    "9007199254740991.0, 9007199254740991.0",
    "9.223372036854776E18, 9223372036854775808.0",
    "1.2345678E7, 12345678.0",
    "1.0E23, 99999999999999991611392.0"
  })
  void writesNumbersWithoutExponents(double number, String text) {
    assertThat(AvroJson.line(scored(number))).contains("\"score\":" + text + ",");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesNumbersThatJsonHasNoWordFor(double number) {
    assertThatThrownBy(() -> AvroJson.line(scored(number)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AvailabilityScore scored(double score) {
    return AvailabilityScore.newBuilder()
        .setCountry("KP")
        .setStatus(AvailabilityStatus.AVAILABLE)
        .setScore(score)
        .build();
  }
}
