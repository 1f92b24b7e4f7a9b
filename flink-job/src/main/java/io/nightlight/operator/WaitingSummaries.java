package io.nightlight.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Summaries of one key that wait for the end of their window, those of one source and window in one
 * sum: a source tells several times a second, and its window waits for minutes.
 *
 * @param <S> summaries
 */
final class WaitingSummaries<S> {
  private final MapState<Long, Map<Long, S>> sums;

  /** What a release left that did not add up before the end of the window. */
  private final MapState<Long, List<S>> listed;

  private final ToLongFunction<S> id;
  private final BinaryOperator<S> plus;

  /**
   * @param id whom a summary is about
   * @param plus adds up two of the same source and window, in any order
   */
  WaitingSummaries(
      RuntimeContext runtime, Class<S> type, ToLongFunction<S> id, BinaryOperator<S> plus) {
    TypeInformation<S> summary = TypeInformation.of(type);
    sums =
        runtime.getMapState(
            new MapStateDescriptor<>("sums", Types.LONG, Types.MAP(Types.LONG, summary)));
    listed =
        runtime.getMapState(new MapStateDescriptor<>("waiting", Types.LONG, Types.LIST(summary)));
    this.id = id;
    this.plus = plus;
  }

  /** Adds one to those of a window. */
  void add(long windowEndMicros, S summary) throws Exception {
    Map<Long, S> known = sums.get(windowEndMicros);
    Map<Long, S> window = known == null ? new HashMap<>() : known;
    window.merge(id.applyAsLong(summary), summary, plus);
    sums.put(windowEndMicros, window);
  }

  /** What waited for the end of a window, by source and in the order of their ids. */
  Map<Long, S> take(long windowEndMicros) throws Exception {
    Map<Long, S> due = new TreeMap<>();
    Map<Long, S> window = sums.get(windowEndMicros);
    if (window != null) {
      due.putAll(window);
      sums.remove(windowEndMicros);
    }
    List<S> earlier = listed.get(windowEndMicros);
    if (earlier != null) {
      earlier.forEach(summary -> due.merge(id.applyAsLong(summary), summary, plus));
      listed.remove(windowEndMicros);
    }
    return due;
  }

  boolean isEmpty() throws Exception {
    return sums.isEmpty() && listed.isEmpty();
  }
}
