package io.nightlight.wire;

import java.time.Instant;

/** Microseconds since 1970-01-01T00:00:00Z, the time of hot state, and {@link Instant}. */
final class Micros {
  private static final long PER_SECOND = 1_000_000;

  private Micros() {}

  static Instant toInstant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1000);
  }

  /** What is finer than a microsecond is cut off. */
  static long of(Instant instant) {
    return instant.getEpochSecond() * PER_SECOND + instant.getNano() / 1000;
  }
}
