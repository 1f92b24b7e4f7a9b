package io.nightlight.schema.kafka;

import io.nightlight.schema.RejectedRecord;

/** Reads the values of {@code rejected.records}. */
public final class RejectedRecordDeserializer extends SingleObjectDeserializer<RejectedRecord> {
  public RejectedRecordDeserializer() {
    super(RejectedRecord.class);
  }
}
