package io.nightlight.operator;

import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.EndReason;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.outage.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of outages in which all routes go, for whoever does not care what was lost. */
final class TotalOutage {
  private TotalOutage() {}

  /**
   * One revision.
   *
   * @param recoveredAt null while it is open, and if there was none
   */
  static OutageEvent event(
      String id,
      int revision,
      EventKind kind,
      String country,
      Instant startedAt,
      @Nullable Instant recoveredAt,
      Instant detectedAt) {
    return new OutageEvent(
        id,
        revision,
        kind,
        country,
        startedAt,
        startedAt,
        startedAt,
        recoveredAt,
        recoveredAt,
        recoveredAt,
        detectedAt,
        Severity.TOTAL,
        Classification.ROUTES_WITHDRAWN,
        0.0,
        0.0,
        null,
        recoveredAt == null ? null : EndReason.RECOVERED,
        null,
        List.of(),
        List.of(),
        List.of(),
        "1",
        "map-1",
        "test",
        RunMode.REPLAY);
  }
}
