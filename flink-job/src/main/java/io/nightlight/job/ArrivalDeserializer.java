package io.nightlight.job;

import io.nightlight.wire.Arrival;
import io.nightlight.wire.FeedDecoder;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.TopicRecord;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes at the source, so that the wire ends there; what cannot be decoded travels on as a
 * refusal, what is skipped is a metric.
 */
final class ArrivalDeserializer implements KafkaRecordDeserializationSchema<Arrival> {
  private static final long serialVersionUID = 3;

  private final Feed feed;
  private final Duration mostAhead;
  private transient FeedDecoder decoder;

  /**
   * @param mostAhead how far a record's own time may be ahead of its Kafka timestamp
   */
  ArrivalDeserializer(Feed feed, Duration mostAhead) {
    this.feed = feed;
    this.mostAhead = mostAhead;
  }

  @Override
  public void open(InitializationContext context) {
    FeedDecoder opened = feed.decoder(mostAhead);
    MetricGroup skipped = context.getMetricGroup().addGroup("skipped");
    for (Skipped kind : Skipped.values()) {
      skipped.gauge(
          kind.name().toLowerCase(Locale.ROOT), () -> opened.skipped().getOrDefault(kind, 0L));
    }
    decoder = opened;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Arrival> out) {
    decoder.decode(
        TopicRecord.of(
            record.value(),
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp()),
        out::collect);
  }

  @Override
  public TypeInformation<Arrival> getProducedType() {
    return TypeInformation.of(Arrival.class);
  }
}
