package io.nightlight.benchmark;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.measurement.SessionTally;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.domain.routes.VisibilityChange;
import io.nightlight.job.JobConfig;
import io.nightlight.operator.Shards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the job does, in one thread and without Flink: the domain's own classes, driven window by
 * window in the plainest way. Its results are the job's, or one of the two is wrong.
 *
 * <p>It holds only for streams without pauses, late records, paths of ADD-PATH and retired
 * sessions.
 */
final class PlainLoop {
  private final long windowMicros;
  private final long disorderMicros;
  private final JobConfig config;
  private final Provenance provenance;
  private final CountryMap map;

  private final RouteShard[] shards = new RouteShard[Shards.COUNT];
  private final PlainBatch[] batches = new PlainBatch[Shards.COUNT];
  private final Map<String, PlainCountry> countries = new TreeMap<>();
  private final TreeMap<Long, Map<Long, SessionTally>> tallies = new TreeMap<>();
  private final PlainWatch watch;
  private final List<AvailabilityScore> scores = new ArrayList<>();
  private final List<OutageEvent> events = new ArrayList<>();
  private long latestMicros;
  private long nextWindowEnd = Long.MIN_VALUE;

  PlainLoop(JobConfig config, CountryMap map, Provenance provenance) {
    this.config = config;
    this.map = map;
    this.provenance = provenance;
    windowMicros = Micros.of(config.timing().windowLength());
    disorderMicros = Micros.of(config.timing().bgpOutOfOrderness());
    watch = new PlainWatch(config);
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      shards[shard] = new RouteShard(windowMicros);
      batches[shard] = new PlainBatch(shards[shard]);
    }
  }

  void accept(BgpObservation observation) {
    long at = observation.observedAtMicros();
    long windowEnd = Math.floorDiv(at, windowMicros) * windowMicros + windowMicros;
    if (nextWindowEnd == Long.MIN_VALUE) {
      nextWindowEnd = windowEnd;
    }
    if (!observation.session().equals(Session.FEED)) {
      tallies
          .computeIfAbsent(windowEnd, end -> new HashMap<>())
          .computeIfAbsent(
              observation.session().id(), id -> new SessionTally(observation.session(), windowEnd))
          .add(observation);
      int kind = observation.kind() == BgpEvent.RIB_ROW ? RouteOps.RIB_ROW : RouteOps.ANNOUNCE;
      file(observation, RouteOps.WITHDRAW, observation.withdrawn());
      file(observation, kind, observation.announced());
    }
    if (at > latestMicros) {
      latestMicros = at;
      closeUntil(at - disorderMicros);
    }
  }

  private void file(BgpObservation observation, int kind, long[] prefixes) {
    for (long prefix : prefixes) {
      batches[Shards.of(prefix)].add(observation, kind, prefix);
    }
  }

  private void closeUntil(long micros) {
    while (nextWindowEnd <= micros) {
      close(nextWindowEnd);
      nextWindowEnd += windowMicros;
    }
  }

  private void close(long windowEnd) {
    Map<Long, SessionTally> due = tallies.remove(windowEnd);
    watch.close(due == null ? List.of() : due.values(), windowEnd);
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      batches[shard].flush();
      shards[shard].settle(windowEnd, watch.standings(), change -> tell(change, windowEnd));
    }
    countries.forEach((code, country) -> judge(country, windowEnd));
  }

  private void tell(VisibilityChange change, long windowEnd) {
    map.forEachPart(
        change.prefix(),
        (code, firstBlock, blockCount) ->
            countries
                .computeIfAbsent(
                    code, c -> new PlainCountry(CountryJudge.of(c, config.detection(), provenance)))
                .apply(change, firstBlock, blockCount, windowEnd));
  }

  private void judge(PlainCountry country, long windowEnd) {
    CountryJudge.Verdict verdict =
        country.judge(windowEnd - windowMicros, windowEnd, watch.inForce());
    scores.add(verdict.score());
    events.addAll(verdict.events());
  }

  List<AvailabilityScore> scores() {
    return scores;
  }

  List<OutageEvent> events() {
    return events;
  }

  /** What to weigh: all that is kept of routes. */
  RouteShard[] shards() {
    return shards;
  }
}
