package io.nightlight.operator;

import io.nightlight.domain.measurement.InputClock.Pause;
import io.nightlight.domain.measurement.VantageStanding;
import io.nightlight.domain.routes.SessionStanding;
import java.util.ArrayList;
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
 * hold, pauses, the end, and from when on the country map holds.
 *
 * <p>A directive that takes effect at the end of a window is emitted before its operator forwards
 * the watermark of that window, so that every instance knows it when it judges the window, whatever
 * else it has or hasn't seen by then.
 */
public final class Directives {
  /** Of sessions, by session and family. */
  static final DatedStandings<SessionStanding> SESSIONS =
      DatedStandings.of(
          "standings",
          SessionStanding.class,
          SessionStanding::key,
          SessionStanding::effectiveAtMicros,
          SessionStanding::isRetired);

  /** Of vantages. */
  static final DatedStandings<VantageStanding> VANTAGES =
      DatedStandings.of(
          "vantages",
          VantageStanding.class,
          VantageStanding::vantageId,
          VantageStanding::effectiveAtMicros,
          VantageStanding::isRetired);

  /** By the end of the window that is judged as unknown. */
  public static final MapStateDescriptor<Long, Pause> PAUSES =
      new MapStateDescriptor<>("pauses", Types.LONG, TypeInformation.of(Pause.class));

  /** The end of the last window, under the key 0, once it is known. */
  public static final MapStateDescriptor<Integer, Long> END =
      new MapStateDescriptor<>("end", Types.INT, Types.LONG);

  /** The end of the first window told by the country map of this run, under the key 0. */
  public static final MapStateDescriptor<Integer, Long> MAP_SINCE =
      new MapStateDescriptor<>("map-since", Types.INT, Types.LONG);

  private Directives() {}

  /** All of it, for whoever broadcasts. */
  public static MapStateDescriptor<?, ?>[] all() {
    return new MapStateDescriptor<?, ?>[] {
      SESSIONS.state(), VANTAGES.state(), DatedStandings.SWEPT, PAUSES, END, MAP_SINCE
    };
  }

  /** Files a directive, and drops what no window to come can ask for. */
  static void file(Directive directive, Context context) throws Exception {
    if (directive.standing() != null) {
      SESSIONS.file(List.of(directive.standing()), context);
    }
    if (directive.vantages() != null) {
      VANTAGES.file(directive.vantages(), context);
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
    if (directive.mapSinceMicros() != null) {
      context.getBroadcastState(MAP_SINCE).put(0, directive.mapSinceMicros());
    }
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

  /**
   * The country map of this run, and since when.
   *
   * @param version the map's
   */
  static MapInUse mapInUse(String version, ReadOnlyContext context) throws Exception {
    Long since = context.getBroadcastState(MAP_SINCE).get(0);
    return new MapInUse(version, since == null ? Long.MIN_VALUE : since);
  }

  /** The end of the window that is judged after this one. */
  static long next(long windowEndMicros, long windowMicros, ReadOnlyContext context)
      throws Exception {
    Pause pause = pauseAt(windowEndMicros, context);
    return pause == null ? windowEndMicros + windowMicros : pause.resumedMicros();
  }
}
