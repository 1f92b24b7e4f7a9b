package io.nightlight.benchmark;

import io.nightlight.domain.measurement.CollectorHealth;
import io.nightlight.domain.measurement.CollectorWatch;
import io.nightlight.domain.measurement.CollectorWatch.Review;
import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.SessionTally;
import io.nightlight.domain.measurement.SessionWatch;
import io.nightlight.domain.measurement.WatchRules;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.Standings;
import io.nightlight.job.JobConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** All sessions of all collectors, watched window by window: who votes. */
final class PlainWatch {
  /** Of a collector that was not heard of yet. */
  private static final Review NEW =
      new Review(Map.of(), CollectorHealth.unknown(), List.of(), List.of());

  private final WatchRules rules;
  private final long windowMicros;
  private final Map<String, Review> collectors = new TreeMap<>();
  private Map<Long, SessionStanding> told = Map.of();
  private Standings standings = told::get;

  PlainWatch(JobConfig config) {
    rules = config.sessions().watchRules();
    windowMicros = Micros.of(config.timing().windowLength());
  }

  void close(Collection<SessionTally> due, long windowEnd) {
    Map<String, Map<Long, SessionSummary>> heard = new HashMap<>();
    for (SessionTally tally : due) {
      SessionSummary summary = Objects.requireNonNull(tally.take());
      heard
          .computeIfAbsent(summary.session().collector(), c -> new HashMap<>())
          .put(summary.session().id(), summary);
    }
    heard.keySet().forEach(collector -> collectors.putIfAbsent(collector, NEW));
    Map<Long, SessionStanding> now = new HashMap<>(told);
    collectors.replaceAll(
        (collector, before) -> {
          Review after =
              new CollectorWatch(collector, windowMicros, rules)
                  .next(
                      before.sessions(),
                      before.health(),
                      heard.getOrDefault(collector, Map.of()),
                      windowEnd);
          after.sessions().values().forEach(s -> stand(s, after.health(), windowEnd, now));
          return after;
        });
    if (!now.equals(told)) {
      told = now;
      standings = now::get;
    }
  }

  private void stand(
      SessionWatch session,
      CollectorHealth health,
      long windowEnd,
      Map<Long, SessionStanding> now) {
    for (IpFamily family : IpFamily.values()) {
      if (!session.table(family).wasHeardOf()) {
        continue;
      }
      SessionStanding standing =
          new SessionStanding(
              session.session().id(),
              family,
              session.session().peerAsn(),
              windowEnd,
              session.canVote(family, rules) && !health.isBlind() ? Ballot.VOTES : Ballot.ABSTAINS,
              session.reset().atMicros(),
              session.reset().sequence(),
              session.table(family).dumps().startedAtMicros(),
              session.table(family).dumps().endedMicros(),
              0,
              SessionStanding.SEES);
      SessionStanding before = now.get(standing.key());
      if (before == null || !standing.saysTheSameAs(before)) {
        now.put(standing.key(), standing);
      }
    }
  }

  /** The same object until something changes. */
  Standings standings() {
    return standings;
  }

  Collection<SessionStanding> inForce() {
    return told.values();
  }
}
