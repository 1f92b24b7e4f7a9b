package io.nightlight.replay;

import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** A topic as any other team's consumer sees it: what is committed, and nothing else. */
public final class CommittedTopic {
  private static final Duration POLL = Duration.ofMillis(200);

  private CommittedTopic() {}

  /** Hands on all that is committed by now, each partition in its order. */
  public static <T> void read(
      JobConfig config,
      String topic,
      Deserializer<T> values,
      Consumer<ConsumerRecord<String, T>> each) {
    try (KafkaConsumer<String, T> consumer = KafkaClients.reader(config, values)) {
      List<TopicPartition> partitions = fromTheBeginning(consumer, topic);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(POLL).forEach(each);
      }
    }
  }

  /** All that is committed by now. */
  public static <T> List<ConsumerRecord<String, T>> read(
      JobConfig config, String topic, Deserializer<T> values) {
    List<ConsumerRecord<String, T>> records = new ArrayList<>();
    read(config, topic, values, records::add);
    return records;
  }

  /** Makes the consumer read all of a topic. */
  public static List<TopicPartition> fromTheBeginning(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions = partitions(consumer, topic);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }

  static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }
}
