package io.nightlight.integration.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nightlight.demo.Reconstruction;
import io.nightlight.integration.broker.OwnTopics;
import io.nightlight.integration.broker.TestKafka;
import io.nightlight.integration.process.LocalJob;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobRequest;
import io.nightlight.job.KafkaClients;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.OutageJob;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.replay.CommittedTopic;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.Pacer;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Publisher;
import io.nightlight.replay.Replay;
import io.nightlight.replay.ReplayRequest;
import io.nightlight.replay.TopicFiles;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.RejectedRecordReason;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import io.nightlight.schema.kafka.RejectedRecordDeserializer;
import io.nightlight.wire.Rejection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three ways to one result: a replay of files, the live job that reads what is published of them
 * while it is published, and a bounded replay of the topics afterwards; although one partition
 * begins with garbage (pitfalls P9, P10).
 */
@Timeout(180)
class KafkaRoundTripIT {
  private static final byte[] GARBAGE = "not a record".getBytes(UTF_8);
  private static final int GARBAGE_RECORDS = 50;

  /** Nearly as large as a broker takes by default. */
  private static final byte[] HUGE = new byte[1_048_000];

  /** Of a message that is as large as it may be, and of which all would be repeated. */
  private static final byte[] ABSURD =
      SingleObjectEncoder.of(BgpMessage.class)
          .encode(
              BgpMessage.newBuilder()
                  .setKind(BgpMessageKind.UPDATE)
                  .setCollector("rrc00")
                  .setPeerAddress("1".repeat(600_000))
                  .setObservedAt(Reconstruction.START)
                  .build());

  private static final String FROM =
      "." + Instant.parse("2014-12-22T12:00:00Z").getEpochSecond() + ".";

  @TempDir static Path folder;

  private static TestKafka broker;

  /** Of the bounded replay of the topics. */
  private static JobConfig config;

  /** An image that has to be pulled first takes as long as it takes. */
  @BeforeAll
  static void start() throws Exception {
    broker = TestKafka.start();
    assertTimeoutPreemptively(Duration.ofMinutes(5), KafkaRoundTripIT::publishAndJudge);
  }

