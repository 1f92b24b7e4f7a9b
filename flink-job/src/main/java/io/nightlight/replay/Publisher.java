package io.nightlight.replay;

import io.nightlight.domain.net.Session;
import io.nightlight.job.JobConfig;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.Recordings;
import io.nightlight.recording.UnreadableRecordingException;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.kafka.SingleObjectSerializer;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts recordings onto the topics, in the order of time, as fast as the broker takes them. At the
 * end a heartbeat in every partition says how far time has come, so that no partition holds the
 * others back.
 */
public final class Publisher {
  private Publisher() {}

  /**
   * What was published.
   *
   * @param messages records written, without the heartbeats at the end
   * @param refused records of the files that could not be read, and were left out
   */
  public record Published(long messages, long refused) {}

  /**
   * Publishes BGP recordings.
   *
   * @throws UnreadableInput if an input could not be read at all
   */
  public static Published publish(List<RecordingFile> files, JobConfig config, Progress progress)
      throws ExecutionException, InterruptedException {
    long bytes = files.stream().mapToLong(RecordingFile::bytes).sum();
    progress.begin("publish", bytes, "bytes");
    String topic = config.topics().bgpUpdates();
    try (Recordings recordings = Recordings.open(files, new ByteProgress(progress));
        KafkaProducer<String, SpecificRecord> producer = producer(config)) {
      Published published = publish(recordings, topic, producer);
      progress.end();
      return published;
    } catch (UnreadableRecordingException e) {
      throw new UnreadableInput(e.getMessage());
    }
  }

  private static Published publish(
      Recordings recordings, String topic, KafkaProducer<String, SpecificRecord> producer)
      throws UnreadableRecordingException, ExecutionException, InterruptedException {
    long messages = 0;
    long refused = 0;
    Instant last = Instant.MIN;
    Future<RecordMetadata> acknowledged = null;
    for (Recorded recorded = recordings.next(); recorded != null; recorded = recordings.next()) {
      BgpMessage message = recorded.message();
      if (message == null) {
        refused++;
        continue;
      }
      String key = message.getCollector() + "/" + message.getPeerAddress();
      acknowledged = producer.send(record(topic, null, key, message));
      last = message.getObservedAt().isAfter(last) ? message.getObservedAt() : last;
      messages++;
    }
    if (acknowledged != null) {
      acknowledged.get();
      for (PartitionInfo partition : producer.partitionsFor(topic)) {
        producer.send(record(topic, partition.partition(), "", heartbeat(last))).get();
      }
    }
    return new Published(messages, refused);
  }

  private static ProducerRecord<String, SpecificRecord> record(
      String topic, @Nullable Integer partition, String key, BgpMessage message) {
    return new ProducerRecord<>(
        topic, partition, message.getObservedAt().toEpochMilli(), key, message);
  }

  private static BgpMessage heartbeat(Instant at) {
    return BgpMessage.newBuilder()
        .setKind(BgpMessageKind.HEARTBEAT)
        .setCollector(Session.FEED.collector())
        .setPeerAddress(Session.FEED.peerAddress())
        .setPeerAsn(Session.FEED.peerAsn())
        .setObservedAt(at)
        .build();
  }

  private static KafkaProducer<String, SpecificRecord> producer(JobConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.kafka().client());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return new KafkaProducer<>(properties, new StringSerializer(), new SingleObjectSerializer());
  }
}
