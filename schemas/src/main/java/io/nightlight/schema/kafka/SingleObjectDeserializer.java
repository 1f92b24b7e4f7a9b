package io.nightlight.schema.kafka;

import io.nightlight.schema.encoding.SingleObjectDecoder;
import io.nightlight.schema.encoding.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of one of Nightlight's topics, of whatever released version. A tombstone is
 * null. Kafka makes one for each consumer; for one thread at a time.
 */
public abstract class SingleObjectDeserializer<T extends SpecificRecord>
    implements Deserializer<T> {
  private final SingleObjectDecoder<T> decoder;

  protected SingleObjectDeserializer(Class<T> type) {
    decoder = SingleObjectDecoder.of(type);
  }

  /**
   * @throws SerializationException if the bytes are no such record; its cause is the {@link
   *     UnreadableRecordException} that says why
   */
  @Override
  public @Nullable T deserialize(String topic, byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    try {
      return decoder.decode(value);
    } catch (UnreadableRecordException e) {
      throw new SerializationException("unreadable record on " + topic + ": " + e.getMessage(), e);
    }
  }
}
