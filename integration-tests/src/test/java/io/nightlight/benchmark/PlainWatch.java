package io.nightlight.benchmark;

import io.nightlight.domain.measurement.CollectorHealth;
import io.nightlight.domain.measurement.SessionSummary;
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
import java.util.Map;
import java.util.TreeMap;

/** All sessions of all collectors, watched window by window: who votes. */
final class PlainWatch {
  private final WatchRules rules;
  private final Map<String, Map<Long, SessionWatch>> collectors = new TreeMap<>();
  private final Map<String, CollectorHealth> healths = new HashMap<>();
  private Map<Long, SessionStanding> told = Map.of();
  private Standings standings = told::get;

  PlainWatch(JobConfig config) {
    JobConfig.Sessions sessions = config.sessions();
    rules =
        new WatchRules(
            sessions.silenceFactor(),
            Micros.of(sessions.silenceShortest()),
            Micros.of(sessions.silenceLongest()),
            Micros.of(sessions.collectorSilence()),
            sessions.tableQuietShare(),
            Micros.of(sessions.tableSettleShortest()),
            Micros.of(sessions.tableSettleLongest()));
  }

  void close(Map<Long, SessionSummary> due, long windowEnd) {
    due.values()
        .forEach(
            summary ->
                collectors
                    .computeIfAbsent(summary.session().collector(), c -> new HashMap<>())
                    .putIfAbsent(summary.session().id(), SessionWatch.of(summary.session())));
    Map<Long, SessionStanding> now = new HashMap<>(told);
    collectors.forEach(
        (collector, sessions) -> {
          sessions.replaceAll(
              (id, session) ->
                  due.containsKey(id)
                      ? session.next(due.get(id), windowEnd, rules)
                      : session.nextInSilence(windowEnd, rules));
          CollectorHealth health =
              healths
                  .getOrDefault(collector, CollectorHealth.unknown())
                  .next(sessions.values(), windowEnd, rules);
          healths.put(collector, health);
          sessions.values().forEach(session -> stand(session, health, windowEnd, now));
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
    if (!session.wasHeardOf()) {
      return;
    }
    SessionStanding standing =
        new SessionStanding(
            session.session().id(),
            IpFamily.IPV4,
            session.session().peerAsn(),
            windowEnd,
            session.canVote(rules) && !health.isBlind() ? Ballot.VOTES : Ballot.ABSTAINS,
            session.resetAtMicros(),
            session.resetSequence(),
            session.ribStartedAtMicros(),
            session.ribEndedMicros());
    SessionStanding before = now.get(standing.key());
    if (before == null || !standing.saysTheSameAs(before)) {
      now.put(standing.key(), standing);
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
