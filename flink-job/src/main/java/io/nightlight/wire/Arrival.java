package io.nightlight.wire;

import io.nightlight.domain.observation.BgpObservation;
import org.jspecify.annotations.Nullable;

/**
 * What came in from a source: an observation or a refusal, exactly one of the two. A source has no
 * side output, so refusals travel with the observations to the first operator.
 */
public record Arrival(@Nullable BgpObservation observation, @Nullable Rejection rejection) {

  public static Arrival decoded(BgpObservation observation) {
    return new Arrival(observation, null);
  }

  public static Arrival rejected(Rejection rejection) {
    return new Arrival(null, rejection);
  }
}
