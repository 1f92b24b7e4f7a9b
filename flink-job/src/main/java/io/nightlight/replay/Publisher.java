package io.nightlight.replay;

import io.nightlight.domain.net.Session;
import io.nightlight.job.JobConfig;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.Recordings;
import io.nightlight.recording.UnreadableRecordingException;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.ProbeResult;
import io.nightlight.schema.kafka.SingleObjectSerializer;
import io.nightlight.wire.ProbeResultCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Puts recordings onto the topics in the order of time, at a chosen pace. Heartbeats in every
 * partition, now and then and at the end, say how far time has come, so that a partition without
 * sessions holds nobody back.
 */
public final class Publisher {
  /** How far apart heartbeats are, in recorded time. */
  private static final Duration HEARTBEAT_EVERY = Duration.ofMinutes(10);

  private final JobConfig.Topics topics;
  private final SingleObjectSerializer serializer = new SingleObjectSerializer();
  private final KafkaProducer<String, byte[]> producer;
  private final Pacer pacer;
  private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();
  private long messages;
  private long refused;
  private Instant latest = Instant.MIN;
  private Instant nextHeartbeat = Instant.MIN;

  private Publisher(JobConfig.Topics topics, KafkaProducer<String, byte[]> producer, Pacer pacer) {
    this.topics = topics;
    this.producer = producer;
    this.pacer = pacer;
  }

  /**
   * What was published.
   *
   * @param messages records written, without heartbeats
   * @param refused records of the files that could not be read, and were left out
   * @param latest the latest time of a message; {@link Instant#MIN} if there was none
   * @param recordings what was learned of the files
   */
  public record Published(long messages, long refused, Instant latest, RecordingFacts recordings) {}

  /**
   * Publishes recordings of either kind; all is acknowledged when it returns.
   *
   * @throws UnreadableInput if an input could not be read at all
   */
  public static Published publish(
      List<RecordingFile> files, JobConfig config, Pacer pacer, Progress progress)
      throws ExecutionException, InterruptedException {
    try (Recordings recordings = Recordings.open(files, new ByteProgress(progress));
        KafkaProducer<String, byte[]> producer = producer(config)) {
      return new Publisher(config.topics(), producer, pacer).publish(recordings);
    } catch (UnreadableRecordingException e) {
      throw new UnreadableInput(e.getMessage());
    }
  }

  private Published publish(Recordings recordings)
      throws UnreadableRecordingException, ExecutionException, InterruptedException {
    for (Recorded recorded = recordings.next(); recorded != null; recorded = recordings.next()) {
      if (recorded.rejection() != null) {
        refused++;
        continue;
      }
      Instant at = observedAt(recorded);
      pacer.await(at);
      latest = at.isAfter(latest) ? at : latest;
      send(record(recorded));
      messages++;
      if (!latest.isBefore(nextHeartbeat)) {
        sendHeartbeats();
        nextHeartbeat = latest.plus(HEARTBEAT_EVERY);
      }
    }
    if (messages > 0) {
      sendHeartbeats();
    }
    producer.flush();
    failIfOneFailed();
    return new Published(messages, refused, latest, RecordingFacts.of(recordings));
  }

  private static Instant observedAt(Recorded recorded) {
    ProbeResult probe = recorded.probe();
    return probe == null
        ? Objects.requireNonNull(recorded.message()).getObservedAt()
        : probe.getObservedAt();
  }

  private ProducerRecord<String, byte[]> record(Recorded recorded) {
    ProbeResult probe = recorded.probe();
    if (probe != null) {
      return record(
          topics.probeResults(), null, probe.getVantage(), bytes(probe), probe.getObservedAt());
    }
    BgpMessage message = Objects.requireNonNull(recorded.message());
    String key = message.getCollector() + "/" + message.getPeerAddress();
    return record(topics.bgpUpdates(), null, key, bytes(message), message.getObservedAt());
  }

  private byte[] bytes(BgpMessage message) {
    return Objects.requireNonNull(serializer.serialize(topics.bgpUpdates(), message));
  }

  private byte[] bytes(ProbeResult probe) {
    return Objects.requireNonNull(serializer.serialize(topics.probeResults(), probe));
  }

  /** On both topics: where only one is published, the other must not hold it back. */
  private void sendHeartbeats() throws ExecutionException {
    sendHeartbeats(topics.bgpUpdates(), bytes(heartbeat(latest)));
    sendHeartbeats(topics.probeResults(), bytes(ProbeResultCodec.heartbeat(latest)));
  }

  private void sendHeartbeats(String topic, byte[] heartbeat) throws ExecutionException {
    for (PartitionInfo partition : producer.partitionsFor(topic)) {
      send(record(topic, partition.partition(), "", heartbeat, latest));
    }
  }

  private void send(ProducerRecord<String, byte[]> record) throws ExecutionException {
    failIfOneFailed();
    producer.send(record, (metadata, failure) -> firstFailure.compareAndSet(null, failure));
  }

  /** A record that the broker did not take is lost: nothing more is worth sending. */
  private void failIfOneFailed() throws ExecutionException {
    Exception failure = firstFailure.get();
    if (failure != null) {
      throw new ExecutionException("publishing failed: " + failure.getMessage(), failure);
    }
  }

  private static ProducerRecord<String, byte[]> record(
      String topic, @Nullable Integer partition, String key, byte[] value, Instant at) {
    return new ProducerRecord<>(topic, partition, at.toEpochMilli(), key, value);
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

  private static KafkaProducer<String, byte[]> producer(JobConfig config) {
    Properties properties = new Properties();
    properties.putAll(config.kafka().client());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }
}
