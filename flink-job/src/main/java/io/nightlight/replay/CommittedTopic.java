package io.nightlight.replay;

import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaClients;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A topic as any other team's consumer sees it: what is committed, and nothing else.
 *
 * <p>Who commits is told that it is done when the coordinator has noted it; the partitions hear of
 * it a moment later, and only then is it seen (KIP-98, Data Flow 5). So whoever reads after a job
 * has ended reads to the end of what is written, not to the end of what is seen just then.
 */
public final class CommittedTopic {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * A minute, unless records beyond the end keep coming meanwhile. A job that lives commits with
   * its next checkpoint.
   */
  private static final int PATIENCE_POLLS = 300;

  /** A quarter of a minute, as long as any answer may take. */
  private static final int LOOKS_FOR_PARTITIONS = 300;

  private static final long BETWEEN_LOOKS_NANOS = 50_000_000L;

  private CommittedTopic() {}

  /**
   * Hands on all that is written by now and will be committed, each partition in its order.
   *
   * @throws KafkaUnavailable if no broker answers or knows the topic; or if for a minute nothing
   *     more is committed nor aborted of what is written
   */
  public static <T> void read(
      JobConfig config,
      String topic,
      Deserializer<T> values,
      Consumer<ConsumerRecord<String, T>> each)
      throws InterruptedException {
    try (KafkaConsumer<String, T> consumer = KafkaClients.reader(config, values)) {
      readOn(consumer, KafkaTopics.ends(config, fromTheBeginning(consumer, topic)), each);
    }
  }

  /** All that is written by now and will be committed. */
  public static <T> List<ConsumerRecord<String, T>> read(
      JobConfig config, String topic, Deserializer<T> values) throws InterruptedException {
    List<ConsumerRecord<String, T>> records = new ArrayList<>();
    read(config, topic, values, records::add);
    return records;
  }

  /**
   * Reads on from where the consumer is.
   *
   * @param ends where to end in each of its partitions, as {@link KafkaTopics#ends} tells
   * @throws KafkaUnavailable as {@link #read}
   */
  public static <T> void readOn(
      KafkaConsumer<String, T> consumer,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<String, T>> each) {
    readOn(consumer, ends, each, PATIENCE_POLLS);
  }

  /**
   * Likewise.
   *
   * @param patience after how many polls without any progress to give up
   */
  static <T> void readOn(
      KafkaConsumer<String, T> consumer,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<String, T>> each,
      int patience) {
    Map<TopicPartition, Long> missing = missing(consumer, ends);
    int idle = 0;
    while (!missing.isEmpty()) {
      consumer.poll(POLL).forEach(each);
      Map<TopicPartition, Long> before = missing;
      missing = missing(consumer, ends);
      idle = missing.equals(before) ? idle + 1 : 0;
      if (idle >= patience) {
        throw new KafkaUnavailable(
            "what is written is not committed: "
                + missing
                + " (offsets by partition); './nightlight topics --check' tells whether a"
                + " transaction hangs there");
      }
    }
  }

  /** How far the consumer has come where it is not at the end. */
  private static Map<TopicPartition, Long> missing(
      KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> missing = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          long position = consumer.position(partition);
          if (position < end) {
            missing.put(partition, position);
          }
        });
    return missing;
  }

  /**
   * Makes the consumer read all of a topic.
   *
   * @throws KafkaUnavailable if for a while no broker that is asked knows the topic
   */
  public static List<TopicPartition> fromTheBeginning(KafkaConsumer<?, ?> consumer, String topic) {
    List<TopicPartition> partitions = partitions(consumer, topic);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }

  /**
   * All partitions of a topic.
   *
   * @throws KafkaUnavailable if for a while no broker that is asked knows the topic
   */
  static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return partitions(topic, () -> consumer.partitionsFor(topic), LOOKS_FOR_PARTITIONS);
  }

  /**
   * Likewise. Just after a topic was made some brokers know it and others not yet: those answer
   * with no partition, and to a consumer of none nothing would ever come.
   *
   * @param looks how often to ask
   */
  static List<TopicPartition> partitions(
      String topic, Supplier<List<PartitionInfo>> asked, int looks) {
    for (int look = 0; look < looks; look++) {
      List<PartitionInfo> told = asked.get();
      if (!told.isEmpty()) {
        return told.stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
      }
      // Whoever is interrupted hears it from the consumer at its next look.
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
    }
    throw new KafkaUnavailable(
        "no broker knows a partition of "
            + topic
            + "; './nightlight topics' creates what is missing");
  }
}
