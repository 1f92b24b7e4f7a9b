package io.nightlight.demo;

import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.job.CountryMaps;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobRequest;
import io.nightlight.job.KafkaClients;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.job.OutageJob;
import io.nightlight.job.OutageTopology;
import io.nightlight.recording.RecordingFile;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.replay.EventLine;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.Pacer;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Publisher;
import io.nightlight.replay.Summary;
import io.nightlight.replay.TopicFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * North Korea, December 2014, through a real Kafka broker and a Flink mini cluster: recordings are
 * made and published, the job reads the topics, and a consumer prints what is committed as it
 * arrives.
 */
public final class Demo {
  /** The system property that names the broker's classpath file. */
  public static final String BROKER_CLASSPATH = "nightlight.broker.classpath";

  /** How often transactions are committed here; so long may an event wait to be seen. */
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

  /** Four days in a quarter of a minute. */
  private static final double SPEED = 24_000;

  /** How far a time may be from the published one. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final PrintStream terminal;
  private final Progress progress;

  private Demo(PrintStream terminal, Progress progress) {
    this.terminal = terminal;
    this.progress = progress;
  }

  /**
   * @param out where to leave the files that a replay leaves, or null for nowhere
   * @param terminal the events go here, as they arrive
   */
  public static void run(@Nullable Path out, PrintStream terminal, Progress progress)
      throws Exception {
    new Demo(terminal, progress).run(out);
  }

  /** All files lie in the broker's folder, which is gone when this process is, however it ends. */
  private void run(@Nullable Path out) throws Exception {
    progress.print(terminal, Reconstruction.STATEMENT);
    progress.print(terminal, "");
    progress.begin("start a Kafka broker", 0, "");
    try (LocalBroker broker = LocalBroker.start(brokerClasspath())) {
      progress.begin("make the recordings", 0, "");
      Path recordings = broker.folder().resolve("recordings");
      Reconstruction.write(recordings);
      JobConfig config = config(broker);
      createTopics(config);
      detect(recordings, config, broker.folder(), out);
    }
  }

  private static JobConfig config(LocalBroker broker) {
    List<String> settings = new ArrayList<>(Reconstruction.SETTINGS);
    settings.add("kafka.bootstrap.servers=" + broker.bootstrapServers());
    return JobConfig.load(null, settings);
  }

  private static Path brokerClasspath() {
    return Path.of(System.getProperty(BROKER_CLASSPATH, "deploy/target/broker.classpath"));
  }

  private static void createTopics(JobConfig config)
      throws ExecutionException, InterruptedException {
    try (Admin admin = KafkaClients.admin(config)) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
    }
  }

  private void detect(Path recordings, JobConfig config, Path work, @Nullable Path out)
      throws Exception {
    progress.begin("start the job", 0, "");
    long startedAt = System.nanoTime();
    StreamExecutionEnvironment env = environment(work);
    OutageJob.connect(env, new JobRequest(config, null, null));
    JobClient job = env.executeAsync();
    List<OutageEvent> events;
    Publisher.Published published;
    try (EventFollower follower =
            new EventFollower(config, event -> progress.print(terminal, EventLine.of(event)));
        ScoreFollower scores = new ScoreFollower(config, Reconstruction.truth().get(0).country())) {
      published = publishAndJudge(recordings, config, job, scores);
      job.stopWithSavepoint(false, work.toUri().toString(), SavepointFormatType.CANONICAL).get();
      events = follower.finish();
    }
    progress.end();
    tell(events);
    if (out != null) {
      TopicFiles.write(config, out);
      Provenance provenance =
          OutageTopology.provenance(config, CountryMaps.of(config), RunMode.LIVE);
      Duration wallTime = Duration.ofNanos(System.nanoTime() - startedAt);
      Summary.of(
              job.getJobExecutionResult().get(), provenance, wallTime, published.recordings(), out)
          .write(out.resolve(OutputFiles.SUMMARY));
      progress.print(terminal, "The results lie in " + out);
    }
  }

  /** Publishes at a pace that can be watched, until the last window's scores are there. */
  private Publisher.Published publishAndJudge(
      Path recordings, JobConfig config, JobClient job, ScoreFollower scores) throws Exception {
    List<String> folder = List.of(recordings.toString());
    List<RecordingFile> files = new ArrayList<>(RecordingFiles.find(folder));
    files.addAll(RecordingFiles.findProbes(folder));
    Duration story = Duration.between(Reconstruction.START, Reconstruction.END);
    progress.begin("publish and judge four days", story.toMinutes(), "minutes");
    ExecutorService publishing = Executors.newSingleThreadExecutor();
    try {
      Future<Publisher.Published> published =
          publishing.submit(
              () -> Publisher.publish(files, config, Pacer.of(SPEED), Progress.silent()));
      Instant told = Reconstruction.START;
      while (!published.isDone() || scores.judgedUntil().isBefore(lastWindow(config, published))) {
        if (job.getJobStatus().get().isGloballyTerminalState()) {
          job.getJobExecutionResult().get();
          throw new IllegalStateException("the job ended by itself");
        }
        scores.poll();
        Instant until = scores.judgedUntil();
        if (until.isAfter(told)) {
          progress.advance(Duration.between(told, until).toMinutes());
          told = until;
        }
      }
      return published.get();
    } finally {
      publishing.shutdownNow();
    }
  }

  private static Instant lastWindow(JobConfig config, Future<Publisher.Published> published)
      throws ExecutionException, InterruptedException {
    long window = config.timing().windowLength().toMillis();
    Duration bgp = config.timing().bgpOutOfOrderness();
    Duration probes = config.timing().probesOutOfOrderness();
    Duration disorder = bgp.compareTo(probes) > 0 ? bgp : probes;
    long latest = published.get().latest().minus(disorder).toEpochMilli();
    return Instant.ofEpochMilli(Math.floorDiv(latest, window) * window);
  }

  private static StreamExecutionEnvironment environment(Path work) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        Files.createDirectories(work.resolve("checkpoints")).toUri().toString());
    return StreamExecutionEnvironment.createLocalEnvironment(
        Math.min(2, Runtime.getRuntime().availableProcessors()), configuration);
  }

  private void tell(List<OutageEvent> events) {
    List<Reconstruction.Outage> truth = Reconstruction.truth();
    long found = truth.stream().filter(outage -> isFound(outage, events)).count();
    List<OutageEvent> started =
        events.stream().filter(event -> event.kind() == EventKind.STARTED).toList();
    long elsewhere =
        started.stream()
            .filter(event -> truth.stream().noneMatch(o -> o.country().equals(event.country())))
            .count();
    progress.print(terminal, "");
    progress.print(
        terminal,
        "%d of the %d outages in the reconstruction were found with start and end within a minute;"
                .formatted(found, truth.size())
            + " %d outages were told, %d of them of another country."
                .formatted(started.size(), elsewhere));
  }

  private static boolean isFound(Reconstruction.Outage outage, List<OutageEvent> events) {
    return events.stream()
        .anyMatch(
            event ->
                event.kind() == EventKind.RECOVERED
                    && event.country().equals(outage.country())
                    && isNear(event.startedAt(), outage.start())
                    && event.recoveredAt() != null
                    && isNear(event.recoveredAt(), outage.end()));
  }

  private static boolean isNear(Instant told, Instant published) {
    return Duration.between(told, published).abs().compareTo(TOLERANCE) <= 0;
  }
}
