package io.nightlight.integration.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.demo.LocalBroker;
import io.nightlight.demo.Reconstruction;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobRequest;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.OutageJob;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.OutputLine;
import io.nightlight.replay.Pacer;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Publisher;
import io.nightlight.replay.Replay;
import io.nightlight.replay.ReplayRequest;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.RejectedRecordReason;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import io.nightlight.schema.kafka.MeasurementEventDeserializer;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import io.nightlight.schema.kafka.RejectedRecordDeserializer;
import io.nightlight.wire.Rejection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Published recordings, judged by the job and read back by a plain consumer, say what a replay of
 * the files says, although one partition begins with garbage (pitfalls P9, P10).
 */
@Timeout(180)
class KafkaRoundTripIT {
  private static final Path CLASSPATH = Path.of(System.getProperty("nightlight.broker.classpath"));
  private static final byte[] GARBAGE = "not a record".getBytes(UTF_8);
  private static final int GARBAGE_RECORDS = 50;

  /** Nearly as large as a broker takes by default. */
  private static final byte[] HUGE = new byte[1_048_000];

  private static final String FROM =
      "." + Instant.parse("2014-12-22T12:00:00Z").getEpochSecond() + ".";

  @TempDir static Path folder;

  private static LocalBroker broker;
  private static JobConfig config;
  private static Path replayed;

  @BeforeAll
  static void publishAndJudge() throws Exception {
    Reconstruction.Recording recording = Reconstruction.write(folder.resolve("recording"));
    List<String> bgp = texts(recording.ribs(), sixHours(recording.updates()));
    List<String> probes = texts(sixHours(recording.probes()));
    broker = LocalBroker.start(CLASSPATH);
    config =
        JobConfig.load(
            null,
            List.of("warmup.probes=1h", "kafka.bootstrap.servers=" + broker.bootstrapServers()));
    replayed = folder.resolve("replayed");
    Replay.run(new ReplayRequest(bgp, bgp, probes, null, config, 2, replayed, Progress.silent()));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
      KafkaTopics.create(admin, config, Retention.RECORDING);
    }
    sendGarbage();
    List<RecordingFile> files = new ArrayList<>(RecordingFiles.find(bgp));
    files.addAll(RecordingFiles.findProbes(probes));
    Publisher.publish(files, config, Pacer.of(0), Progress.silent());
    judge();
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
    }
  }

  private static void judge() throws Exception {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        Files.createDirectories(folder.resolve("checkpoints")).toUri().toString());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    OutageJob.connect(
        env, new JobRequest(config, null, Reconstruction.END.plus(Duration.ofDays(10_000))));
    env.execute(OutageJob.NAME);
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void saysWhatAReplayOfTheFilesSays() throws Exception {
    assertThat(lines(config.topics().outageEvents(), new OutageEventDeserializer(), eventLine()))
        .isEqualTo(Files.readAllLines(replayed.resolve(OutputFiles.EVENTS)))
        .hasSize(5);
    assertThat(
            lines(
                config.topics().availabilityScores(),
                new AvailabilityScoreDeserializer(),
                (AvailabilityScore score) -> OutputLine.of(score)))
        .isEqualTo(Files.readAllLines(replayed.resolve(OutputFiles.SCORES)));
    assertThat(
            lines(
                config.topics().measurementEvents(),
                new MeasurementEventDeserializer(),
                (MeasurementEvent event) -> OutputLine.of(event)))
        .isEqualTo(Files.readAllLines(replayed.resolve(OutputFiles.MEASUREMENTS)));
  }

  private static Function<OutageEvent, OutputLine> eventLine() {
    return event -> OutputLine.of(event);
  }

  @Test
  void p09GarbageIsRejectedWithItsBytesAndStopsNothing() {
    List<ConsumerRecord<String, RejectedRecord>> rejected =
        read(config.topics().rejectedRecords(), new RejectedRecordDeserializer());
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
    assertThat(rejected).hasSize(GARBAGE_RECORDS + 1);
  }

  @Test
  void eventsStandInOrderUnderTheirCountryWithTheHeadersOfCloudEvents() {
    List<ConsumerRecord<String, OutageEvent>> events =
        read(config.topics().outageEvents(), new OutageEventDeserializer());
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
    assertThat(header(first, "ce_source")).isEqualTo("nightlight/nightlight");
    assertThat(header(first, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(first, "ce_time")).isEqualTo(first.value().getDetectedAt().toString());
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static <T> List<String> lines(
      String topic, Deserializer<T> values, Function<T, OutputLine> line) {
    return read(topic, values).stream()
        .map(record -> line.apply(record.value()))
        .sorted(OutputLine.CANONICAL)
        .map(OutputLine::json)
        .toList();
  }

  private static <T> List<ConsumerRecord<String, T>> read(String topic, Deserializer<T> values) {
    List<ConsumerRecord<String, T>> records = new ArrayList<>();
    try (KafkaConsumer<String, T> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed"),
            new StringDeserializer(),
            values)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}
