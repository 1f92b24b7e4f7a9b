package io.nightlight.operator;

import io.nightlight.domain.outage.OutageEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sees the events of all countries before they leave, in one order: by window, country, id and
 * revision. Keyed by one key for the whole world.
 */
public final class ReviewWorld extends KeyedProcessFunction<String, OutageEvent, OutageEvent> {
  private static final long serialVersionUID = 1;

  /** The one key. */
  public static final String WORLD = "world";

  private static final Comparator<OutageEvent> ORDER =
      Comparator.comparing(OutageEvent::detectedAt)
          .thenComparing(OutageEvent::country)
          .thenComparing(OutageEvent::eventId)
          .thenComparing(OutageEvent::revision);

  private transient MapState<Long, List<OutageEvent>> waiting;
  private transient EventMeters meters;

  @Override
  public void open(OpenContext context) {
    waiting =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "waiting", Types.LONG, Types.LIST(TypeInformation.of(OutageEvent.class))));
    meters = new EventMeters(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(OutageEvent event, Context context, Collector<OutageEvent> out)
      throws Exception {
    long closes = event.detectedAt().toEpochMilli() - 1;
    List<OutageEvent> known = waiting.get(closes);
    List<OutageEvent> events = known == null ? new ArrayList<>() : new ArrayList<>(known);
    events.add(event);
    waiting.put(closes, events);
    context.timerService().registerEventTimeTimer(closes);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OutageEvent> out)
      throws Exception {
    List<OutageEvent> events = new ArrayList<>(waiting.get(timestamp));
    waiting.remove(timestamp);
    events.sort(ORDER);
    events.forEach(meters::told);
    events.forEach(out::collect);
  }
}
