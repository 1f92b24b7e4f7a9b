package io.nightlight.operator;

import io.nightlight.domain.availability.BaselineAge;
import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.CountryJudge;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** Shows what an instance's countries are judged to be, and by how many. */
final class JudgeMeters {
  private static final int OPEN = ScoreStatus.values().length;
  private static final int SIGNALS = Signal.values().length;

  /** From here on by signal. */
  private static final int AGE = OPEN + 1;

  private static final int YOUNG = AGE + SIGNALS;

  private final WindowTally countries = new WindowTally(YOUNG + SIGNALS);
  private StandingsCache.@Nullable InForce known;
  private volatile long[] members = new long[IpFamily.values().length];
  private volatile long[] voters = new long[IpFamily.values().length];

  JudgeMeters(MetricGroup operator) {
    Meters meters = new Meters(operator);
    for (ScoreStatus status : ScoreStatus.values()) {
      meters.gauge(Metric.COUNTRIES, status, () -> countries.shown(status.ordinal()));
    }
    meters.gauge(Metric.OPEN_OUTAGES, () -> countries.shown(OPEN));
    for (Signal signal : Signal.values()) {
      meters.gauge(Metric.BASELINE_AGE, signal, () -> countries.shown(AGE + signal.ordinal()));
      meters.gauge(Metric.YOUNG_BASELINES, signal, () -> countries.shown(YOUNG + signal.ordinal()));
    }
    for (IpFamily family : IpFamily.values()) {
      meters.gauge(Metric.MEMBERS, family, () -> members[family.ordinal()]);
      meters.gauge(Metric.VOTERS, family, () -> voters[family.ordinal()]);
    }
  }

  /** A country was judged. */
  void judged(long windowEndMicros, ScoreStatus status, CountryJudge judge) {
    countries.turnTo(windowEndMicros);
    countries.add(status.ordinal(), 1);
    if (judge.hasOpenOutage()) {
      countries.add(OPEN, 1);
    }
    for (BaselineAge age : judge.baselineAges(Micros.toInstant(windowEndMicros))) {
      countries.atLeast(AGE + age.signal().ordinal(), age.unlearned().toSeconds());
      if (age.depth() == BaselineAge.Depth.YOUNG) {
        countries.add(YOUNG + age.signal().ordinal(), 1);
      }
    }
  }

  /** Who can speak; mostly the same as before. */
  void vote(StandingsCache.InForce inForce) {
    if (inForce == known) {
      return;
    }
    known = inForce;
    long[] all = new long[members.length];
    long[] voting = new long[voters.length];
    for (IpFamily family : IpFamily.values()) {
      Electorate electorate = inForce.electorate(family);
      all[family.ordinal()] = electorate.members();
      voting[family.ordinal()] = electorate.voters();
    }
    members = all;
    voters = voting;
  }
}
