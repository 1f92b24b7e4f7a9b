package io.nightlight.integration.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What is committed on a topic, from its beginning on. */
final class TopicReader<T> implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(100);
  private static final Duration ONE_LOOK = Duration.ofMillis(100);

  private final String topic;
  private final KafkaConsumer<String, T> consumer;
  private final List<T> values = new ArrayList<>();

  private TopicReader(String topic, KafkaConsumer<String, T> consumer) {
    this.topic = topic;
    this.consumer = consumer;
  }

  /**
   * @param client the client's settings, its brokers among them
   */
  static <T> TopicReader<T> of(Map<String, String> client, String topic, Deserializer<T> type) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("isolation.level", "read_committed");
    KafkaConsumer<String, T> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), type);
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new TopicReader<>(topic, consumer);
  }

  /** Waits until what was read so far is as it should be; fails if that takes too long. */
  List<T> await(Predicate<List<T>> isEnough) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isEnough.test(values)) {
      assertThat(System.nanoTime())
          .as("in time on %s, where there is %s", topic, values)
          .isLessThan(deadline);
      look();
    }
    return List.copyOf(values);
  }

  /** Reads what there is for so long. */
  List<T> lookFor(Duration duration) {
    long deadline = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < deadline) {
      look();
    }
    return List.copyOf(values);
  }

  private void look() {
    consumer.poll(ONE_LOOK).forEach(record -> values.add(record.value()));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
