package io.nightlight.demo;

import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaClients;
import io.nightlight.job.KafkaTopics;
import io.nightlight.replay.CommittedTopic;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import io.nightlight.wire.OutageEventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads {@code outage.events} as any other team would, only what is committed, while the job runs,
 * and hands each event on as it arrives.
 */
final class EventFollower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final JobConfig config;
  private final KafkaConsumer<String, io.nightlight.schema.OutageEvent> consumer;
  private final Consumer<OutageEvent> listener;
  private final List<OutageEvent> events = new ArrayList<>();
  private final Thread thread;
  private volatile boolean ending;
  private volatile RuntimeException failure = null;

  EventFollower(JobConfig config, Consumer<OutageEvent> listener) {
    this.config = config;
    this.listener = listener;
    consumer = KafkaClients.reader(config, new OutageEventDeserializer());
    thread = new Thread(this::follow, "event-follower");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try {
      List<TopicPartition> partitions =
          CommittedTopic.fromTheBeginning(consumer, config.topics().outageEvents());
      while (!ending) {
        consumer.poll(POLL).forEach(this::hear);
      }
      CommittedTopic.readOn(consumer, KafkaTopics.ends(config, partitions), this::hear);
    } catch (RuntimeException e) {
      failure = e;
    } catch (InterruptedException e) {
      failure = new IllegalStateException("nobody interrupts the follower", e);
    }
  }

  private void hear(ConsumerRecord<String, io.nightlight.schema.OutageEvent> record) {
    OutageEvent event = OutageEventCodec.toDomain(record.value());
    events.add(event);
    listener.accept(event);
  }

  /** Waits until all that has been committed was handed on; the job has ended. */
  List<OutageEvent> finish() throws InterruptedException {
    ending = true;
    thread.join();
    if (failure != null) {
      throw failure;
    }
    return List.copyOf(events);
  }

  @Override
  public void close() throws InterruptedException {
    ending = true;
    thread.join(Duration.ofSeconds(5).toMillis());
    if (!thread.isAlive()) {
      consumer.close();
    }
  }
}
