package io.nightlight.replay;

import io.nightlight.domain.net.Session;
import io.nightlight.job.BgpFormat;
import io.nightlight.job.InvalidConfiguration;
import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaClients;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaUnavailable;
import io.nightlight.job.ProbeFormat;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Puts recordings onto the topics in the order of time, at a chosen pace. Heartbeats in every
 * partition of the topics that are written, now and then and at the end, say how far time has come,
 * so that a partition without sessions holds nobody back.
 */
public final class Publisher {
  /** How far apart heartbeats are at most, in recorded time. */
  private static final Duration LONGEST_BETWEEN_HEARTBEATS = Duration.ofMinutes(10);

  /** So many come in the time after which a live job takes a partition for idle. */
  private static final double HEARTBEATS_UNTIL_IDLE = 4;

  private final JobConfig.Topics topics;
  private final SingleObjectSerializer serializer = new SingleObjectSerializer();
  private final KafkaProducer<String, byte[]> producer;
  private final Pacer pacer;
  private final StopRequest stop;
  private final Duration betweenHeartbeats;
  private final InputTime time;
  private final boolean writesBgp;
  private final boolean writesProbes;
  private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();
  private long messages;
  private long refused;
  private Instant nextHeartbeat = Instant.MIN;

  private Publisher(
      List<RecordingFile> files,
      JobConfig config,
      KafkaProducer<String, byte[]> producer,
      Pacer pacer,
      StopRequest stop) {
    this.topics = config.topics();
    this.producer = producer;
    this.pacer = pacer;
    this.stop = stop;
    JobConfig.Timing timing = config.timing();
    this.betweenHeartbeats = betweenHeartbeats(pacer, timing.sourceIdleness());
    this.time = new InputTime(timing.bgpOutOfOrderness(), timing.probesOutOfOrderness());
    this.writesBgp = files.stream().anyMatch(file -> !file.format().isOfProbes());
    this.writesProbes = files.stream().anyMatch(file -> file.format().isOfProbes());
  }

  private static Duration betweenHeartbeats(Pacer pacer, Duration idleness) {
    Duration some = pacer.recordedIn(idleness);
    if (some == null) {
      return LONGEST_BETWEEN_HEARTBEATS;
    }
    Duration often = Duration.ofMillis((long) (some.toMillis() / HEARTBEATS_UNTIL_IDLE));
    return often.compareTo(LONGEST_BETWEEN_HEARTBEATS) < 0 ? often : LONGEST_BETWEEN_HEARTBEATS;
  }

  /**
   * What was published.
   *
   * @param messages records written, without heartbeats
   * @param refused records of the files that could not be read, and were left out
   * @param latest the latest time of a message; {@link Instant#MIN} if there was none
   * @param recordings what was learned of the files
   */
  public record Published(long messages, long refused, Instant latest, RecordingFacts recordings) {
    /**
     * As a line for people.
     *
     * @param topics where they went
     * @param stop whether that was asked for before the end
     */
    public String text(List<String> topics, StopRequest stop) {
      String until = latest.equals(Instant.MIN) ? "" : ", up to " + EventLine.time(latest);
      String left =
          refused == 0 ? "" : String.format(Locale.ROOT, "; %,d could not be read", refused);
      return String.format(
          Locale.ROOT,
          "%s %,d records to %s%s%s.",
          stop.isAsked() ? "Stopped before the end: published" : "Published",
          messages,
          String.join(" and ", topics),
          until,
          left);
    }
  }

  /** Publishes to the end of the recordings. */
  public static Published publish(
      List<RecordingFile> files, JobConfig config, Pacer pacer, Progress progress)
      throws InterruptedException {
    return publish(files, config, pacer, progress, new StopRequest());
  }

  /**
   * Publishes recordings of either kind; all is acknowledged when it returns, also when it was
   * asked to stop before the end.
   *
   * @throws InvalidConfiguration if a topic is configured to hold what Nightlight doesn't write
   * @throws UnreadableInput if an input could not be read at all
   * @throws KafkaUnavailable if a topic is missing, or Kafka did not take a record
   */
  public static Published publish(
      List<RecordingFile> files, JobConfig config, Pacer pacer, Progress progress, StopRequest stop)
      throws InterruptedException {
    KafkaTopics.require(config, topicsOf(files, config));
    try (Recordings recordings = Recordings.open(files, new ByteProgress(progress));
        KafkaProducer<String, byte[]> producer = KafkaClients.writer(config)) {
      return new Publisher(files, config, producer, pacer, stop).publish(recordings);
    } catch (UnreadableRecordingException e) {
      throw new UnreadableInput(e.getMessage());
    }
  }

