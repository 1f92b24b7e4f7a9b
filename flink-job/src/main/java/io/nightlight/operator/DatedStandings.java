package io.nightlight.operator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.Context;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.ReadOnlyContext;

/**
 * What holds for each source of a kind, in broadcast state: oldest first, from the last standing
 * that is in force on.
 *
 * @param <S> standings
 * @param state where they lie
 * @param key whom a standing is about
 * @param effectiveAt the end of the first window that it holds for
 * @param isRetired whether its source is gone for good
 */
public record DatedStandings<S>(
    MapStateDescriptor<Long, List<S>> state,
    ToLongFunction<S> key,
    ToLongFunction<S> effectiveAt,
    Predicate<S> isRetired) {
  /** By the name of a state, how far time had passed when it was last looked for who retired. */
  static final MapStateDescriptor<String, Long> SWEPT =
      new MapStateDescriptor<>("swept", Types.STRING, Types.LONG);

  static <S> DatedStandings<S> of(
      String name,
      Class<S> type,
      ToLongFunction<S> key,
      ToLongFunction<S> effectiveAt,
      Predicate<S> isRetired) {
    return new DatedStandings<>(
        new MapStateDescriptor<>(name, Types.LONG, Types.LIST(TypeInformation.of(type))),
        key,
        effectiveAt,
        isRetired);
  }

  /** Files standings, and drops what no window to come can ask for. */
  void file(List<S> news, Context context) throws Exception {
    BroadcastState<Long, List<S>> standings = context.getBroadcastState(state);
    long passed = Ticks.passedMicros(context.currentWatermark());
    for (S standing : news) {
      long id = key.applyAsLong(standing);
      List<S> known = standings.get(id);
      List<S> kept = known == null ? new ArrayList<>() : new ArrayList<>(known);
      kept.add(standing);
      while (kept.size() > 1 && effectiveAt.applyAsLong(kept.get(1)) <= passed) {
        kept.remove(0);
      }
      standings.put(id, kept);
    }
    if (isFirstSince(passed, context)) {
      forgetRetired(standings, passed);
    }
  }

  /** Looking through all for each of thousands that come at once would take minutes. */
  private boolean isFirstSince(long passedMicros, Context context) throws Exception {
    BroadcastState<String, Long> swept = context.getBroadcastState(SWEPT);
    Long before = swept.get(state.getName());
    if (before != null && passedMicros <= before) {
      return false;
    }
    swept.put(state.getName(), passedMicros);
    return true;
  }

  /** Who retired is needed until the window is closed from which it holds. */
  private void forgetRetired(BroadcastState<Long, List<S>> standings, long passedMicros)
      throws Exception {
    List<Long> over = new ArrayList<>();
    for (Map.Entry<Long, List<S>> known : standings.entries()) {
      S last = known.getValue().get(known.getValue().size() - 1);
      if (isRetired.test(last) && effectiveAt.applyAsLong(last) <= passedMicros) {
        over.add(known.getKey());
      }
    }
    for (long id : over) {
      standings.remove(id);
    }
  }

  /** What holds for each source at the end of a window. */
  Map<Long, S> at(long windowEndMicros, ReadOnlyContext context) throws Exception {
    Map<Long, S> inForce = new HashMap<>();
    for (Map.Entry<Long, List<S>> source : context.getBroadcastState(state).immutableEntries()) {
      for (S standing : source.getValue()) {
        if (effectiveAt.applyAsLong(standing) <= windowEndMicros) {
          inForce.put(source.getKey(), standing);
        }
      }
    }
    return inForce;
  }

  /**
   * When the next standing takes effect that does not yet; {@link Long#MAX_VALUE} if none is known.
   */
  long nextAfter(long windowEndMicros, ReadOnlyContext context) throws Exception {
    long next = Long.MAX_VALUE;
    for (Map.Entry<Long, List<S>> source : context.getBroadcastState(state).immutableEntries()) {
      for (S standing : source.getValue()) {
        long effective = effectiveAt.applyAsLong(standing);
        next = effective > windowEndMicros ? Math.min(next, effective) : next;
      }
    }
    return next;
  }
}
