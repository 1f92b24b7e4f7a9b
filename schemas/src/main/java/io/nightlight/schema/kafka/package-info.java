/**
 * Nightlight's records for plain Kafka clients, named by class in {@code value.deserializer} and
 * {@code value.serializer}. Thin: the encoding is one room further in.
 */
@NullMarked
package io.nightlight.schema.kafka;

import org.jspecify.annotations.NullMarked;
