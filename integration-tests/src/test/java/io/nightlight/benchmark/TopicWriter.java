package io.nightlight.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Puts a made-up stream onto a topic, each session into one partition, in its order. */
final class TopicWriter implements AutoCloseable {
  private static final long HEARTBEAT_EVERY_MICROS = Micros.of(Duration.ofMinutes(1));

  private final String topic;
  private final StreamFit fit;
  private final MessageBytes bytes = new MessageBytes();
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long messages;
  private long latestMicros;
  private long nextHeartbeatMicros;

  /**
   * What lies in a topic.
   *
   * @param messages without heartbeats
   * @param tables how many of them tell the tables
   * @param routes over all sessions, at the end
   * @param latestMicros the time of the last one, and of the last heartbeats
   */
  record Written(long messages, long tables, long routes, long latestMicros) {}

  private TopicWriter(String bootstrapServers, String topic, StreamFit fit) {
    this.topic = topic;
    this.fit = fit;
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 * 1024,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                128L * 1024 * 1024,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  static Written write(
      MadeUpInternet internet, String bootstrapServers, String topic, StreamFit fit) {
    try (TopicWriter writer = new TopicWriter(bootstrapServers, topic, fit)) {
      internet.tellTables(writer::send);
      long tables = writer.messages;
      fit.beginUpdates();
      internet.tellUpdates(writer::send);
      writer.sendHeartbeats();
      writer.producer.flush();
      writer.failIfOneFailed();
      return new Written(writer.messages, tables, fit.routes(), writer.latestMicros);
    }
  }

  private void send(Message message) {
    latestMicros = Math.max(latestMicros, message.atMicros());
    if (message.atMicros() >= nextHeartbeatMicros) {
      sendHeartbeats();
      nextHeartbeatMicros = message.atMicros() + HEARTBEAT_EVERY_MICROS;
    }
    String key =
        message.feed().session().collector() + "/" + message.feed().session().peerAddress();
    byte[] value = bytes.of(message);
    fit.note(message, value.length);
    send(null, message.atMicros(), key.getBytes(UTF_8), value);
    messages++;
  }

  private void sendHeartbeats() {
    byte[] value = bytes.heartbeat(Micros.toInstant(latestMicros));
    for (PartitionInfo partition : producer.partitionsFor(topic)) {
      send(partition.partition(), latestMicros, new byte[0], value);
    }
  }

  private void send(@Nullable Integer partition, long atMicros, byte[] key, byte[] value) {
    failIfOneFailed();
    var unused =
        producer.send(
            new ProducerRecord<>(topic, partition, atMicros / 1000, key, value),
            (metadata, e) -> failure.compareAndSet(null, e));
  }

  private void failIfOneFailed() {
    Exception first = failure.get();
    if (first != null) {
      throw new IllegalStateException("the broker did not take a record", first);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
