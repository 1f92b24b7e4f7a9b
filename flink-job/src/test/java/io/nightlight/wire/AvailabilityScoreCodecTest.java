package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalScore;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.schema.AvailabilityStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AvailabilityScoreCodecTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");
  private static final Provenance PROVENANCE = new Provenance("demo", RunMode.REPLAY, "1", "geo-1");

  @Test
  void writesWhatEachSignalSaid() {
    AvailabilityScore score =
        new AvailabilityScore(
            "KP",
            T0,
            T0.plusSeconds(60),
            ScoreStatus.OUT,
            0.25,
            List.of(
                new SignalScore(Signal.IPV4_ROUTES, ScoreStatus.OUT, 1L, 4.0, 0.25, 0, 18),
                new SignalScore(Signal.PROBES, ScoreStatus.WARMING, 2L, null, null, 3, 5)));
    assertThat(AvroJson.line(AvailabilityScoreCodec.toAvro(score, PROVENANCE)))
        .isEqualTo(
            """
            {"country":"KP","windowStart":"2014-12-22T16:15:00Z",\
            "windowEnd":"2014-12-22T16:16:00Z","status":"OUT","score":0.25,"signals":[\
            {"signal":"IPV4_ROUTES","status":"OUT","value":1,"baseline":4.0,"ratio":0.25,\
            "unknownBlocks":0,"voters":18,"vantages":null},\
            {"signal":"PROBES","status":"WARMING","value":2,"baseline":null,"ratio":null,\
            "unknownBlocks":3,"voters":null,"vantages":5}],\
            "rulesVersion":"1","geoVersion":"geo-1"}""");
  }

  @Test
  void writesNoEvidenceAsNullAndNeverAsZero() {
    AvailabilityScore score =
        new AvailabilityScore(
            "KP",
            T0,
            T0.plusSeconds(60),
            ScoreStatus.UNKNOWN,
            null,
            List.of(
                new SignalScore(Signal.IPV6_ROUTES, ScoreStatus.UNKNOWN, null, null, null, 4, 0)));
    var written = AvailabilityScoreCodec.toAvro(score, PROVENANCE);
    assertThat(written.getScore()).isNull();
    assertThat(written.getSignals().get(0).getValue()).isNull();
    assertThat(written.getSignals().get(0).getVoters()).isZero();
  }

  @Test
  void hasAWordForEveryStatus() {
    assertThat(Arrays.stream(AvailabilityStatus.values()).map(Enum::name))
        .containsExactlyElementsOf(Arrays.stream(ScoreStatus.values()).map(Enum::name).toList());
  }
}
