package io.nightlight.operator;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.Recount;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.review.CountryWord;
import io.nightlight.domain.review.CountryWord.Readiness;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Scores one country at the end of each window, and says what begins and ends. Keyed by country.
 */
public final class JudgeCountry
    extends KeyedBroadcastProcessFunction<String, CountryChange, Directive, OutageEvent> {
  private static final long serialVersionUID = 1;

  private final long windowMicros;
  private final DetectionRules rules;
  private final Provenance provenance;
  private final OutputTag<AvailabilityScore> scores;
  private final OutputTag<CountryWord> words;

  private transient ValueState<CountryMemory> memory;
  private transient ListState<CountryChange> waiting;
  private transient ValueState<CountryWord> told;
  private transient KeyedTick tick;
  private transient StandingsCache standings;
  private transient VantagesInForce vantages;
  private transient JudgeMeters meters;

  public JudgeCountry(
      long windowMicros,
      DetectionRules rules,
      Provenance provenance,
      OutputTag<AvailabilityScore> scores,
      OutputTag<CountryWord> words) {
    this.windowMicros = windowMicros;
    this.rules = rules;
    this.provenance = provenance;
    this.scores = scores;
    this.words = words;
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    memory = runtime.getState(new ValueStateDescriptor<>("memory", new CountryMemorySerializer()));
    waiting =
        runtime.getListState(
            new ListStateDescriptor<>("waiting", TypeInformation.of(CountryChange.class)));
    told =
        runtime.getState(new ValueStateDescriptor<>("told", TypeInformation.of(CountryWord.class)));
    tick = new KeyedTick(runtime, windowMicros);
    standings = new StandingsCache();
    vantages = new VantagesInForce();
    meters = new JudgeMeters(runtime.getMetricGroup());
  }

  @Override
  public void processElement(
      CountryChange change, ReadOnlyContext context, Collector<OutageEvent> out) throws Exception {
    waiting.add(change);
    tick.expect(change.windowEndMicros(), context.timerService());
  }

  @Override
  public void processBroadcastElement(
      Directive directive, Context context, Collector<OutageEvent> out) throws Exception {
    Directives.file(directive, context);
    standings.forget();
    vantages.forget();
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OutageEvent> out)
      throws Exception {
    long windowEnd = Ticks.windowEndMicros(timestamp);
    if (Directives.isBeyondEnd(windowEnd, context)) {
      return;
    }
    CountryMemory country = memory.value() == null ? new CountryMemory() : memory.value();
    List<Recount> recounts =
        country.take(
            due(windowEnd), windowEnd, Directives.mapInUse(provenance.geoVersion(), context));
    boolean unseen = Directives.pauseAt(windowEnd, context) != null;
    List<SignalReading> readings = unseen ? List.of() : read(country, windowEnd, context);
    CountryJudge judge = country.judge(context.getCurrentKey(), rules, provenance);
    judge.recount(Micros.toInstant(windowEnd), recounts);
    CountryJudge.Verdict verdict =
        judge.judge(
            Micros.toInstant(windowEnd - windowMicros), Micros.toInstant(windowEnd), readings);
    context.output(scores, verdict.score());
    meters.judged(windowEnd, verdict.score().status(), judge);
    verdict.events().forEach(out::collect);
    tell(verdict, windowEnd, context);
    memory.update(country);
    tick.close(windowEnd, context.timerService(), context);
  }

  private void tell(CountryJudge.Verdict verdict, long windowEnd, OnTimerContext context)
      throws Exception {
    Readiness readiness =
        verdict.score().status().isKnown() ? Readiness.READY : Readiness.NOT_READY;
    CountryWord word =
        new CountryWord(context.getCurrentKey(), windowEnd, readiness, verdict.confirmations());
    CountryWord before = told.value();
    if (before == null || !word.saysTheSameAs(before)) {
      told.update(word);
      context.output(words, word);
    }
  }

  private List<SignalReading> read(CountryMemory country, long windowEnd, OnTimerContext context)
      throws Exception {
    StandingsCache.InForce inForce = standings.at(windowEnd, context);
    meters.vote(inForce);
    List<SignalReading> readings = country.readRoutes(windowEnd, inForce::electorate);
    VantagesInForce.Panel panel = vantages.at(windowEnd, context);
    country.readProbes(panel.members(), panel.voters()).ifPresent(readings::add);
    return readings;
  }

  private List<CountryChange> due(long windowEnd) throws Exception {
    List<CountryChange> due = new ArrayList<>();
    List<CountryChange> later = new ArrayList<>();
    for (CountryChange change : waiting.get()) {
      (change.windowEndMicros() <= windowEnd ? due : later).add(change);
    }
    waiting.update(later);
    return due;
  }
}
