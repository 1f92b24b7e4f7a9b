package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.measurement.CollectorHealth;
import io.nightlight.domain.measurement.InputClock;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.SessionWatch;
import io.nightlight.domain.measurement.Standstill;
import io.nightlight.domain.measurement.VantagePanel;
import io.nightlight.domain.measurement.VantageStanding;
import io.nightlight.domain.measurement.VantageSummary;
import io.nightlight.domain.measurement.VantageWatch;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.probing.BlockBatch;
import io.nightlight.domain.probing.BlockCensus;
import io.nightlight.domain.probing.BlockChange;
import io.nightlight.domain.review.CountryWord;
import io.nightlight.domain.review.WorldReview;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.ShardMembers;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.Rejection;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels between operators or lies in state is written field by field, never by Kryo. */
class TravellingRecordsTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        Arrival.class,
        BgpObservation.class,
        BlockBatch.class,
        BlockChange.class,
        BlockCensus.Count.class,
        ProbeObservation.class,
        Rejection.class,
        SessionSummary.class,
        SessionWatch.class,
        SessionStanding.class,
        CollectorHealth.class,
        InputHeard.class,
        InputClock.State.class,
        InputClock.Pause.class,
        Directive.class,
        CountryChange.class,
        CurrentOutage.class,
        CountryJudge.Snapshot.class,
        CountryWord.class,
        WorldReview.Snapshot.class,
        AvailabilityScore.class,
        OutageEvent.class,
        MeasurementEvent.class,
        MeasurementDraft.class,
        ShardMembers.class,
        Standstill.class,
        VantageSummary.class,
        VantageWatch.class,
        VantageStanding.class,
        VantagePanel.FeedHealth.class
      })
  void isWrittenFieldByField(Class<?> type) {
    assertThatCode(() -> PojoTestUtils.assertSerializedAsPojoWithoutKryo(type))
        .doesNotThrowAnyException();
  }
}
