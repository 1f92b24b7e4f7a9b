package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Properties;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.metrics.KafkaSourceReaderMetrics;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class EndingTopicTest {
  private static final TopicPartition PARTITION = new TopicPartition("bgp.updates", 3);

  /** Nobody asks the broker: where reading begins and ends is said. */
  private static Properties client() {
    Properties client = new Properties();
    client.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");
    client.setProperty(ConsumerConfig.GROUP_ID_CONFIG, "nightlight");
    client.setProperty(KafkaSourceOptions.CLIENT_ID_PREFIX.key(), "nightlight");
    String bytes = ByteArrayDeserializer.class.getName();
    client.setProperty(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, bytes);
    client.setProperty(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, bytes);
    return client;
  }

  /** Who decides what is paused hears of the end later (FLINK-39728). */
  @Test
  void aPartitionThatWasReadToItsEndMayStillBePausedAndResumed() throws Exception {
    OneReader context = new OneReader();
    KafkaSourceReaderMetrics metrics = new KafkaSourceReaderMetrics(context.metricGroup());
    EndingTopic.Partitions partitions = new EndingTopic.Partitions(client(), context, metrics);
    try {
      KafkaPartitionSplit split = new KafkaPartitionSplit(PARTITION, 5, 5);
      partitions.handleSplitsChanges(new SplitsAddition<>(List.of(split)));
      assertThat(partitions.fetch().finishedSplits()).containsExactly(split.splitId());

      assertThatCode(() -> partitions.pauseOrResumeSplits(List.of(split), List.of()))
          .doesNotThrowAnyException();
      assertThatCode(() -> partitions.pauseOrResumeSplits(List.of(), List.of(split)))
          .doesNotThrowAnyException();
    } finally {
      partitions.close();
    }
  }

  private static final class OneReader implements SourceReaderContext {
    private final SourceReaderMetricGroup metrics =
        InternalSourceReaderMetricGroup.wrap(
            UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup());

    @Override
    public SourceReaderMetricGroup metricGroup() {
      return metrics;
    }

    @Override
    public Configuration getConfiguration() {
      return new Configuration();
    }

    @Override
    public String getLocalHostName() {
      return "localhost";
    }

    @Override
    public int getIndexOfSubtask() {
      return 0;
    }

    @Override
    public void sendSplitRequest() {}

    @Override
    public void sendSourceEventToCoordinator(SourceEvent event) {}

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      return SimpleUserCodeClassLoader.create(EndingTopicTest.class.getClassLoader());
    }
  }
}
