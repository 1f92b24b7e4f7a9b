package io.nightlight.operator;

/**
 * The ends of windows as timers, watermarks and instants: where microseconds meet Flink's
 * milliseconds.
 */
public final class Ticks {
  private Ticks() {}

  /**
   * The timer that closes a window: it fires when the watermark says that nothing earlier than the
   * window's end is to come.
   */
  public static long timer(long windowEndMicros) {
    return windowEndMicros / 1000 - 1;
  }

  /** The window that a timer closes. */
  static long windowEndMicros(long timerMillis) {
    return (timerMillis + 1) * 1000;
  }

  /**
   * All windows that end by then are closed at this watermark; {@link Long#MIN_VALUE} and {@link
   * Long#MAX_VALUE} before and after all that microseconds can say.
   */
  static long passedMicros(long watermarkMillis) {
    if (watermarkMillis <= Long.MIN_VALUE / 1000) {
      return Long.MIN_VALUE;
    }
    return watermarkMillis >= Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : (watermarkMillis + 1) * 1000;
  }
}
