package io.nightlight.operator;

import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.measurement.VantagePanel;
import io.nightlight.domain.measurement.VantagePanel.FeedHealth;
import io.nightlight.domain.measurement.VantagePanel.Review;
import io.nightlight.domain.measurement.VantageRules;
import io.nightlight.domain.measurement.VantageStanding;
import io.nightlight.domain.measurement.VantageStanding.Sight;
import io.nightlight.domain.measurement.VantageSummary;
import io.nightlight.domain.measurement.VantageWatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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

/**
 * Watches all vantages together, window by window, and says which of them can be believed. Keyed by
 * one key for all: whether a vantage is blind shows in what the others see.
 */
public final class WatchVantages
    extends KeyedBroadcastProcessFunction<String, VantageSummary, Directive, Directive> {
  private static final long serialVersionUID = 1;

  /** The one key. */
  public static final String ALL = "all";

  private final long windowMicros;
  private final VantageRules rules;
  private final OutputTag<MeasurementDraft> drafts;

  private transient KeyedTick tick;
  private transient WaitingSummaries<VantageSummary> waiting;
  private transient MapState<Long, VantageWatch> watches;
  private transient MapState<Long, VantageStanding> told;
  private transient ValueState<FeedHealth> feed;
  private transient SightMeters meters;

  public WatchVantages(long windowMicros, VantageRules rules, OutputTag<MeasurementDraft> drafts) {
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
            runtime, VantageSummary.class, summary -> summary.vantage().id(), VantageSummary::plus);
    watches =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "watches", Types.LONG, TypeInformation.of(VantageWatch.class)));
    told =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "told", Types.LONG, TypeInformation.of(VantageStanding.class)));
    feed =
        runtime.getState(new ValueStateDescriptor<>("feed", TypeInformation.of(FeedHealth.class)));
    meters = SightMeters.ofVantages(runtime.getMetricGroup());
  }

  @Override
  public void processElement(
      VantageSummary summary, ReadOnlyContext context, Collector<Directive> out) throws Exception {
    long windowEnd = tick.expect(summary.windowEndMicros(), context.timerService());
    if (windowEnd != summary.windowEndMicros()) {
      // Late results are dropped, so they say nothing of who sent them either.
      return;
    }
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
    Map<Long, VantageWatch> known = new HashMap<>();
    watches.entries().forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    FeedHealth before = feed.value() == null ? FeedHealth.SEES : feed.value();
    Review review =
        new VantagePanel(windowMicros, rules)
            .next(known, before, waiting.take(windowEnd), windowEnd);
    tell(review.standings(), out);
    Collection<VantageWatch> vantages = review.vantages().values();
    long blind = vantages.stream().filter(vantage -> vantage.sight() != Sight.SEES).count();
    meters.saw(windowEnd, ScopeKind.VANTAGE, vantages.size(), blind);
    review.drafts().forEach(draft -> context.output(drafts, draft));
    Pause pause = Directives.pauseAt(windowEnd, context);
    long skipped = pause == null ? 0 : pause.resumedMicros() - pause.unknownMicros();
    for (Map.Entry<Long, VantageWatch> vantage : review.vantages().entrySet()) {
      watches.put(vantage.getKey(), vantage.getValue().without(skipped));
    }
    feed.update(review.feed().without(skipped));
    tick.close(windowEnd, context.timerService(), context);
  }

  /** All that is new of a window at once: there can be thousands of vantages. */
  private void tell(List<VantageStanding> standings, Collector<Directive> out) throws Exception {
    List<VantageStanding> news = new ArrayList<>();
    for (VantageStanding standing : standings) {
      VantageStanding before = told.get(standing.vantageId());
      if (before != null && standing.saysTheSameAs(before)) {
        continue;
      }
      news.add(standing);
      if (standing.isRetired()) {
        told.remove(standing.vantageId());
        watches.remove(standing.vantageId());
      } else {
        told.put(standing.vantageId(), standing);
      }
    }
    if (!news.isEmpty()) {
      out.collect(Directive.of(news));
    }
  }
}
