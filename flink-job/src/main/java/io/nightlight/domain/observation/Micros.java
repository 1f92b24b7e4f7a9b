package io.nightlight.domain.observation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Microseconds, since 1970-01-01T00:00:00Z or in all: the times of hot state. What is finer is cut
 * off.
 */
public final class Micros {
  private static final long PER_SECOND = 1_000_000;

  private Micros() {}

  /**
   * Within 292,000 years of 1970, which is all that microseconds can say; beyond, the result means
   * nothing.
   */
  public static long of(Instant instant) {
    return instant.getEpochSecond() * PER_SECOND + instant.getNano() / 1_000;
  }

  /** Likewise. */
  public static long of(Duration duration) {
    return duration.getSeconds() * PER_SECOND + duration.getNano() / 1_000;
  }

  public static Instant toInstant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  public static Duration toDuration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
