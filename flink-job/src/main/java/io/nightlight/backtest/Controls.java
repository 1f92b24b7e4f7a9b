package io.nightlight.backtest;

import io.nightlight.backtest.ReportedOutage.Outcome;
import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Detectors that look at nothing. Whoever scores well with one of them has found a hole in the
 * yardstick.
 */
public final class Controls {
  /** So that whatever happens, something was said within {@link Comparison#TOLERANCE} of it. */
  static final Duration EVERY = Comparison.TOLERANCE.multipliedBy(2);

  private Controls() {}

  /** Never says anything. */
  public static Comparison silent(Trial trial) {
    return Comparison.of(trial.of(List.of()));
  }

  /** Tells an outage of every country that it watches, at once, every 20 minutes. */
  public static Comparison alwaysFiring(Trial trial) {
    List<ReportedOutage> reports = new ArrayList<>();
    for (String country : trial.watched().countries()) {
      SortedSet<Long> turns = new TreeSet<>();
      long every = Micros.of(EVERY);
      trial
          .watched()
          .spansOf(country)
          .forEach(
              (from, to) -> {
                for (long turn = Math.floorDiv(from, every); turn * every < to + every; turn++) {
                  turns.add(turn);
                }
              });
      turns.forEach(turn -> reports.add(report(country, Micros.toInstant(turn * every))));
    }
    return Comparison.of(trial.of(reports));
  }

  private static ReportedOutage report(String country, Instant at) {
    return new ReportedOutage(
        country + "-" + at.getEpochSecond(), country, at, at.plus(EVERY), at, Outcome.RECOVERED);
  }
}
