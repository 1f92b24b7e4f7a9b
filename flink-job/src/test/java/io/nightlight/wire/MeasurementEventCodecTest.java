package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementReason;
import io.nightlight.schema.MeasurementScopeKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MeasurementEventCodecTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");
  private static final Provenance PROVENANCE = new Provenance("test", RunMode.REPLAY, "1", "map-1");

  private static MeasurementEvent degraded(ScopeKind kind, Reason reason) {
    return MeasurementEvent.degraded(kind, "rrc06|192.0.2.1|64501", reason, T0, T0.plusSeconds(60));
  }

  @ParameterizedTest
  @EnumSource(ScopeKind.class)
  void everyScopeHasItsWord(ScopeKind kind) {
    var record = MeasurementEventCodec.toAvro(degraded(kind, Reason.SILENCE), PROVENANCE);
    assertThat(record.getScopeKind()).isEqualTo(MeasurementScopeKind.valueOf(kind.name()));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReasonHasItsWord(Reason reason) {
    var record = MeasurementEventCodec.toAvro(degraded(ScopeKind.SESSION, reason), PROVENANCE);
    assertThat(record.getReason()).isEqualTo(MeasurementReason.valueOf(reason.name()));
  }

  @Test
  void sourceCountriesAndTimesAreCarried() {
    MeasurementEvent lost =
        degraded(ScopeKind.SESSION, Reason.SESSIONS_LOST)
            .withAffectedCountries(List.of("AF", "KP"));
    var record = MeasurementEventCodec.toAvro(lost, PROVENANCE);
    assertThat(record.getScope()).isEqualTo("rrc06|192.0.2.1|64501");
    assertThat(record.getAffectedCountries()).containsExactly("AF", "KP");
    assertThat(record.getKind()).isEqualTo(MeasurementEventKind.DEGRADED);
    assertThat(record.getRevision()).isZero();
    assertThat(record.getStartedAt()).isEqualTo(T0);
    assertThat(record.getEndedAt()).isNull();
    var restored =
        MeasurementEventCodec.toAvro(
            MeasurementEvent.restored(
                ScopeKind.SESSION,
                "rrc06|192.0.2.1|64501",
                Reason.SESSIONS_LOST,
                T0,
                T0.plusSeconds(300),
                T0.plusSeconds(360)),
            PROVENANCE);
    assertThat(restored.getEventId()).isEqualTo(record.getEventId());
    assertThat(restored.getRevision()).isEqualTo(1);
    assertThat(restored.getEndedAt()).isEqualTo(T0.plusSeconds(300));
  }
}
