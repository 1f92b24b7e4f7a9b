package io.nightlight.operator;

import io.nightlight.domain.measurement.CollectorHealth;
import io.nightlight.domain.measurement.CollectorWatch;
import io.nightlight.domain.measurement.CollectorWatch.Review;
import io.nightlight.domain.measurement.DumpMarks;
import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.SessionWatch;
import io.nightlight.domain.measurement.WatchRules;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;

/**
 * Watches the sessions of each collector, window by window, and says which of them vote. Keyed by
 * collector. Of a collector without any session left nothing is kept (pitfall P64).
 */
public final class WatchSources
    extends KeyedBroadcastProcessFunction<String, SessionSummary, Directive, Directive> {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final WatchRules rules;
  private final OutputTag<MeasurementDraft> drafts;

  private transient KeyedTick tick;
  private transient WaitingSummaries<SessionSummary> waiting;
  private transient MapState<Long, SessionWatch> watches;
  private transient MapState<Long, SessionStanding> told;
  private transient ValueState<CollectorHealth> health;
  private transient SightMeters meters;

  public WatchSources(long windowMicros, WatchRules rules, OutputTag<MeasurementDraft> drafts) {
    this.windowMicros = windowMicros;
    this.rules = rules;
    this.drafts = drafts;
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    tick = new KeyedTick(runtime, windowMicros);
    waiting =
        new WaitingSummaries<>(
            runtime, SessionSummary.class, summary -> summary.session().id(), SessionSummary::plus);
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
    meters = SightMeters.ofSessions(runtime.getMetricGroup());
  }

  @Override
  public void processElement(
      SessionSummary summary, ReadOnlyContext context, Collector<Directive> out) throws Exception {
    long windowEnd = tick.expect(summary.windowEndMicros(), context.timerService());
    waiting.add(windowEnd, summary);
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
    CollectorHealth before = health.value() == null ? CollectorHealth.unknown() : health.value();
    Review review =
        new CollectorWatch(context.getCurrentKey(), windowMicros, rules)
            .next(known(), before, waiting.take(windowEnd), windowEnd);
    for (SessionWatch session : review.sessions().values()) {
      tell(session, review.health(), windowEnd, out);
    }
    for (SessionWatch session : review.retired()) {
      retire(session, windowEnd, out);
    }
    measure(review, windowEnd);
    review.drafts().forEach(draft -> context.output(drafts, draft));
    keep(review, Directives.pauseAt(windowEnd, context));
    if (review.sessions().isEmpty() && waiting.isEmpty()) {
      health.clear();
      tick.forget();
    } else {
      tick.close(windowEnd, context.timerService(), context);
    }
  }

  private void measure(Review review, long windowEnd) {
    boolean hears = !review.health().isBlind();
    long see = review.sessions().values().stream().filter(this::hasVote).count();
    int sessions = review.sessions().size();
    meters.saw(windowEnd, ScopeKind.COLLECTOR, 1, hears ? 0 : 1);
    meters.saw(windowEnd, ScopeKind.SESSION, sessions, hears ? sessions - see : sessions);
  }

  private boolean hasVote(SessionWatch session) {
    return Arrays.stream(IpFamily.values()).anyMatch(family -> session.canVote(family, rules));
  }

  private Map<Long, SessionWatch> known() throws Exception {
    Map<Long, SessionWatch> known = new HashMap<>();
    watches.entries().forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    return known;
  }

  private void tell(
      SessionWatch session, CollectorHealth after, long windowEnd, Collector<Directive> out)
      throws Exception {
    for (IpFamily family : IpFamily.values()) {
      if (session.table(family).wasHeardOf()) {
        boolean votes = session.canVote(family, rules) && !after.isBlind();
        Ballot ballot = votes ? Ballot.VOTES : Ballot.ABSTAINS;
        SessionStanding before = told.get(SessionStanding.key(session.session().id(), family));
        boolean goesBlind = !votes && before != null && before.votes();
        long blindSince = goesBlind ? session.blindSinceMicros(after, rules) : SessionStanding.SEES;
        SessionStanding standing = standing(session, family, ballot, windowEnd, blindSince);
        if (before == null || !standing.saysTheSameAs(before)) {
          told.put(standing.key(), standing);
          out.collect(Directive.of(standing));
        }
      }
    }
  }

  private void retire(SessionWatch session, long windowEnd, Collector<Directive> out)
      throws Exception {
    watches.remove(session.session().id());
    for (IpFamily family : IpFamily.values()) {
      SessionStanding standing =
          standing(session, family, Ballot.RETIRED, windowEnd, SessionStanding.SEES);
      if (told.contains(standing.key())) {
        told.remove(standing.key());
        out.collect(Directive.of(standing));
      }
    }
  }

  private static SessionStanding standing(
      SessionWatch session, IpFamily family, Ballot ballot, long windowEnd, long blindSince) {
    DumpMarks dumps = session.table(family).dumps();
    return new SessionStanding(
        session.session().id(),
        family,
        session.session().peerAsn(),
        windowEnd,
        ballot,
        session.reset().atMicros(),
        session.reset().sequence(),
        dumps.startedAtMicros(),
        dumps.endedMicros(),
        session.session().collectorId(),
        blindSince);
  }

  private void keep(Review review, @Nullable Pause pause) throws Exception {
    long skipped = pause == null ? 0 : pause.resumedMicros() - pause.unknownMicros();
    for (Map.Entry<Long, SessionWatch> session : review.sessions().entrySet()) {
      watches.put(session.getKey(), session.getValue().without(skipped));
    }
    health.update(review.health().without(skipped));
  }
}
