package io.nightlight.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightlight.schema.kafka.SingleObjectSerializer;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Turns what goes out into Kafka records: Avro single-object encoding as the value, event time as
 * the timestamp, and the headers of the CloudEvents 1.0 Kafka binding.
 *
 * @param <T> what goes out
 */
final class CloudEventSerializer<T> implements KafkaRecordSerializationSchema<T> {
  private static final long serialVersionUID = 1;

  private final String topic;
  private final String source;
  private final SerializableFunction<T, CloudEvent> describe;
  private transient SingleObjectSerializer values;

  CloudEventSerializer(String topic, String source, SerializableFunction<T, CloudEvent> describe) {
    this.topic = topic;
    this.source = source;
    this.describe = describe;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) {
    values = new SingleObjectSerializer();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T element, KafkaSinkContext context, Long timestamp) {
    CloudEvent event = describe.apply(element);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            null,
            event.time().toEpochMilli(),
            event.key().getBytes(UTF_8),
            values.serialize(topic, event.value()));
    Headers headers = record.headers();
    headers.add("ce_specversion", "1.0".getBytes(UTF_8));
    headers.add("ce_id", event.id().getBytes(UTF_8));
    headers.add("ce_type", event.type().getBytes(UTF_8));
    headers.add("ce_source", source.getBytes(UTF_8));
    headers.add("ce_time", event.time().toString().getBytes(UTF_8));
    return record;
  }
}
