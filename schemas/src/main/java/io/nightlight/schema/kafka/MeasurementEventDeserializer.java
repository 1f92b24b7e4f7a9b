package io.nightlight.schema.kafka;

import io.nightlight.schema.MeasurementEvent;

/** Reads the values of {@code measurement.events}. */
public final class MeasurementEventDeserializer extends SingleObjectDeserializer<MeasurementEvent> {
  public MeasurementEventDeserializer() {
    super(MeasurementEvent.class);
  }
}
