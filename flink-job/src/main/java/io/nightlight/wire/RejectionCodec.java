package io.nightlight.wire;

import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.RejectedRecordReason;
import java.nio.ByteBuffer;

/** {@link Rejection} to what is written on {@code rejected.records}. */
public final class RejectionCodec {
  private RejectionCodec() {}

  public static RejectedRecord toAvro(Rejection rejection) {
    return RejectedRecord.newBuilder()
        .setSource(rejection.source())
        .setPartition(rejection.partition())
        .setOffset(rejection.offset())
        .setObservedAt(Micros.toInstant(rejection.observedAtMicros()))
        .setReason(RejectedRecordReason.valueOf(rejection.reason().name()))
        .setMessage(rejection.message())
        .setOriginal(ByteBuffer.wrap(rejection.original()))
        .setOriginalLength(rejection.originalLength())
        .build();
  }
}
