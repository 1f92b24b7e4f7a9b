package io.nightlight.wire;

import io.nightlight.domain.observation.Micros;
import org.jspecify.annotations.Nullable;

/**
 * One record of a topic as it came.
 *
 * @param value its bytes; none for a tombstone
 * @param topic the topic that it lies in
 * @param partition the topic's partition
 * @param offset its offset in the partition
 * @param timestampMillis its timestamp, milliseconds since 1970; negative where it has none
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
public record TopicRecord(
    byte[] value, String topic, int partition, long offset, long timestampMillis) {
  private static final byte[] NOTHING = {};

  /** As Kafka gives it: a tombstone's value is null. */
  public static TopicRecord of(
      byte @Nullable [] value, String topic, int partition, long offset, long timestampMillis) {
    return new TopicRecord(
        value == null ? NOTHING : value, topic, partition, offset, timestampMillis);
  }

  /** Its refusal, dated as Kafka dates the record. */
  public Arrival refused(RejectReason reason, @Nullable String message) {
    return refused(reason, message, timestampMicros());
  }

  Arrival refused(RejectReason reason, @Nullable String message, long observedAtMicros) {
    return Arrival.rejected(
        new Rejection(
            reason, String.valueOf(message), value, topic, partition, offset, observedAtMicros));
  }

  /**
   * The time that the record claims, in microseconds since 1970.
   *
   * @param mostAheadMicros how far it may be ahead of the record's timestamp (pitfall P10); where
   *     there is none, no time is too far ahead
   * @throws RefusedException if it is too far ahead, or no time that anybody can have met
   */
  long believable(long claimedMicros, long mostAheadMicros) {
    long micros = ObservedAt.check(claimedMicros);
    if (timestampMillis >= 0 && micros - mostAheadMicros > timestampMicros()) {
      throw new RefusedException(
          RejectReason.FUTURE_TIMESTAMP,
          Micros.toInstant(micros) + " is too far ahead of " + Micros.toInstant(timestampMicros()));
    }
    return micros;
  }

  /** Outside of what microseconds since 1970 can say: the nearest that they can. */
  private long timestampMicros() {
    return Math.max(0, Math.min(timestampMillis, Long.MAX_VALUE / 1000)) * 1000;
  }
}
