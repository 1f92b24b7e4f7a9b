package io.nightlight.operator;

import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.review.CountryWord;
import io.nightlight.domain.review.ReviewRules;
import io.nightlight.domain.review.WorldReview;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Sees the events of all countries before they leave, in one order: by window, country, id and
 * revision. Keyed by one key for the whole world.
 */
public final class ReviewWorld
    extends KeyedCoProcessFunction<String, OutageEvent, CountryWord, OutageEvent> {
  private static final long serialVersionUID = 2;

  /** The one key. */
  public static final String WORLD = "world";

  private final ReviewRules rules;
  private final OutputTag<MeasurementDraft> drafts;

  private transient MapState<Long, List<OutageEvent>> waiting;
  private transient MapState<Long, List<CountryWord>> words;
  private transient ValueState<WorldReview.Snapshot> review;
  private transient EventMeters meters;

  /**
   * @param drafts where it is drafted that too much of the world fell at once
   */
  public ReviewWorld(ReviewRules rules, OutputTag<MeasurementDraft> drafts) {
    this.rules = rules;
    this.drafts = drafts;
  }

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    waiting =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "waiting", Types.LONG, Types.LIST(TypeInformation.of(OutageEvent.class))));
    words =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "words", Types.LONG, Types.LIST(TypeInformation.of(CountryWord.class))));
    review = runtime.getState(new ValueStateDescriptor<>("review", new WorldReviewSerializer()));
    meters = new EventMeters(runtime.getMetricGroup());
  }

  @Override
  public void processElement1(OutageEvent event, Context context, Collector<OutageEvent> out)
      throws Exception {
    hold(waiting, Micros.of(event.detectedAt()), event, context.timerService());
  }

  @Override
  public void processElement2(CountryWord word, Context context, Collector<OutageEvent> out)
      throws Exception {
    hold(words, word.windowEndMicros(), word, context.timerService());
  }

  private static <T> void hold(
      MapState<Long, List<T>> held, long windowEnd, T element, TimerService timers)
      throws Exception {
    long closes = Ticks.timer(windowEnd);
    HeldLists.add(held, closes, element);
    timers.registerEventTimeTimer(closes);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OutageEvent> out)
      throws Exception {
    WorldReview.Snapshot before = review.value();
    WorldReview world =
        WorldReview.restore(before == null ? WorldReview.Snapshot.empty() : before, rules);
    WorldReview.Release release =
        world.close(
            Micros.toInstant(Ticks.windowEndMicros(timestamp)),
            take(waiting, timestamp),
            take(words, timestamp));
    release.events().forEach(meters::told);
    release.events().forEach(out::collect);
    for (MeasurementEvent event : release.measurements()) {
      context.output(drafts, new MeasurementDraft(event, List.of()));
    }
    review.update(world.snapshot());
    Instant deadline = world.nextDeadline();
    if (deadline != null) {
      context.timerService().registerEventTimeTimer(Ticks.timer(Micros.of(deadline)));
    }
  }

  private static <T> List<T> take(MapState<Long, List<T>> held, long closes) throws Exception {
    List<T> elements = held.get(closes);
    held.remove(closes);
    return elements == null ? List.of() : elements;
  }
}
