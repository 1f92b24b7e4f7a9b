package io.nightlight.schema.kafka;

import io.nightlight.schema.OutageEvent;

/** Reads the values of {@code outage.events} and {@code outage.current}. */
public final class OutageEventDeserializer extends SingleObjectDeserializer<OutageEvent> {
  public OutageEventDeserializer() {
    super(OutageEvent.class);
  }
}
