package io.nightlight.schema.kafka;

import io.nightlight.schema.AvailabilityScore;

/** Reads the values of {@code availability.scores}. */
public final class AvailabilityScoreDeserializer
    extends SingleObjectDeserializer<AvailabilityScore> {
  public AvailabilityScoreDeserializer() {
    super(AvailabilityScore.class);
  }
}
