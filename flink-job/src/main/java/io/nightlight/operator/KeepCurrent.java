package io.nightlight.operator;

import io.nightlight.domain.outage.OutageEvent;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Passes on each revision, and forgets an outage when it has been over for long. Keyed by the
 * event's id. Only what is over has state, and for as long as it is remembered: an outage that
 * stays open costs nothing.
 *
 * <p>At the end of a bounded input nothing more is forgotten: time goes no further.
 */
public final class KeepCurrent extends KeyedProcessFunction<String, OutageEvent, CurrentOutage> {
  private static final long serialVersionUID = 1;

  /** How long after its end an outage is remembered. */
  static final Duration REMEMBERED = Duration.ofDays(7);

  /**
   * And how long at least after that end was told: a new level is seen as such only a week after it
   * was reached.
   */
  static final Duration REMEMBERED_SINCE_TOLD = Duration.ofDays(1);

  private transient ValueState<Long> forgetAt;

  @Override
  public void open(OpenContext context) {
    forgetAt =
        getRuntimeContext().getState(new ValueStateDescriptor<>("forget-at-millis", Types.LONG));
  }

  @Override
  public void processElement(OutageEvent event, Context context, Collector<CurrentOutage> out)
      throws Exception {
    out.collect(new CurrentOutage(event.eventId(), event, event.detectedAt()));
    Long before = forgetAt.value();
    if (before != null) {
      context.timerService().deleteEventTimeTimer(before);
      forgetAt.clear();
    }
    Instant over = event.over();
    if (over != null) {
      long at =
          Math.max(
              over.plus(REMEMBERED).toEpochMilli(),
              event.detectedAt().plus(REMEMBERED_SINCE_TOLD).toEpochMilli());
      forgetAt.update(at);
      context.timerService().registerEventTimeTimer(at);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<CurrentOutage> out) {
    forgetAt.clear();
    if (context.timerService().currentWatermark() != Long.MAX_VALUE) {
      out.collect(
          new CurrentOutage(context.getCurrentKey(), null, Instant.ofEpochMilli(timestamp)));
    }
  }
}
