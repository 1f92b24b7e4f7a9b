package io.nightlight.domain.availability;

import java.time.Duration;
import java.time.Instant;

/** Instants and durations as microseconds, for hot state. */
final class Micros {

  private static final long PER_SECOND = 1_000_000;

  private Micros() {}

  static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1_000);
  }

  static long of(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), PER_SECOND), duration.getNano() / 1_000);
  }
}
