package io.nightlight.wire;

import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.ProbeObservation;
import org.jspecify.annotations.Nullable;

/**
 * What came in from a source: an observation of BGP, an observation by a probe or a refusal,
 * exactly one of the three. A source has no side output, so refusals travel with the observations
 * to the first operator.
 */
public record Arrival(
    @Nullable BgpObservation observation,
    @Nullable ProbeObservation probe,
    @Nullable Rejection rejection) {

  public static Arrival decoded(BgpObservation observation) {
    return new Arrival(observation, null, null);
  }

  public static Arrival decoded(ProbeObservation probe) {
    return new Arrival(null, probe, null);
  }

  public static Arrival rejected(Rejection rejection) {
    return new Arrival(null, null, rejection);
  }

  /** Whether it is a refusal, which tells no time. */
  public boolean isRejected() {
    return rejection != null;
  }

  /**
   * The time of the observation, in microseconds since 1970.
   *
   * @throws IllegalStateException if it is a refusal: the time that a refused record claims moves
   *     nothing
   */
  public long observedAtMicros() {
    if (observation != null) {
      return observation.observedAtMicros();
    }
    if (probe != null) {
      return probe.observedAtMicros();
    }
    throw new IllegalStateException("a refused record tells no time");
  }
}
