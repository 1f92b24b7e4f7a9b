package io.nightlight.job;

import io.nightlight.wire.Arrival;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.synchronization.FutureCompletingBlockingQueue;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.reader.KafkaPartitionSplitReader;
import org.apache.flink.connector.kafka.source.reader.KafkaRecordEmitter;
import org.apache.flink.connector.kafka.source.reader.KafkaSourceReader;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.connector.kafka.source.reader.fetcher.KafkaSourceFetcherManager;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A topic that is read up to some time. Flink's own source of it fails the job when a partition
 * that was read to its end is to be paused because others are behind: who decides that has not
 * heard of the end yet (FLINK-39728). Its reader is made here as Flink makes it, but for that.
 */
final class EndingTopic implements Source<Arrival, KafkaPartitionSplit, KafkaSourceEnumState> {
  private static final long serialVersionUID = 1;

  private final KafkaSource<Arrival> topic;
  private final KafkaRecordDeserializationSchema<Arrival> decoder;
  private final Properties client;

  /**
   * @param topic all but its reader
   * @param decoder its own
   * @param client what its consumers are made of: all of {@code kafka.client.*}, brokers and group
   */
  EndingTopic(
      KafkaSource<Arrival> topic,
      KafkaRecordDeserializationSchema<Arrival> decoder,
      Properties client) {
    this.topic = topic;
    this.decoder = decoder;
    this.client = client;
  }

  @Override
  public Boundedness getBoundedness() {
    return topic.getBoundedness();
  }

  @Override
  public SourceReader<Arrival, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    decoder.open(new OfReader(context));
    var fetched =
        new FutureCompletingBlockingQueue<RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>>>();
    var metrics = new KafkaSourceReaderMetrics(context.metricGroup());
    return new KafkaSourceReader<>(
        fetched,
        new KafkaSourceFetcherManager(
            fetched, () -> new Partitions(client, context, metrics), ended -> {}),
        new KafkaRecordEmitter<>(decoder),
        new Configuration(),
        context,
        metrics);
  }

  /** Knows which of its partitions were read to their end. */
  static final class Partitions extends KafkaPartitionSplitReader {
    private final Set<String> ended = new HashSet<>();

    Partitions(Properties client, SourceReaderContext context, KafkaSourceReaderMetrics metrics) {
      super(client, context, metrics);
    }

    @Override
    public RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>> fetch() throws IOException {
      RecordsWithSplitIds<ConsumerRecord<byte[], byte[]>> fetched = super.fetch();
      ended.addAll(fetched.finishedSplits());
      return fetched;
    }

    @Override
    public void pauseOrResumeSplits(
        Collection<KafkaPartitionSplit> paused, Collection<KafkaPartitionSplit> resumed) {
      super.pauseOrResumeSplits(goingOn(paused), goingOn(resumed));
    }

    private Collection<KafkaPartitionSplit> goingOn(Collection<KafkaPartitionSplit> splits) {
      return splits.stream().filter(split -> !ended.contains(split.splitId())).toList();
    }
  }

  /** What a decoder may ask of its reader. */
  private record OfReader(SourceReaderContext context)
      implements DeserializationSchema.InitializationContext {
    @Override
    public MetricGroup getMetricGroup() {
      return context.metricGroup().addGroup("deserializer");
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      return context.getUserCodeClassLoader();
    }
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return topic.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state)
      throws Exception {
    return topic.restoreEnumerator(context, state);
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return topic.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return topic.getEnumeratorCheckpointSerializer();
  }
}
