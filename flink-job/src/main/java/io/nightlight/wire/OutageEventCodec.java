package io.nightlight.wire;

import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.EndReason;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.Evidence;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.outage.Severity;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEndReason;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import io.nightlight.schema.SignalEvidence;
import org.jspecify.annotations.Nullable;

/** {@link OutageEvent} to what is written on {@code outage.events}, and back. */
public final class OutageEventCodec {
  private OutageEventCodec() {}

  public static io.nightlight.schema.OutageEvent toAvro(OutageEvent event) {
    EndReason endReason = event.endReason();
    return io.nightlight.schema.OutageEvent.newBuilder()
        .setEventId(event.eventId())
        .setRevision(event.revision())
        .setKind(OutageEventKind.valueOf(event.kind().name()))
        .setCountry(event.country())
        .setStartedAt(event.startedAt())
        .setStartedAtEarliest(event.startedAtEarliest())
        .setStartedAtLatest(event.startedAtLatest())
        .setRecoveredAt(event.recoveredAt())
        .setRecoveredAtEarliest(event.recoveredAtEarliest())
        .setRecoveredAtLatest(event.recoveredAtLatest())
        .setDetectedAt(event.detectedAt())
        .setSeverity(OutageSeverity.valueOf(event.severity().name()))
        .setClassification(OutageClassification.valueOf(event.classification().name()))
        .setScore(event.score())
        .setLowestScore(event.lowestScore())
        .setRecoveredTo(event.recoveredTo())
        .setEndReason(endReason == null ? null : OutageEndReason.valueOf(endReason.name()))
        .setGroupId(event.groupId())
        .setEvidence(event.evidence().stream().map(OutageEventCodec::toAvro).toList())
        .setLostPrefixes(event.lostPrefixes())
        .setOriginAsns(event.originAsns())
        .setRulesVersion(event.rulesVersion())
        .setGeoVersion(event.geoVersion())
        .setDeployment(event.deployment())
        .setMode(io.nightlight.schema.RunMode.valueOf(event.mode().name()))
        .build();
  }

  private static SignalEvidence toAvro(Evidence evidence) {
    boolean ofProbes = evidence.signal() == Signal.PROBES;
    return SignalEvidence.newBuilder()
        .setSignal(io.nightlight.schema.Signal.valueOf(evidence.signal().name()))
        .setValue(evidence.value())
        .setBaseline(evidence.baseline())
        .setRatio(evidence.ratio())
        .setMembersBefore(evidence.membersBefore())
        .setVotersNow(ofProbes ? null : evidence.votersNow())
        .setVantages(ofProbes ? evidence.votersNow() : null)
        .setExceedance(evidence.exceedance())
        .build();
  }

  /**
   * @throws RefusedException if it says something that this version has no word for, or lacks its
   *     lowest score
   */
  public static OutageEvent toDomain(io.nightlight.schema.OutageEvent event) {
    OutageEndReason endReason = event.getEndReason();
    return new OutageEvent(
        event.getEventId(),
        event.getRevision(),
        known(EventKind.class, event.getKind()),
        event.getCountry(),
        event.getStartedAt(),
        event.getStartedAtEarliest(),
        event.getStartedAtLatest(),
        event.getRecoveredAt(),
        event.getRecoveredAtEarliest(),
        event.getRecoveredAtLatest(),
        event.getDetectedAt(),
        known(Severity.class, event.getSeverity()),
        known(Classification.class, event.getClassification()),
        event.getScore(),
        present("lowestScore", event.getLowestScore()),
        event.getRecoveredTo(),
        endReason == null ? null : known(EndReason.class, endReason),
        event.getGroupId(),
        event.getEvidence().stream().map(OutageEventCodec::toDomain).toList(),
        event.getLostPrefixes(),
        event.getOriginAsns(),
        event.getRulesVersion(),
        event.getGeoVersion(),
        event.getDeployment(),
        known(RunMode.class, event.getMode()));
  }

  private static Evidence toDomain(SignalEvidence evidence) {
    Signal signal = known(Signal.class, evidence.getSignal());
    return new Evidence(
        signal,
        evidence.getValue(),
        evidence.getBaseline(),
        evidence.getRatio(),
        present("membersBefore", evidence.getMembersBefore()),
        signal == Signal.PROBES
            ? present("vantages", evidence.getVantages())
            : present("votersNow", evidence.getVotersNow()),
        evidence.getExceedance());
  }

  private static <E extends Enum<E>> E known(Class<E> type, Enum<?> symbol) {
    try {
      return Enum.valueOf(type, symbol.name());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          RejectReason.UNSUPPORTED_TYPE, type.getSimpleName() + " " + symbol);
    }
  }

  private static <N extends Number> N present(String field, @Nullable N value) {
    if (value == null) {
      throw new RefusedException(RejectReason.INVALID_VALUE, field + " is missing");
    }
    return value;
  }
}
