package io.nightlight.operator;

import io.nightlight.domain.measurement.CollectorHealth;
import io.nightlight.domain.measurement.CollectorHealth.Sight;
import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.SessionWatch;
import io.nightlight.domain.measurement.WatchRules;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Watches the sessions of each collector, window by window, and says which of them vote. Keyed by
 * collector.
 */
public final class WatchSources
    extends KeyedBroadcastProcessFunction<String, SessionSummary, Directive, Directive> {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final WatchRules rules;
  private final OutputTag<MeasurementEvent> measurements;

  private transient ValueState<Long> tick;
  private transient ValueState<Long> settledUntil;
  private transient MapState<Long, List<SessionSummary>> waiting;
  private transient MapState<Long, SessionWatch> watches;
  private transient MapState<Long, SessionStanding> told;
  private transient ValueState<CollectorHealth> health;

  public WatchSources(
      long windowMicros, WatchRules rules, OutputTag<MeasurementEvent> measurements) {
    this.windowMicros = windowMicros;
    this.rules = rules;
    this.measurements = measurements;
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    tick = runtime.getState(new ValueStateDescriptor<>("tick", Types.LONG));
    settledUntil = runtime.getState(new ValueStateDescriptor<>("settled-until", Types.LONG));
    waiting =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "waiting", Types.LONG, Types.LIST(TypeInformation.of(SessionSummary.class))));
    watches =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "watches", Types.LONG, TypeInformation.of(SessionWatch.class)));
    told =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "told", Types.LONG, TypeInformation.of(SessionStanding.class)));
    health =
        runtime.getState(
            new ValueStateDescriptor<>("health", TypeInformation.of(CollectorHealth.class)));
  }

  @Override
  public void processElement(
      SessionSummary summary, ReadOnlyContext context, Collector<Directive> out) throws Exception {
    Long next = tick.value();
    long windowEnd = summary.windowEndMicros();
    if (next == null || windowEnd < next && !isLate(windowEnd)) {
      tick.update(windowEnd);
      context.timerService().registerEventTimeTimer(Ticks.timer(windowEnd));
    } else if (windowEnd < next) {
      windowEnd = next;
    }
    List<SessionSummary> known = waiting.get(windowEnd);
    List<SessionSummary> summaries = known == null ? new ArrayList<>() : known;
    summaries.add(summary);
    waiting.put(windowEnd, summaries);
  }

  private boolean isLate(long windowEnd) throws IOException {
    Long until = settledUntil.value();
    return until != null && windowEnd <= until;
  }

  @Override
  public void processBroadcastElement(
      Directive directive, Context context, Collector<Directive> out) throws Exception {
    Directives.file(directive, context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Directive> out)
      throws Exception {
    long windowEnd = Ticks.windowEndMicros(timestamp);
    if (Directives.isBeyondEnd(windowEnd, context)) {
      return;
    }
    Map<Long, SessionWatch> sessions = judgeSessions(windowEnd);
    CollectorHealth before = health.value() == null ? CollectorHealth.unknown() : health.value();
    CollectorHealth after = before.next(sessions.values(), windowEnd, rules);
    tellHealth(context.getCurrentKey(), before, after, windowEnd, context);
    tellStandings(sessions, after, windowEnd, out);
    Pause pause = Directives.pauseAt(windowEnd, context);
    if (pause != null) {
      long skipped = pause.resumedMicros() - pause.unknownMicros();
      sessions.replaceAll((id, session) -> session.without(skipped));
      after = after.without(skipped);
    }
    watches.putAll(sessions);
    health.update(after);
    settledUntil.update(windowEnd);
    long next = Directives.next(windowEnd, windowMicros, context);
    tick.update(next);
    context.timerService().registerEventTimeTimer(Ticks.timer(next));
  }

  private Map<Long, SessionWatch> judgeSessions(long windowEnd) throws Exception {
    Map<Long, SessionSummary> due = takeDue(windowEnd);
    Map<Long, SessionWatch> sessions = new HashMap<>();
    for (Map.Entry<Long, SessionWatch> known : watches.entries()) {
      if (!due.containsKey(known.getKey())) {
        sessions.put(known.getKey(), known.getValue().nextInSilence(windowEnd, rules));
      }
    }
    for (Map.Entry<Long, SessionSummary> spoke : due.entrySet()) {
      SessionWatch known = watches.get(spoke.getKey());
      SessionWatch watch = known == null ? SessionWatch.of(spoke.getValue().session()) : known;
      sessions.put(spoke.getKey(), watch.next(spoke.getValue(), windowEnd, rules));
    }
    return sessions;
  }

  private Map<Long, SessionSummary> takeDue(long windowEnd) throws Exception {
    Map<Long, SessionSummary> due = new TreeMap<>();
    List<SessionSummary> summaries = waiting.get(windowEnd);
    if (summaries != null) {
      summaries.forEach(s -> due.merge(s.session().id(), s, SessionSummary::plus));
      waiting.remove(windowEnd);
    }
    return due;
  }

  private void tellStandings(
      Map<Long, SessionWatch> sessions,
      CollectorHealth health,
      long windowEnd,
      Collector<Directive> out)
      throws Exception {
    for (Map.Entry<Long, SessionWatch> session : sessions.entrySet()) {
      SessionWatch watch = session.getValue();
      if (!watch.wasHeardOf()) {
        continue;
      }
      boolean votes = watch.canVote(rules) && !health.isBlind();
      SessionStanding standing =
          new SessionStanding(
              session.getKey(),
              IpFamily.IPV4,
              watch.session().peerAsn(),
              windowEnd,
              votes ? Ballot.VOTES : Ballot.ABSTAINS,
              watch.resetAtMicros(),
              watch.resetSequence(),
              watch.ribStartedAtMicros(),
              watch.ribEndedMicros());
      SessionStanding before = told.get(standing.key());
      if (before == null || !standing.saysTheSameAs(before)) {
        told.put(standing.key(), standing);
        out.collect(Directive.of(standing));
      }
    }
  }

  private void tellHealth(
      String collector,
      CollectorHealth before,
      CollectorHealth after,
      long windowEnd,
      OnTimerContext context) {
    if (before.isBlind() == after.isBlind()) {
      return;
    }
    CollectorHealth blind = after.isBlind() ? after : before;
    var startedAt = Micros.toInstant(blind.blindSinceMicros());
    var now = Micros.toInstant(windowEnd);
    Reason reason = blind.sight() == Sight.SILENT ? Reason.SILENCE : Reason.SESSIONS_LOST;
    context.output(
        measurements,
        after.isBlind()
            ? MeasurementEvent.degraded(ScopeKind.COLLECTOR, collector, reason, startedAt, now)
            : MeasurementEvent.restored(
                ScopeKind.COLLECTOR,
                collector,
                reason,
                startedAt,
                Micros.toInstant(windowEnd - windowMicros),
                now));
  }
}
