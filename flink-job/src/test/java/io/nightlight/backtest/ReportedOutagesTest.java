package io.nightlight.backtest;

import static io.nightlight.backtest.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.backtest.ReportedOutage.Outcome;
import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.outage.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportedOutagesTest {
  private static OutageEvent event(
      String id, int revision, EventKind kind, int start, @Nullable Integer end, int detected) {
    return new OutageEvent(
        id,
        revision,
        kind,
        "SY",
        at(start),
        at(start),
        at(start),
        end == null ? null : at(end),
        null,
        null,
        at(detected),
        Severity.TOTAL,
        Classification.ROUTES_WITHDRAWN,
        null,
        0,
        null,
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        "1",
        "geo",
        "here",
        RunMode.REPLAY);
  }

  private static ReportedOutages of(OutageEvent... events) {
    ReportedOutages reported = new ReportedOutages();
    Stream.of(events).forEach(reported::add);
    return reported;
  }

  private static final OutageEvent STARTED = event("a", 0, EventKind.STARTED, 100, null, 103);
  private static final OutageEvent UPDATED = event("a", 1, EventKind.UPDATED, 98, null, 115);
  private static final OutageEvent RECOVERED = event("a", 2, EventKind.RECOVERED, 98, 200, 210);

  @Test
  void theHighestRevisionHoldsAndTheFirstTellsWhenItWasTold() {
    ReportedOutage whole =
        new ReportedOutage("a", "SY", at(98), at(200), at(103), Outcome.RECOVERED);
    assertThat(of(STARTED, UPDATED, RECOVERED).list()).containsExactly(whole);
    assertThat(of(RECOVERED, STARTED, RECOVERED, UPDATED, STARTED).list()).containsExactly(whole);
  }

  @Test
  void anEventMayBeLeftOpen() {
    assertThat(of(STARTED, UPDATED).list())
        .containsExactly(new ReportedOutage("a", "SY", at(98), null, at(103), Outcome.OPEN));
  }

  @Test
  void anEventMayBeTakenBack() {
    OutageEvent retracted = event("a", 1, EventKind.RETRACTED, 100, 120, 120);
    assertThat(of(STARTED, retracted).list())
        .extracting(ReportedOutage::outcome)
        .containsExactly(Outcome.RETRACTED);
  }

  @Test
  void aMissingFirstRevisionIsSaid() {
    ReportedOutages reported = of(UPDATED, RECOVERED, event("b", 0, EventKind.STARTED, 5, null, 8));
    assertThat(reported.withoutFirstRevision()).isEqualTo(1);
    assertThat(reported.list())
        .extracting(ReportedOutage::firstDetectedAt)
        .containsExactly(at(8), at(115));
    assertThat(of().list()).isEmpty();
    assertThat(reported.rulesVersions()).containsExactly("1");
  }
}
