package io.nightlight.operator;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
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

  private transient ValueState<CountryMemory> memory;
  private transient ListState<CountryChange> waiting;
  private transient KeyedTick tick;
  private transient StandingsCache standings;
  private transient VantagesInForce vantages;
  private transient JudgeMeters meters;

  public JudgeCountry(
      long windowMicros,
      DetectionRules rules,
      Provenance provenance,
      OutputTag<AvailabilityScore> scores) {
    this.windowMicros = windowMicros;
    this.rules = rules;
    this.provenance = provenance;
    this.scores = scores;
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    memory = runtime.getState(new ValueStateDescriptor<>("memory", new CountryMemorySerializer()));
    waiting =
        runtime.getListState(
            new ListStateDescriptor<>("waiting", TypeInformation.of(CountryChange.class)));
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
    applyDue(country, windowEnd);
    boolean unseen = Directives.pauseAt(windowEnd, context) != null;
    List<SignalReading> readings = unseen ? List.of() : read(country, windowEnd, context);
    CountryJudge judge = country.judge(context.getCurrentKey(), rules, provenance);
    CountryJudge.Verdict verdict =
        judge.judge(
            Micros.toInstant(windowEnd - windowMicros), Micros.toInstant(windowEnd), readings);
    context.output(scores, verdict.score());
    meters.judged(windowEnd, verdict.score().status(), judge);
    verdict.events().forEach(out::collect);
    memory.update(country);
    tick.close(windowEnd, context.timerService(), context);
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

  private void applyDue(CountryMemory country, long windowEnd) throws Exception {
    List<CountryChange> later = new ArrayList<>();
    for (CountryChange change : waiting.get()) {
      if (change.windowEndMicros() <= windowEnd) {
        country.apply(change);
      } else {
        later.add(change);
      }
    }
    waiting.update(later);
  }
}
