package io.nightlight.operator;

import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.routes.SessionStanding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.Context;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.ReadOnlyContext;
import org.jspecify.annotations.Nullable;

/**
 * The broadcast state of the operators that judge by windows: standings by the time from which they
 * hold, pauses, the end.
 *
 * <p>A directive that takes effect at the end of a window is emitted before its operator forwards
 * the watermark of that window, so that every instance knows it when it judges the window, whatever
 * else it has or hasn't seen by then.
 */
public final class Directives {
  /**
   * By session and family: what holds, oldest first, from the last standing that is in force on.
   */
  public static final MapStateDescriptor<Long, List<SessionStanding>> STANDINGS =
      new MapStateDescriptor<>(
          "standings", Types.LONG, Types.LIST(TypeInformation.of(SessionStanding.class)));

  /** By the end of the window that is judged as unknown. */
  public static final MapStateDescriptor<Long, Pause> PAUSES =
      new MapStateDescriptor<>("pauses", Types.LONG, TypeInformation.of(Pause.class));

  /** The end of the last window, under the key 0, once it is known. */
  public static final MapStateDescriptor<Integer, Long> END =
      new MapStateDescriptor<>("end", Types.INT, Types.LONG);

  private Directives() {}

  /** Files a directive, and drops what no window to come can ask for. */
  static void file(Directive directive, Context context) throws Exception {
    if (directive.standing() != null) {
      file(directive.standing(), context);
    }
    if (directive.pause() != null) {
      BroadcastState<Long, Pause> pauses = context.getBroadcastState(PAUSES);
      long passed = Ticks.passedMicros(context.currentWatermark());
      List<Long> over = new ArrayList<>();
      for (Map.Entry<Long, Pause> pause : pauses.entries()) {
        if (pause.getValue().resumedMicros() <= passed) {
          over.add(pause.getKey());
        }
      }
      for (long key : over) {
        pauses.remove(key);
      }
      pauses.put(directive.pause().unknownMicros(), directive.pause());
    }
    if (directive.lastWindowEndMicros() != null) {
      context.getBroadcastState(END).put(0, directive.lastWindowEndMicros());
    }
  }

  private static void file(SessionStanding standing, Context context) throws Exception {
    BroadcastState<Long, List<SessionStanding>> standings = context.getBroadcastState(STANDINGS);
    List<SessionStanding> known = standings.get(standing.key());
    List<SessionStanding> kept = known == null ? new ArrayList<>() : new ArrayList<>(known);
    kept.add(standing);
    long passed = Ticks.passedMicros(context.currentWatermark());
    while (kept.size() > 1 && kept.get(1).effectiveAtMicros() <= passed) {
      kept.remove(0);
    }
    standings.put(standing.key(), kept);
    forgetRetired(standings, passed);
  }

  /** Who retired is needed until the window is closed from which it holds. */
  private static void forgetRetired(
      BroadcastState<Long, List<SessionStanding>> standings, long passedMicros) throws Exception {
    List<Long> over = new ArrayList<>();
    for (Map.Entry<Long, List<SessionStanding>> known : standings.entries()) {
      SessionStanding last = known.getValue().get(known.getValue().size() - 1);
      if (last.isRetired() && last.effectiveAtMicros() <= passedMicros) {
        over.add(known.getKey());
      }
    }
    for (long key : over) {
      standings.remove(key);
    }
  }

  /** What holds for each session at the end of a window. */
  static Map<Long, SessionStanding> standingsAt(long windowEndMicros, ReadOnlyContext context)
      throws Exception {
    Map<Long, SessionStanding> inForce = new HashMap<>();
    for (Map.Entry<Long, List<SessionStanding>> session :
        context.getBroadcastState(STANDINGS).immutableEntries()) {
      for (SessionStanding standing : session.getValue()) {
        if (standing.effectiveAtMicros() <= windowEndMicros) {
          inForce.put(session.getKey(), standing);
        }
      }
    }
    return inForce;
  }

  /**
   * When the next standing takes effect that does not yet; {@link Long#MAX_VALUE} if none is known.
   */
  static long nextStandingAfter(long windowEndMicros, ReadOnlyContext context) throws Exception {
    long next = Long.MAX_VALUE;
    for (Map.Entry<Long, List<SessionStanding>> session :
        context.getBroadcastState(STANDINGS).immutableEntries()) {
      for (SessionStanding standing : session.getValue()) {
        if (standing.effectiveAtMicros() > windowEndMicros) {
          next = Math.min(next, standing.effectiveAtMicros());
        }
      }
    }
    return next;
  }

  /** The pause whose one unknown window ends then, or null. */
  static @Nullable Pause pauseAt(long windowEndMicros, ReadOnlyContext context) throws Exception {
    return context.getBroadcastState(PAUSES).get(windowEndMicros);
  }

  /** Whether the window lies beyond the last one of a bounded input. */
  static boolean isBeyondEnd(long windowEndMicros, ReadOnlyContext context) throws Exception {
    ReadOnlyBroadcastState<Integer, Long> end = context.getBroadcastState(END);
    return end.contains(0) && windowEndMicros > end.get(0);
  }

  /** The end of the window that is judged after this one. */
  static long next(long windowEndMicros, long windowMicros, ReadOnlyContext context)
      throws Exception {
    Pause pause = pauseAt(windowEndMicros, context);
    return pause == null ? windowEndMicros + windowMicros : pause.resumedMicros();
  }
}
