package io.nightlight.recording;

import java.util.OptionalLong;

/** Doubts a time that is too far ahead of its neighbours in a file (pitfall P10). */
final class TimeAhead {
  /** How far it may be ahead of them, microseconds: 24 h. */
  private static final long MOST_MICROS = 86_400_000_000L;

  private TimeAhead() {}

  /**
   * Ahead of the record before, or being the first, of the one behind; and not confirmed by the one
   * behind. Times are microseconds since 1970.
   *
   * @param before the last time that was believed; empty at the beginning
   * @param behind the next record's; empty if there is none or if it tells no time
   */
  static boolean isDoubtful(OptionalLong before, long micros, OptionalLong behind) {
    boolean farAheadOfBehind = behind.isPresent() && micros > behind.getAsLong() + MOST_MICROS;
    if (before.isEmpty()) {
      return farAheadOfBehind;
    }
    boolean confirmed = behind.isPresent() && !farAheadOfBehind;
    return micros > before.getAsLong() + MOST_MICROS && !confirmed;
  }
}
