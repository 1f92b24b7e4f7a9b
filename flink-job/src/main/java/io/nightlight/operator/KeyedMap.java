package io.nightlight.operator;

import io.nightlight.domain.geo.CountryMap;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.BaseBroadcastProcessFunction.ReadOnlyContext;

/**
 * By which country map a shard told its changes so far, and so what it has to tell at the end of a
 * window (pitfall P53).
 *
 * <p>What other maps said is forgotten with them. So a shard that told by another one doesn't tell
 * differences: in the first window of the new map the countries forget all their blocks, and it
 * tells them all anew. State of a release that didn't keep the version counts as told by another
 * map: if it was the same one, telling all anew changes nothing.
 */
final class KeyedMap {
  private final String version;
  private final ValueState<String> toldBy;

  /** What a shard has to tell at the end of a window. */
  enum Task {
    /** What changes in the window. */
    TELL_CHANGES,
    /** All that it ever told, then what changes in the window. */
    TELL_ALL_ANEW,
    /** Nothing: it is a window of a map that is gone. What lies in it waits for the next one. */
    WAIT
  }

  KeyedMap(RuntimeContext runtime, CountryMap countries) {
    version = countries.version();
    toldBy = runtime.getState(new ValueStateDescriptor<>("told-by-map", Types.STRING));
  }

  /** What is to be told at the end of a window; ask once a window, before it is closed. */
  Task taskAt(long windowEndMicros, KeyedTick tick, ReadOnlyContext context) throws Exception {
    if (version.equals(toldBy.value())) {
      return Task.TELL_CHANGES;
    }
    if (Directives.mapInUse(version, context).isTooLateFor(windowEndMicros)) {
      return Task.WAIT;
    }
    toldBy.update(version);
    return tick.hasClosedAny() ? Task.TELL_ALL_ANEW : Task.TELL_CHANGES;
  }
}
