package io.nightlight.wire;

import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementReason;
import io.nightlight.schema.MeasurementScopeKind;
import io.nightlight.schema.RunMode;

/** {@link MeasurementEvent} to Avro. */
public final class MeasurementEventCodec {
  private MeasurementEventCodec() {}

  public static io.nightlight.schema.MeasurementEvent toAvro(
      MeasurementEvent event, Provenance provenance) {
    return io.nightlight.schema.MeasurementEvent.newBuilder()
        .setEventId(event.eventId())
        .setRevision(event.kind() == MeasurementEvent.Kind.DEGRADED ? 0 : 1)
        .setKind(MeasurementEventKind.valueOf(event.kind().name()))
        .setScopeKind(MeasurementScopeKind.valueOf(event.scopeKind().name()))
        .setScope(event.scope())
        .setReason(MeasurementReason.valueOf(event.reason().name()))
        .setStartedAt(event.startedAt())
        .setEndedAt(event.endedAt())
        .setDetectedAt(event.detectedAt())
        .setAffectedCountries(event.affectedCountries())
        .setRulesVersion(provenance.rulesVersion())
        .setDeployment(provenance.deployment())
        .setMode(RunMode.valueOf(provenance.mode().name()))
        .build();
  }
}
