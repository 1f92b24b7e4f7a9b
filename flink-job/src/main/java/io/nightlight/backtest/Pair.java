package io.nightlight.backtest;

import java.time.Duration;
import java.util.Optional;

/**
 * A labelled outage and the report that found it.
 *
 * @param fragments how many further reports tell of the same outage
 */
public record Pair(TruthRow row, ReportedOutage report, int fragments) {
  /** From the true start to when the outage was first told; negative if it was told before. */
  public Duration delay() {
    return Duration.between(row.outage().start(), report.firstDetectedAt());
  }

  /** How much later than the true one the reported start is; negative if it is earlier. */
  public Duration startError() {
    return Duration.between(row.outage().start(), report.startedAt());
  }

  /** Likewise of the ends; empty if one of them is not known. */
  public Optional<Duration> recoveryError() {
    return row.outage().end() == null || report.recoveredAt() == null
        ? Optional.empty()
        : Optional.of(Duration.between(row.outage().end(), report.recoveredAt()));
  }
}
