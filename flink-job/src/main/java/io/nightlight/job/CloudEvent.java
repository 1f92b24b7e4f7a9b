package io.nightlight.job;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/**
 * One record on its way out, with the attributes of the CloudEvents 1.0 Kafka binding.
 *
 * @param id unique within the source
 * @param type what happened
 * @param key the record's key
 * @param time when, in event time
 * @param value the record's value
 */
record CloudEvent(String id, String type, String key, Instant time, SpecificRecord value) {}
