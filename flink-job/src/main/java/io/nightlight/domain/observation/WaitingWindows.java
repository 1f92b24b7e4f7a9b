package io.nightlight.domain.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the end of its window, window by window. Windows start at multiples of their
 * length since 1970. Most of what comes is of the two windows that were filled last, which are
 * found without a look into the others.
 *
 * @param <T> what waits of one window, made and filled by the caller
 */
public final class WaitingWindows<T> {
  private final long windowMicros;
  private final TreeMap<Long, T> waiting = new TreeMap<>();
  private long fillingEnd = Long.MIN_VALUE;
  private @Nullable T filling;

  /** Another one: sources that are not equally far take turns. */
  private long filledEnd = Long.MIN_VALUE;

  private @Nullable T filled;

  /**
   * @param windowMicros the length of a window in microseconds
   */
  public WaitingWindows(long windowMicros) {
    this.windowMicros = windowMicros;
  }

  public long windowMicros() {
    return windowMicros;
  }

  /** The end of the window that a time is in, in microseconds since 1970. */
  public long endOf(long micros) {
    if (micros < fillingEnd && micros >= fillingEnd - windowMicros) {
      return fillingEnd;
    }
    if (micros < filledEnd && micros >= filledEnd - windowMicros) {
      return filledEnd;
    }
    return (Math.floorDiv(micros, windowMicros) + 1) * windowMicros;
  }

  /**
   * What waits of a window; null if nothing was put in.
   *
   * @param windowEndMicros {@link #endOf}
   */
  public @Nullable T in(long windowEndMicros) {
    if (windowEndMicros == fillingEnd) {
      return filling;
    }
    if (windowEndMicros == filledEnd) {
      return filled;
    }
    turnTo(windowEndMicros, waiting.get(windowEndMicros));
    return filling;
  }

  private void turnTo(long windowEndMicros, @Nullable T content) {
    filled = filling;
    filledEnd = fillingEnd;
    filling = content;
    fillingEnd = windowEndMicros;
  }

  /** Takes out the earliest window that ends by a time; null if none does. */
  public Map.@Nullable Entry<Long, T> takeEndedBy(long micros) {
    turnTo(Long.MIN_VALUE, null);
    turnTo(Long.MIN_VALUE, null);
    return waiting.isEmpty() || waiting.firstKey() > micros ? null : waiting.pollFirstEntry();
  }

  /** The ends of the windows that something waits of, the earliest first. */
  public long[] ends() {
    return waiting.keySet().stream().mapToLong(end -> end).toArray();
  }

  /** What waits, in the order of {@link #ends}. */
  public List<T> contents() {
    return new ArrayList<>(waiting.values());
  }

  /** Puts in what waits of a window, in place of whatever did. */
  public void put(long windowEndMicros, T content) {
    waiting.put(windowEndMicros, content);
    if (windowEndMicros == fillingEnd) {
      filling = content;
    } else if (windowEndMicros == filledEnd) {
      filled = content;
    } else {
      turnTo(windowEndMicros, content);
    }
  }

  /** The same windows with copies of what waits of them. */
  public WaitingWindows<T> copy(UnaryOperator<T> copyOf) {
    WaitingWindows<T> copy = new WaitingWindows<>(windowMicros);
    waiting.forEach((end, content) -> copy.put(end, copyOf.apply(content)));
    return copy;
  }
}
