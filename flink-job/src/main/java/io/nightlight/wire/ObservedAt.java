package io.nightlight.wire;

import io.nightlight.domain.observation.Micros;

/** Times that records claim: whether anybody can have met them at all. */
public final class ObservedAt {
  /** 10000-01-01: no honest clock is there, and times keep their four-digit year in reports. */
  private static final long END_OF_TIME_MICROS = 253_402_300_800_000_000L;

  private ObservedAt() {}

  /**
   * The same microseconds since 1970.
   *
   * @throws RefusedException if it is no time that a collector or a prober can have met
   */
  public static long check(long claimedMicros) {
    return check("observedAt", claimedMicros);
  }

  /**
   * Likewise.
   *
   * @param field what is refused then
   */
  static long check(String field, long micros) {
    if (micros <= 0 || micros >= END_OF_TIME_MICROS) {
      throw new RefusedException(
          RejectReason.INVALID_VALUE, field + " is " + Micros.toInstant(micros));
    }
    return micros;
  }
}
