package io.nightlight.replay;

import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaClients;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaUnavailable;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import io.nightlight.wire.OutageEventCodec;
import io.nightlight.wire.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code outage.events} as any other team would, only what is committed, until asked to
 * stop. A broker that restarts is waited for; a record that is no event is told, and passed over.
 */
public final class EventTail {
  private static final Duration POLL = Duration.ofMillis(200);

  private final JobConfig config;
  private final OutageEventDeserializer events = new OutageEventDeserializer();

  public EventTail(JobConfig config) {
    this.config = config;
  }

  /** Where to begin. */
  public record Start(@Nullable Instant since) {
    /** With what comes from now on. */
    public static final Start NOW = new Start(null);

    /** With the first event there is. */
    public static final Start BEGINNING = new Start(Instant.EPOCH);

    /**
     * @param since with the first event detected at or after this time
     */
    public static Start since(Instant since) {
      return new Start(since);
    }
  }

  /** Hears what was followed. */
  public interface Listener {
    void heard(io.nightlight.schema.OutageEvent event);

    /**
     * @param line says where it lies and what is wrong with it
     */
    void unreadable(String line);
  }

  /**
   * Follows until asked to stop.
   *
   * @throws KafkaUnavailable if the topic is missing or Kafka does not answer at the start, or
   *     refuses to tell
   */
  public void follow(Start start, Listener listener, StopRequest stop) throws InterruptedException {
    String topic = config.topics().outageEvents();
    KafkaTopics.require(config, List.of(topic));
    try (KafkaConsumer<String, byte[]> consumer =
        KafkaClients.reader(config, new ByteArrayDeserializer())) {
      begin(consumer, CommittedTopic.partitions(consumer, topic), start);
      while (!stop.isAsked()) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          hear(record, listener);
        }
      }
    } catch (KafkaException e) {
      throw KafkaUnavailable.because("reading " + topic + " failed", e);
    }
  }

  private static void begin(
      KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions, Start start) {
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    Instant since = start.since();
    if (since == null) {
      // The end is where it is now, not where it is when the first poll gets to it.
      partitions.forEach(consumer::position);
      return;
    }
    Map<TopicPartition, Long> millis =
        partitions.stream()
            .collect(Collectors.toMap(partition -> partition, any -> since.toEpochMilli()));
    Map<TopicPartition, @Nullable OffsetAndTimestamp> first = consumer.offsetsForTimes(millis);
    first.forEach(
        (partition, offset) -> {
          if (offset != null) {
            consumer.seek(partition, offset.offset());
          }
        });
  }

  private void hear(ConsumerRecord<String, byte[]> record, Listener listener) {
    io.nightlight.schema.OutageEvent event;
    try {
      event = events.deserialize(record.topic(), record.value());
    } catch (SerializationException e) {
      listener.unreadable(
          "record %d of partition %d is no event: %s"
              .formatted(record.offset(), record.partition(), e.getMessage()));
      return;
    }
    if (event != null) {
      listener.heard(event);
    }
  }

  /**
   * An event as a line for people; of one that says what this version has no word for, its JSON.
   */
  public static String text(io.nightlight.schema.OutageEvent event) {
    OutageEvent known;
    try {
      known = OutageEventCodec.toDomain(event);
    } catch (RefusedException e) {
      return json(event);
    }
    return EventLine.of(known);
  }

  /** An event as a line of {@link OutputFiles#EVENTS}. */
  public static String json(io.nightlight.schema.OutageEvent event) {
    return OutputLine.of(event).json();
  }
}
