package io.nightlight.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way out, with the attributes of CloudEvents 1.0.
 *
 * @param id unique within the source
 * @param type what happened
 * @param key the Kafka record's key
 * @param time when, in event time
 * @param value the record in Avro single-object encoding; null for a tombstone, which removes what
 *     a compacted topic holds under the key
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
public record CloudEvent(
    String id, String type, String key, Instant time, byte @Nullable [] value) {}
