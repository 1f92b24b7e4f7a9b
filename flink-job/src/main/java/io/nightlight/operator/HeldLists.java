package io.nightlight.operator;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;

/** What waits in keyed state, a list for each time. */
final class HeldLists {
  private HeldLists() {}

  /** Adds to the list of a time. */
  static <T> void add(MapState<Long, List<T>> held, long time, T element) throws Exception {
    List<T> known = held.get(time);
    List<T> elements = known == null ? new ArrayList<>() : new ArrayList<>(known);
    elements.add(element);
    held.put(time, elements);
  }
}
