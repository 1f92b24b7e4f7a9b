/**
 * Avro's single-object encoding of Nightlight's records and the store of every schema version ever
 * released, so that a reader needs no registry. Bytes in, records out and back; nothing here knows
 * Kafka or what a record means.
 */
@NullMarked
package io.nightlight.schema.encoding;

import org.jspecify.annotations.NullMarked;
