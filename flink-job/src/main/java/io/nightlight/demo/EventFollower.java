package io.nightlight.demo;

import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.wire.OutageEventCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private final TopicPartition partition;
  private final KafkaConsumer<String, io.nightlight.schema.OutageEvent> consumer;
  private final Consumer<OutageEvent> listener;
  private final List<OutageEvent> events = new ArrayList<>();
  private final Thread thread;
  private volatile boolean ending;
  private volatile RuntimeException failure = null;

  EventFollower(
      KafkaConsumer<String, io.nightlight.schema.OutageEvent> consumer,
      String topic,
      Consumer<OutageEvent> listener) {
    this.consumer = consumer;
    this.partition = new TopicPartition(topic, 0);
    this.listener = listener;
    this.thread = new Thread(this::follow, "event-follower");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (!ending || !isAtEnd()) {
        for (ConsumerRecord<String, io.nightlight.schema.OutageEvent> record :
            consumer.poll(POLL)) {
          OutageEvent event = OutageEventCodec.toDomain(record.value());
          events.add(event);
          listener.accept(event);
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private boolean isAtEnd() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(partition));
    return consumer.position(partition) >= ends.get(partition);
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
