package io.nightlight.backtest;

import io.nightlight.backtest.ReportedOutage.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A day of one country, in minutes from T0, that is watched all day. */
final class World {
  static final Instant T0 = Instant.parse("2021-06-01T00:00:00Z");
  static final String COUNTRY = "SY";
  static final int DAY = 24 * 60;

  private final List<TruthRow> truth = new ArrayList<>();
  private final List<ReportedOutage> reported = new ArrayList<>();
  private final WatchedTime watched = new WatchedTime();

  World() {
    watched.add(COUNTRY, T0, at(DAY));
  }

  static Instant at(double minute) {
    return T0.plusMillis(Math.round(minute * 60_000));
  }

  static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  World labelled(double start, double end, String... classes) {
    truth.add(TruthRow.of(new LabelledOutage(COUNTRY, at(start), at(end)), classes));
    return this;
  }

  World labelledWithoutEnd(double start) {
    truth.add(TruthRow.of(new LabelledOutage(COUNTRY, at(start), null)));
    return this;
  }

  /** Told three minutes after its start. */
  World reported(double start, double end) {
    return reported("e" + reported.size(), start, at(end), Outcome.RECOVERED);
  }

  World open(double start) {
    return reported("e" + reported.size(), start, null, Outcome.OPEN);
  }

  World retracted(double start) {
    return reported("e" + reported.size(), start, null, Outcome.RETRACTED);
  }

  private World reported(String id, double start, @Nullable Instant end, Outcome outcome) {
    reported.add(new ReportedOutage(id, COUNTRY, at(start), end, at(start + 3), outcome));
    return this;
  }

  Trial trial() {
    return new Trial(truth, reported, watched);
  }

  Comparison comparison() {
    return Comparison.of(trial());
  }
}