  /**
   * The topics that these recordings go to.
   *
   * @throws InvalidConfiguration if one is configured to hold what Nightlight doesn't write
   */
  public static List<String> topicsOf(List<RecordingFile> files, JobConfig config) {
    List<String> topics = new ArrayList<>();
    if (files.stream().anyMatch(file -> !file.format().isOfProbes())) {
      if (config.bgpFeed().format() != BgpFormat.NIGHTLIGHT) {
        throw cannotWrite("bgp.format", config.topics().bgpUpdates(), "BgpMessage");
      }
      topics.add(config.topics().bgpUpdates());
    }
    if (files.stream().anyMatch(file -> file.format().isOfProbes())) {
      if (config.probeFeed().format() != ProbeFormat.NIGHTLIGHT) {
        throw cannotWrite("probes.format", config.topics().probeResults(), "ProbeResult");
      }
      topics.add(config.topics().probeResults());
    }
    return topics;
  }

  private static InvalidConfiguration cannotWrite(String key, String topic, String schema) {
    return new InvalidConfiguration(
        "what is published is Nightlight's own Avro (%s), and %s says that %s holds something else; expected %s=nightlight"
            .formatted(schema, key, topic, key));
  }

  private Published publish(Recordings recordings)
      throws UnreadableRecordingException, InterruptedException {
    try {
      for (Recorded recorded = recordings.next();
          recorded != null && !stop.isAsked();
          recorded = recordings.next()) {
        if (recorded.rejection() == null) {
          publish(recorded);
        } else {
          refused++;
        }
      }
      if (messages > 0) {
        sendHeartbeats(time.lastBgpHeartbeat(), time.lastProbeHeartbeat());
      }
      producer.flush();
      failIfOneFailed();
    } catch (InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException e) {
      throw KafkaUnavailable.because("publishing failed", e);
    }
    return new Published(messages, refused, time.latest(), RecordingFacts.of(recordings));
  }

  /** Kafka's own exception for it is none that has to be handled. */
  private static InterruptedException interrupted(InterruptException cause) {
    Thread.interrupted();
    InterruptedException interrupted = new InterruptedException("while publishing");
    interrupted.initCause(cause);
    return interrupted;
  }

  private void publish(Recorded recorded) throws InterruptedException {
    ProbeResult probe = recorded.probe();
    if (probe != null) {
      pacer.await(probe.getObservedAt());
    } else {
      pacer.await(Objects.requireNonNull(recorded.message()).getObservedAt());
    }
    if (stop.isAsked()) {
      return;
    }
    if (probe != null) {
      time.probe(probe.getObservedAt());
      send(topics.probeResults(), null, probe.getVantage(), bytes(probe), probe.getObservedAt());
    } else {
      BgpMessage message = Objects.requireNonNull(recorded.message());
      time.bgp(message.getObservedAt());
      String key = message.getCollector() + "/" + message.getPeerAddress();
      send(topics.bgpUpdates(), null, key, bytes(message), message.getObservedAt());
    }
    messages++;
    if (!time.latest().isBefore(nextHeartbeat)) {
      sendHeartbeats(time.bgpHeartbeat(), time.probeHeartbeat());
      nextHeartbeat = time.latest().plus(betweenHeartbeats);
    }
  }

  private byte[] bytes(BgpMessage message) {
    return Objects.requireNonNull(serializer.serialize(topics.bgpUpdates(), message));
  }

  private byte[] bytes(ProbeResult probe) {
    return Objects.requireNonNull(serializer.serialize(topics.probeResults(), probe));
  }

  private void sendHeartbeats(Instant ofBgp, Instant ofProbes) {
    if (writesBgp && ofBgp.isAfter(Instant.MIN)) {
      sendHeartbeats(topics.bgpUpdates(), bytes(heartbeat(ofBgp)), ofBgp);
    }
    if (writesProbes && ofProbes.isAfter(Instant.MIN)) {
      sendHeartbeats(topics.probeResults(), bytes(ProbeResultCodec.heartbeat(ofProbes)), ofProbes);
    }
  }

  private void sendHeartbeats(String topic, byte[] heartbeat, Instant at) {
    for (PartitionInfo partition : producer.partitionsFor(topic)) {
      send(topic, partition.partition(), "", heartbeat, at);
    }
  }

  /** Kafka knows no times before 1970; the job refuses what bears one, whatever Kafka's says. */
  private void send(
      String topic, @Nullable Integer partition, String key, byte[] value, Instant at) {
    failIfOneFailed();
    long millis = Math.max(0, at.toEpochMilli());
    producer.send(
        new ProducerRecord<>(topic, partition, millis, key, value),
        (metadata, failure) -> firstFailure.compareAndSet(null, failure));
  }

  /** A record that the broker did not take is lost: nothing more is worth sending. */
  private void failIfOneFailed() {
    Exception failure = firstFailure.get();
    if (failure != null) {
      throw KafkaUnavailable.because("publishing failed", failure);
    }
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
}
