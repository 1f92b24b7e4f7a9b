package io.nightlight.wire;

import io.nightlight.domain.observation.Micros;

/** Times that records claim: whether anybody can have met them at all. */
public final class ObservedAt {
  /** 10000-01-01: no honest clock is there, and times keep their four-digit year in reports. */
  private static final long END_OF_TIME_MICROS = 253_402_300_800_000_000L;

  /** Whoever writes a dump need not read the clock anew for each of its rows. */
  private static final long MOST_DUMP_AHEAD_MICROS = 60_000_000L;

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

  /**
   * Whether a table dump that was begun at the one time can show something at the other; both in
   * microseconds since 1970. A dump that claims to be of the future would hide all that follow it.
   */
  public static boolean isInDump(long ribStartedAtMicros, long observedAtMicros) {
    return ribStartedAtMicros - MOST_DUMP_AHEAD_MICROS <= observedAtMicros;
  }

  /**
   * When a table dump was begun, in microseconds since 1970.
   *
   * @param observedAtMicros when it showed a row, or its end
   * @throws RefusedException if that was before it was begun
   */
  static long checkRibStartedAt(long claimedMicros, long observedAtMicros) {
    long micros = check("ribStartedAt", claimedMicros);
    if (!isInDump(micros, observedAtMicros)) {
      throw new RefusedException(
          RejectReason.INVALID_VALUE,
          "ribStartedAt is %s, after observedAt, %s"
              .formatted(Micros.toInstant(micros), Micros.toInstant(observedAtMicros)));
    }
    return micros;
  }
}
