package io.nightlight.wire;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalScore;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.schema.AvailabilityStatus;

/** {@link AvailabilityScore} to what is written on {@code availability.scores}. */
public final class AvailabilityScoreCodec {
  private AvailabilityScoreCodec() {}

  /**
   * @param provenance whose rules and map it was concluded with
   */
  public static io.nightlight.schema.AvailabilityScore toAvro(
      AvailabilityScore score, Provenance provenance) {
    return io.nightlight.schema.AvailabilityScore.newBuilder()
        .setCountry(score.country())
        .setWindowStart(score.windowStart())
        .setWindowEnd(score.windowEnd())
        .setStatus(AvailabilityStatus.valueOf(score.status().name()))
        .setScore(score.score())
        .setSignals(score.signals().stream().map(AvailabilityScoreCodec::toAvro).toList())
        .setRulesVersion(provenance.rulesVersion())
        .setGeoVersion(provenance.geoVersion())
        .build();
  }

  private static io.nightlight.schema.SignalScore toAvro(SignalScore score) {
    boolean ofProbes = score.signal() == Signal.PROBES;
    return io.nightlight.schema.SignalScore.newBuilder()
        .setSignal(io.nightlight.schema.Signal.valueOf(score.signal().name()))
        .setStatus(AvailabilityStatus.valueOf(score.status().name()))
        .setValue(score.value())
        .setBaseline(score.baseline())
        .setRatio(score.ratio())
        .setUnknownBlocks(score.unknownBlocks())
        .setVoters(ofProbes ? null : score.voters())
        .setVantages(ofProbes ? score.voters() : null)
        .build();
  }
}
