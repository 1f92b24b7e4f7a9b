package io.nightlight.wire;

import java.time.Instant;

/**
 * One record on its way out, with the attributes of CloudEvents 1.0.
 *
 * @param id unique within the source
 * @param type what happened
 * @param key the Kafka record's key
 * @param time when, in event time
 * @param value the record in Avro single-object encoding
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
public record CloudEvent(String id, String type, String key, Instant time, byte[] value) {}
