package io.nightlight.schema.kafka;

import io.nightlight.schema.encoding.SingleObjectEncoder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes any of Nightlight's records, for those who feed {@code bgp.updates} or {@code
 * probe.results} or compact {@code outage.current}; null is a tombstone. Threads that share a
 * producer share its serializer, hence the lock.
 */
public final class SingleObjectSerializer implements Serializer<SpecificRecord> {
  private final Map<Class<?>, SingleObjectEncoder<SpecificRecord>> encoders = new HashMap<>();

  /**
   * @throws SerializationException if the record breaks its schema, such as a null in a field that
   *     allows none
   */
  @Override
  public synchronized byte @Nullable [] serialize(String topic, @Nullable SpecificRecord value) {
    if (value == null) {
      return null;
    }
    try {
      return encoders
          .computeIfAbsent(value.getClass(), SingleObjectSerializer::encoderFor)
          .encode(value);
    } catch (AvroRuntimeException | NullPointerException | ClassCastException e) {
      throw new SerializationException(
          "not a valid " + value.getSchema().getName() + " for " + topic, e);
    }
  }

  @SuppressWarnings("unchecked") // the key of the map is the class of what its encoder gets
  private static SingleObjectEncoder<SpecificRecord> encoderFor(Class<?> type) {
    return SingleObjectEncoder.of((Class<SpecificRecord>) type);
  }
}
