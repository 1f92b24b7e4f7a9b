package io.nightlight.integration.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.broker.TestKafka;
import io.nightlight.integration.kill.TinyStory.Part;
import io.nightlight.integration.process.Await;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.World;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobRequest;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.OutageJob;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.replay.Pacer;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Publisher;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A savepoint that an earlier release took while an outage was open is restored by this one, and
 * the outage recovers under its id.
 *
 * <p>{@code -Dnightlight.savepoint.write=NAME} takes one of today's job; those of released versions
 * are never written again.
 */
@Timeout(300)
class SavedStateIT {
  private static final Path RESOURCES =
      Path.of("src/test/resources/io/nightlight/integration/kill");
  private static final String V2 = "savepoint-v2.zip";
  private static final String V3 = "savepoint-v3.zip";
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final byte[] READ_LONG_AGO = {};

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {V2, V3})
  void p08AnEarlierReleasesOpenOutageRecoversUnderItsId(String file) throws Exception {
    SavedState saved = SavedState.unpack(file, folder.resolve("saved"));
    try (TestKafka broker = TestKafka.start()) {
      JobConfig config = config(broker, saved.geo());
      createTopics(config);
      fill(config, Files.readAllLines(saved.offsets()));
      JobClient job = start(config, saved.savepoint());
      publish(config, saved.after());
      Committed committed = new Committed(config);
      Await.until(
          "a recovery is told",
          PATIENCE,
          () ->
              committed.events().stream()
                  .anyMatch(event -> event.getKind() == OutageEventKind.RECOVERED));
      assertThat(SavepointContents.of(Path.of(URI.create(stop(job)))))
          .as("what lies in state now")
          .isEqualTo(ledger());
      assertThat(ledger())
          .as("and all that an earlier release left")
          .containsAll(SavepointContents.of(saved.savepoint()));

      // When it ends is for the rules of today to say.
      List<String> all =
          Files.readAllLines(saved.events()).stream().map(SavedStateIT::withoutEnd).toList();
      List<String> told = committed.events().stream().map(SavedStateIT::line).toList();
      int restored = all.size() - told.size();
      assertThat(told)
          .as("of the events of the whole story, those that come after the restore")
          .isNotEmpty()
          .isEqualTo(all.subList(restored, all.size()));
      String last = told.get(told.size() - 1);
      assertThat(last).contains(" RECOVERED ");
      assertThat(all.subList(0, restored))
          .as("the same outage, before it")
          .anyMatch(line -> line.startsWith(last.split(" ", 2)[0]) && line.contains(" STARTED "));
    }
  }

  /**
   * What none of the stored savepoints holds anything of no test restores from an earlier release.
   */
  @Test
  void eachStateLiesInAStoredSavepointOrIsNamedWithTheReason() throws Exception {
    Set<String> without = new TreeSet<>();
    for (String line : ledger()) {
      if (!line.startsWith(SavepointContents.CLASS)) {
        without.add(line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1)));
      }
    }
    for (String file : List.of(V2, V3)) {
      SavedState saved = SavedState.unpack(file, folder.resolve(file));
      without.removeAll(SavepointContents.filled(saved.savepoint()));
    }
    assertThat(without).containsExactlyElementsOf(lines("not-stored.txt"));
  }

  private static List<String> ledger() throws IOException {
    return lines("states.txt");
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(RESOURCES.resolve(file)).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @Test
  @EnabledIfSystemProperty(named = "nightlight.savepoint.write", matches = ".+")
  void writeSavepoint() throws Exception {
    SavedState saved = new SavedState(folder.resolve("saved"));
    Path story = folder.resolve("story");
    TinyStory.write(story);
    Files.createDirectories(saved.folder());
    Files.copy(Part.AFTER.map(story), saved.geo());
    List<String> events = replay(story).events().stream().map(SavedStateIT::line).toList();
    Files.write(saved.events(), events);
    try (TestKafka broker = TestKafka.start()) {
      createTopics(config(broker, saved.geo()));
      Path early = live(broker, story, Part.EARLY, null);
      JobConfig config = config(broker, saved.geo());
      Files.move(live(broker, story, Part.BEFORE, early), saved.savepoint());
      Files.write(saved.offsets(), ends(config));
      Committed committed = new Committed(config);
      assertThat(committed.isOpen(World.C)).isTrue();
      assertThat(events)
          .as("a replay of the story begins with what was told so far")
          .startsWith(committed.events().stream().map(SavedStateIT::line).toArray(String[]::new));
    }
    Files.move(Part.AFTER.recordings(story), saved.after());
    saved.pack(RESOURCES.resolve(System.getProperty("nightlight.savepoint.write") + ".zip"));
  }

  /** Goes on with a part of the story, up to a savepoint when all of it is read. */
  private Path live(TestKafka broker, Path story, Part part, @Nullable Path savepoint)
      throws Exception {
    JobConfig config = config(broker, part.map(story));
    JobClient job = start(config, savepoint);
    publish(config, part.recordings(story));
    new InputTopics(config).awaitRead();
    return Path.of(URI.create(stop(job)));
  }

  private Replayed replay(Path story) throws Exception {
    List<String> settings = new ArrayList<>(TinyStory.SETTINGS);
    settings.add("geo.file=" + Part.AFTER.map(story));
    List<Path> bgp = new ArrayList<>();
    List<Path> probes = new ArrayList<>();
    for (Part part : Part.values()) {
      bgp.addAll(bgp(part.recordings(story)));
      probes.add(TinyStory.probes(part.recordings(story)));
    }
    return Replayed.run(
        List.of(), bgp, probes, 1, folder.resolve("replayed"), settings.toArray(String[]::new));
  }

  private static List<Path> bgp(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith("probes.avro")).sorted().toList();
    }
  }

  private static String withoutEnd(String line) {
    return line.split(" ", 5).length == 5 ? line.substring(0, line.lastIndexOf(' ')) : line;
  }

  private static String line(OutageEvent event) {
    return "%s %d %s %s"
        .formatted(event.getEventId(), event.getRevision(), event.getKind(), event.getStartedAt());
  }

  private static JobConfig config(TestKafka broker, Path map) {
    List<String> settings = new ArrayList<>(TinyStory.SETTINGS);
    settings.add("geo.file=" + map);
    settings.add("kafka.bootstrap.servers=" + broker.bootstrapServers());
    return JobConfig.load(null, settings);
  }

  private static Admin admin(JobConfig config) {
    return Admin.create(Map.of("bootstrap.servers", config.kafka().bootstrapServers()));
  }

  private static void createTopics(JobConfig config) throws Exception {
    try (Admin admin = admin(config)) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
    }
  }

  private static void publish(JobConfig config, Path recordings) throws Exception {
    List<RecordingFile> files =
        new ArrayList<>(RecordingFiles.find(bgp(recordings).stream().map(Path::toString).toList()));
    files.addAll(RecordingFiles.findProbes(List.of(TinyStory.probes(recordings).toString())));
    Publisher.publish(files, config, Pacer.of(0), Progress.silent());
  }

  private static List<String> ends(JobConfig config) throws Exception {
    return new InputTopics(config)
        .ends().entrySet().stream()
            .map(
                end -> end.getKey().topic() + " " + end.getKey().partition() + " " + end.getValue())
            .sorted()
            .toList();
  }

  /** So many records that the job reads on behind them; it never sees them. */
  private static void fill(JobConfig config, List<String> offsets) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", config.kafka().bootstrapServers(), "linger.ms", 20);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String line : offsets) {
        String[] fields = line.split(" ", -1);
        for (long i = Long.parseLong(fields[2]); i > 0; i--) {
          producer.send(
              new ProducerRecord<>(fields[0], Integer.valueOf(fields[1]), null, READ_LONG_AGO));
        }
      }
    }
  }

  private JobClient start(JobConfig config, @Nullable Path savepoint) throws Exception {
    Configuration flink = new Configuration();
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        Files.createDirectories(folder.resolve("checkpoints")).toUri().toString());
    if (savepoint != null) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
    OutageJob.connect(env, new JobRequest(config, null, null));
    return env.executeAsync();
  }

  private String stop(JobClient job) throws Exception {
    return job.stopWithSavepoint(
            false, folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
        .get();
  }
}
