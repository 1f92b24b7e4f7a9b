package io.nightlight.operator;

import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.ReadOnlyContext;

/**
 * The one timer of a key: which window is closed next, and up to which all are closed. Windows
 * follow each other without end once the key has met its first record, but for pauses of the input
 * and the end of a bounded one.
 */
final class KeyedTick {
  private final long windowMicros;
  private final ValueState<Long> tick;
  private final ValueState<Long> settledUntil;

  KeyedTick(RuntimeContext runtime, long windowMicros) {
    this.windowMicros = windowMicros;
    tick = runtime.getState(new ValueStateDescriptor<>("tick", Types.LONG));
    settledUntil = runtime.getState(new ValueStateDescriptor<>("settled-until", Types.LONG));
  }

  /**
   * Sees to it that the window of a record will be closed.
   *
   * @return the end of the window in which the record counts: its own, or the next to be closed if
   *     its own is closed already
   */
  long expect(long windowEndMicros, TimerService timers) throws IOException {
    Long next = tick.value();
    Long until = settledUntil.value();
    boolean isLate = until != null && windowEndMicros <= until;
    if (next != null && isLate) {
      return next;
    }
    if (next == null || windowEndMicros < next) {
      tick.update(windowEndMicros);
      timers.registerEventTimeTimer(Ticks.timer(windowEndMicros));
    }
    return windowEndMicros;
  }

  /** The window is closed, and nothing is left of the key: its next record is its first again. */
  void forget() {
    tick.clear();
    settledUntil.clear();
  }

  /** Whether any window of the key was closed so far. */
  boolean hasClosedAny() throws IOException {
    return settledUntil.value() != null;
  }

  /** The window is closed: on to the next one. */
  void close(long windowEndMicros, TimerService timers, ReadOnlyContext context) throws Exception {
    settledUntil.update(windowEndMicros);
    long next = Directives.next(windowEndMicros, windowMicros, context);
    tick.update(next);
    timers.registerEventTimeTimer(Ticks.timer(next));
  }
}