  private static void publishAndJudge() throws Exception {
    Reconstruction.Recording recording = Reconstruction.write(folder.resolve("recording"));
    List<String> bgp = texts(recording.ribs(), sixHours(recording.updates()));
    List<String> probes = texts(sixHours(recording.probes()));
    config = config("bounded");
    Path replayed = folder.resolve("replayed");
    Replay.run(new ReplayRequest(bgp, bgp, probes, null, config, 2, replayed, Progress.silent()));
    JobConfig live = config("live");
    try (Admin admin = KafkaClients.admin(config)) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
      KafkaTopics.create(admin, config, Retention.RECORDING);
      KafkaTopics.create(admin, live, Retention.RECORDING);
    }
    sendGarbage();
    List<RecordingFile> files = new ArrayList<>(RecordingFiles.find(bgp));
    files.addAll(RecordingFiles.findProbes(probes));
    judgeLive(live, files, Files.readAllLines(replayed.resolve(OutputFiles.SCORES)).size());
    TopicFiles.write(live, folder.resolve("live"));
    judgeBounded();
    TopicFiles.write(config, folder.resolve("bounded"));
  }

  /** The inputs are the same for all, the outputs are each one's own. */
  private static JobConfig config(String name) {
    List<String> settings = new ArrayList<>();
    settings.add("warmup.probes=1h");
    settings.add("deployment=harbour");
    settings.add("kafka.bootstrap.servers=" + broker.bootstrapServers());
    settings.add("kafka.transactional.id.prefix=" + name);
    settings.addAll(OwnTopics.outputs(name));
    return JobConfig.load(null, settings);
  }

  private static List<Path> sixHours(List<Path> files) {
    return files.stream().filter(file -> file.getFileName().toString().contains(FROM)).toList();
  }

  @SafeVarargs
  private static List<String> texts(List<Path>... files) {
    return Stream.of(files).flatMap(List::stream).map(Path::toString).toList();
  }

  private static void sendGarbage() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < GARBAGE_RECORDS; i++) {
        producer.send(new ProducerRecord<>(config.topics().bgpUpdates(), 0, null, GARBAGE)).get();
      }
      producer.send(new ProducerRecord<>(config.topics().bgpUpdates(), 0, null, HUGE)).get();
      producer.send(new ProducerRecord<>(config.topics().bgpUpdates(), 0, null, ABSURD)).get();
    }
  }

  /**
   * Publishes while the job runs, and stops it when as many scores are there as there should be.
   */
  private static void judgeLive(JobConfig live, List<RecordingFile> files, int scores)
      throws Exception {
    StreamExecutionEnvironment env = environment();
    OutageJob.connect(env, new JobRequest(live, null, null));
    JobClient job = env.executeAsync();
    try {
      Publisher.publish(files, live, Pacer.of(0), Progress.silent());
      while (scoresOf(live) < scores) {
        assertThat(job.getJobStatus().get().isGloballyTerminalState()).as("it goes on").isFalse();
      }
      job.stopWithSavepoint(
              false, folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
          .get();
      job.getJobExecutionResult().get();
    } finally {
      LocalJob.end(job);
    }
  }

  private static int scoresOf(JobConfig live) throws InterruptedException {
    return CommittedTopic.read(
            live, live.topics().availabilityScores(), new AvailabilityScoreDeserializer())
        .size();
  }

  private static void judgeBounded() throws Exception {
    StreamExecutionEnvironment env = environment();
    Instant afterAll = Reconstruction.END.plus(Duration.ofDays(10_000));
    OutageJob.connect(env, new JobRequest(config, Reconstruction.START, afterAll));
    LocalJob.run(env);
  }

  private static StreamExecutionEnvironment environment() throws Exception {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        Files.createDirectories(folder.resolve("checkpoints")).toUri().toString());
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return StreamExecutionEnvironment.createLocalEnvironment(2, flink);
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {OutputFiles.EVENTS, OutputFiles.SCORES, OutputFiles.MEASUREMENTS})
  void aBoundedReplayOfTheTopicsSaysWhatAReplayOfTheFilesSays(String file) throws Exception {
    assertThat(folder.resolve("bounded").resolve(file))
        .hasSameTextualContentAs(folder.resolve("replayed").resolve(file));
  }

  /** But for the one word that tells a live run from a replay. */
  @ParameterizedTest
  @ValueSource(strings = {OutputFiles.EVENTS, OutputFiles.SCORES, OutputFiles.MEASUREMENTS})
  void whatIsReadWhileItIsPublishedSaysTheSame(String file) throws Exception {
    assertThat(Files.readAllLines(folder.resolve("live").resolve(file)))
        .map(line -> line.replace("\"mode\":\"LIVE\"", "\"mode\":\"REPLAY\""))
        .isEqualTo(Files.readAllLines(folder.resolve("replayed").resolve(file)))
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"live", "bounded"})
  void ofEachEventTheLatestRevisionIsKeptUnderItsId(String run) throws InterruptedException {
    JobConfig.Topics topics = config(run).topics();
    Map<String, OutageEvent> latest = new LinkedHashMap<>();
    for (ConsumerRecord<String, OutageEvent> event : read(topics.outageEvents())) {
      latest.put(event.value().getEventId(), event.value());
    }
    Map<String, OutageEvent> current = new LinkedHashMap<>();
    for (ConsumerRecord<String, OutageEvent> event : read(topics.outageCurrent())) {
      current.put(event.key(), event.value());
      assertThat(header(event, "ce_id")).isEqualTo(event.key() + "/" + event.value().getRevision());
    }
    assertThat(current).isEqualTo(latest).hasSize(3);
  }

  @Test
  void p09GarbageIsRejectedWithItsBytesAndStopsNothing() throws InterruptedException {
    List<ConsumerRecord<String, RejectedRecord>> rejected =
        CommittedTopic.read(
            config, config.topics().rejectedRecords(), new RejectedRecordDeserializer());
    assertThat(rejected)
        .filteredOn(record -> record.value().getOriginalLength() == GARBAGE.length)
        .hasSize(GARBAGE_RECORDS)
        .allSatisfy(
            record -> {
              assertThat(record.value().getReason()).isNotEqualTo(RejectedRecordReason.UNKNOWN);
              assertThat(record.value().getOriginal()).isEqualTo(ByteBuffer.wrap(GARBAGE));
              assertThat(record.value().getSource()).isEqualTo(config.topics().bgpUpdates());
            });
    assertThat(rejected)
        .filteredOn(record -> record.value().getOriginalLength() == HUGE.length)
        .singleElement()
        .satisfies(
            record ->
                assertThat(record.value().getOriginal().remaining())
                    .isEqualTo(Rejection.MOST_BYTES));
    assertThat(rejected)
        .filteredOn(record -> record.value().getOriginalLength() == ABSURD.length)
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.value().getReason()).isEqualTo(RejectedRecordReason.INVALID_VALUE);
              assertThat(record.value().getOriginal()).isEqualTo(ByteBuffer.wrap(ABSURD));
            });
    assertThat(rejected).hasSize(GARBAGE_RECORDS + 2);
  }

  @Test
  void eventsStandInOrderUnderTheirCountryWithTheHeadersOfCloudEvents()
      throws InterruptedException {
    List<ConsumerRecord<String, OutageEvent>> events = read(config.topics().outageEvents());
    assertThat(events)
        .extracting(record -> record.value().getKind())
        .containsExactly(
            OutageEventKind.STARTED,
            OutageEventKind.RECOVERED,
            OutageEventKind.STARTED,
            OutageEventKind.UPDATED,
            OutageEventKind.STARTED);
    assertThat(events)
        .as("after an hour of warm-up, the first night passes for an outage")
        .extracting(ConsumerRecord::key)
        .containsExactly("KP", "KP", "KP", "KP", "BD");
    ConsumerRecord<String, OutageEvent> first = events.get(0);
    assertThat(first.key()).isEqualTo("KP");
    assertThat(Instant.ofEpochMilli(first.timestamp())).isEqualTo(first.value().getDetectedAt());
    assertThat(header(first, "ce_id")).isEqualTo(first.value().getEventId() + "/0");
    assertThat(header(first, "ce_type")).isEqualTo("io.nightlight.outage.started");
    assertThat(header(first, "ce_source")).isEqualTo("harbour");
    assertThat(header(first, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(first, "ce_time")).isEqualTo(first.value().getDetectedAt().toString());
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static List<ConsumerRecord<String, OutageEvent>> read(String topic)
      throws InterruptedException {
    return CommittedTopic.read(config, topic, new OutageEventDeserializer());
  }
}
