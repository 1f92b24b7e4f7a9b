package io.nightlight.integration.trouble;

import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.job.JobConfig;
import io.nightlight.recording.ReadingProgress;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.recording.Recordings;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.kafka.SingleObjectSerializer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Puts a recording onto the topic of BGP messages piece by piece, as collectors would: without
 * heartbeats, so that a partition of which no session is keyed never gets a record.
 */
final class Feed implements AutoCloseable {
  private final String topic;
  private final List<BgpMessage> messages;
  private final KafkaProducer<String, byte[]> producer;
  private final SingleObjectSerializer serializer = new SingleObjectSerializer();
  private int sent;

  private Feed(String topic, List<BgpMessage> messages, KafkaProducer<String, byte[]> producer) {
    this.topic = topic;
    this.messages = messages;
    this.producer = producer;
  }

  static Feed of(RecordingArchive files, JobConfig config) throws Exception {
    List<BgpMessage> messages = new ArrayList<>();
    List<String> names =
        Stream.concat(files.ribs().stream(), files.updates().stream()).map(Path::toString).toList();
    try (Recordings recordings =
        Recordings.open(RecordingFiles.find(names), ReadingProgress.UNHEARD)) {
      for (Recorded next = recordings.next(); next != null; next = recordings.next()) {
        messages.add(Objects.requireNonNull(next.message()));
      }
    }
    return new Feed(
        config.topics().bgpUpdates(),
        messages,
        new KafkaProducer<>(
            // One request at a time: see KafkaClients.writer.
            Map.of(
                "bootstrap.servers",
                config.kafka().bootstrapServers(),
                "client.id",
                "feed",
                "max.in.flight.requests.per.connection",
                "1"),
            new StringSerializer(),
            new ByteArraySerializer()));
  }

  BgpMessage last() {
    return messages.get(messages.size() - 1);
  }

  int size() {
    return messages.size();
  }

  /** All of it that lies before then and wasn't sent yet; acknowledged when it returns. */
  Feed until(Instant end) throws Exception {
    List<Future<RecordMetadata>> acknowledged = new ArrayList<>();
    while (sent < messages.size() && messages.get(sent).getObservedAt().isBefore(end)) {
      BgpMessage message = messages.get(sent++);
      acknowledged.add(send(message, message.getObservedAt()));
    }
    for (Future<RecordMetadata> one : acknowledged) {
      one.get();
    }
    return this;
  }

  /** All that is left. */
  void rest() throws Exception {
    Feed unused = until(Instant.MAX);
  }

  /**
   * A record of another time than its broker's.
   *
   * @param kafkaTime when the broker had it
   */
  Future<RecordMetadata> send(BgpMessage message, Instant kafkaTime) {
    String key = message.getCollector() + "/" + message.getPeerAddress();
    byte[] bytes = Objects.requireNonNull(serializer.serialize(topic, message));
    return producer.send(new ProducerRecord<>(topic, null, kafkaTime.toEpochMilli(), key, bytes));
  }

  /** Something that is no record, into one partition. */
  Future<RecordMetadata> garbage(int partition, Instant kafkaTime, byte[] bytes) {
    return producer.send(
        new ProducerRecord<>(topic, partition, kafkaTime.toEpochMilli(), "", bytes));
  }

  /** Messages of the recording that lie in between. */
  List<BgpMessage> between(Instant from, Instant to) {
    return messages.stream()
        .filter(message -> !message.getObservedAt().isBefore(from))
        .filter(message -> message.getObservedAt().isBefore(to))
        .toList();
  }

  @Override
  public void close() {
    producer.close();
  }
}
