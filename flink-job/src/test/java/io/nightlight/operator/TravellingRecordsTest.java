package io.nightlight.operator;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.measurement.CollectorHealth;
import io.nightlight.domain.measurement.InputClock;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.SessionWatch;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.Rejection;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between operators or lies in state, as Flink's own serializers take it. */
class TravellingRecordsTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        Arrival.class,
        AvailabilityScore.class,
        CollectorHealth.class,
        CountryChange.class,
        CountryJudge.Snapshot.class,
        Directive.class,
        InputClock.Pause.class,
        InputClock.State.class,
        InputHeard.class,
        MeasurementEvent.class,
        OutageEvent.class,
        Rejection.class,
        RouteBatch.class,
        SessionStanding.class,
        SessionSummary.class,
        SessionWatch.class
      })
  void needsNoKryo(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
