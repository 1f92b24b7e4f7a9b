package io.nightlight.operator;

import java.util.Arrays;

/**
 * Counts and highest values over all keys of an instance, window by window. What is shown is the
 * last whole window: keys are judged one after another, and nobody is told who the last of a window
 * is.
 *
 * <p>Written by the operator's thread, read by that of a metric reporter. Nothing of it is stored:
 * a window after a restore it is whole again.
 */
final class WindowTally {
  private final long[] counting;
  private long windowEndMicros = Long.MIN_VALUE;
  private volatile long[] shown;

  /**
   * @param things how many things are counted or compared
   */
  WindowTally(int things) {
    counting = new long[things];
    shown = new long[things];
  }

  /** What is added from now on belongs to this window; windows come in the order of time. */
  void turnTo(long endMicros) {
    if (endMicros != windowEndMicros) {
      shown = counting.clone();
      Arrays.fill(counting, 0);
      windowEndMicros = endMicros;
    }
  }

  void add(int thing, long count) {
    counting[thing] += count;
  }

  /** Of what is not counted but compared: what is shown is the highest. */
  void atLeast(int thing, long value) {
    counting[thing] = Math.max(counting[thing], value);
  }

  /** The count of the last whole window; 0 before there was one. */
  long shown(int thing) {
    return shown[thing];
  }
}
