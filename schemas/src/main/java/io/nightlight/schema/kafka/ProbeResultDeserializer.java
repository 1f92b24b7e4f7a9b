package io.nightlight.schema.kafka;

import io.nightlight.schema.ProbeResult;

/** Reads the values of {@code probe.results}. */
public final class ProbeResultDeserializer extends SingleObjectDeserializer<ProbeResult> {
  public ProbeResultDeserializer() {
    super(ProbeResult.class);
  }
}
