package io.nightlight.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightlight.domain.outage.Provenance;
import io.nightlight.wire.CloudEvent;
import io.nightlight.wire.CloudEventCodec;
import java.io.Serializable;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Turns what goes out into Kafka records with the headers of the CloudEvents 1.0 Kafka binding;
 * event time is the record's timestamp.
 *
 * @param <T> what goes out
 */
final class CloudEventSerializer<T> implements KafkaRecordSerializationSchema<T> {
  private static final long serialVersionUID = 1;

  private final String topic;
  private final Provenance provenance;
  private final Rendering<T> rendering;
  private transient CloudEventCodec codec;

  /** Which of the codec's records it becomes. */
  interface Rendering<T> extends Serializable {
    CloudEvent render(CloudEventCodec codec, T element);
  }

  CloudEventSerializer(String topic, Provenance provenance, Rendering<T> rendering) {
    this.topic = topic;
    this.provenance = provenance;
    this.rendering = rendering;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) {
    codec = new CloudEventCodec(provenance);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T element, KafkaSinkContext context, Long timestamp) {
    CloudEvent event = rendering.render(codec, element);
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic, null, event.time().toEpochMilli(), event.key().getBytes(UTF_8), event.value());
    Headers headers = record.headers();
    headers.add("ce_specversion", "1.0".getBytes(UTF_8));
    headers.add("ce_id", event.id().getBytes(UTF_8));
    headers.add("ce_type", event.type().getBytes(UTF_8));
    headers.add("ce_source", codec.source().getBytes(UTF_8));
    headers.add("ce_time", event.time().toString().getBytes(UTF_8));
    return record;
  }
}
