package io.nightlight.operator;

import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * What one source says in the windows that are still open, a tally for each.
 *
 * @param <T> tallies
 */
final class Tallies<T> {
  private final BiFunction<T, Long, T> another;
  private final TreeMap<Long, T> byWindow = new TreeMap<>();
  private long latestEnd = Long.MIN_VALUE;
  private T latest;

  /**
   * @param pattern what another window's tally is made after
   * @param another makes one
   */
  Tallies(T pattern, BiFunction<T, Long, T> another) {
    latest = pattern;
    this.another = another;
  }

  T of(long windowEndMicros) {
    if (windowEndMicros != latestEnd) {
      latest = byWindow.computeIfAbsent(windowEndMicros, end -> another.apply(latest, end));
      latestEnd = windowEndMicros;
    }
    return latest;
  }

  void forEach(Consumer<T> visitor) {
    byWindow.values().forEach(visitor);
  }

  void forgetUntil(long passedMicros) {
    byWindow.headMap(passedMicros, true).clear();
    latestEnd = Long.MIN_VALUE;
  }

  boolean isEmpty() {
    return byWindow.isEmpty();
  }
}
