package io.nightlight.domain.measurement;

import java.util.List;

/**
 * What holds for one vantage from the end of a window on.
 *
 * @param vantageId {@link io.nightlight.domain.net.Vantage#id()}
 * @param effectiveAtMicros the end of the first window that it holds for, in microseconds since
 *     1970
 * @param sight whether its results count
 * @param cutOff countries that it does not reach although others do, in alphabetical order
 */
public record VantageStanding(
    long vantageId, long effectiveAtMicros, Sight sight, List<String> cutOff) {

  /** Whether a vantage's results count. */
  public enum Sight {
    SEES,
    /** Its results count for nothing. */
    BLIND,
    /** It is not heard of at all. */
    SILENT,
    /** It is gone for good. */
    RETIRED
  }

  public boolean isRetired() {
    return sight == Sight.RETIRED;
  }

  /** Whether nothing differs but the time. */
  public boolean saysTheSameAs(VantageStanding other) {
    return vantageId == other.vantageId && sight == other.sight && cutOff.equals(other.cutOff);
  }
}
