package io.nightlight.job;

import io.nightlight.wire.Arrival;
import io.nightlight.wire.BgpMessageDecoder;
import java.time.Duration;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes at the source, so that Avro ends there; what cannot be decoded travels on as a refusal.
 */
final class ArrivalDeserializer implements KafkaRecordDeserializationSchema<Arrival> {
  private static final long serialVersionUID = 1;

  private final Duration mostAhead;
  private transient BgpMessageDecoder decoder;

  /**
   * @param mostAhead how far a record's own time may be ahead of its Kafka timestamp
   */
  ArrivalDeserializer(Duration mostAhead) {
    this.mostAhead = mostAhead;
  }

  @Override
  public void open(InitializationContext context) {
    decoder = new BgpMessageDecoder(mostAhead);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Arrival> out) {
    out.collect(
        decoder.decode(
            record.value(),
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp()));
  }

  @Override
  public TypeInformation<Arrival> getProducedType() {
    return TypeInformation.of(Arrival.class);
  }
}
