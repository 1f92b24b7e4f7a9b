package io.nightlight.benchmark;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.job.CountryMaps;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobCounts;
import io.nightlight.job.JobRequest;
import io.nightlight.job.OutageJob;
import io.nightlight.job.OutageTopology;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.AvailabilityScoreCodec;
import io.nightlight.wire.BgpMessageDecoder;
import io.nightlight.wire.OutageEventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What is measured, each in a JVM of its own; says what came out in lines {@code name=value}. */
final class Runs {
  /** Later than any record: reading ends with what lies in the topic. */
  private static final Instant EVERYTHING = Instant.parse("2050-01-01T00:00:00Z");

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final JobConfig config;

  /** Where a run goes on when it is warm; empty if it stays where it is. */
  private final String core;

  /** Keeps checkpoints. */
  private final Path work;

  Runs(JobConfig config, String core, Path work) {
    this.config = config;
    this.core = core;
    this.work = work;
  }

  /** The bare job over a whole topic. */
  void pass(long warmUp) throws Exception {
    StreamExecutionEnvironment env = environment(1);
    PassJob.connect(env, config, EVERYTHING);
    Meter.begin(warmUp, this::moveToOneCore);
    env.execute("pass");
    tellThroughput();
  }

  /** The whole job over a whole topic. */
  void full(long warmUp) throws Exception {
    StreamExecutionEnvironment env = environment(1);
    OutageJob.connect(env, new JobRequest(config, null, EVERYTHING));
    Meter.begin(warmUp, this::moveToOneCore);
    JobCounts counts = JobCounts.of(env.execute("full"));
    tellThroughput();
    tell("late", counts.counts().getOrDefault(JobCounts.LATE, 0L));
    tell(ResultDigest.read(config));
  }

  /** The plain loop over a whole topic, which is in memory before it begins. */
  void loop(long warmUp) throws Exception {
    TopicBytes bytes =
        TopicBytes.read(config.kafka().bootstrapServers(), config.topics().bgpUpdates());
    CountryMap map = CountryMaps.of(config);
    Provenance provenance = OutageTopology.provenance(config, map, RunMode.REPLAY);
    PlainLoop loop = new PlainLoop(config, map, provenance);
    BgpMessageDecoder decoder = new BgpMessageDecoder(config.timing().futureTimestampLimit());
    long start = System.nanoTime();
    long startCpu = Meter.cpuNanos();
    for (int i = 0; i < bytes.size(); i++) {
      if (i == warmUp) {
        moveToOneCore();
        start = System.nanoTime();
        startCpu = Meter.cpuNanos();
      }
      Arrival arrival = decoder.decode(bytes.take(i), "", 0, i, -1);
      if (arrival.observation() != null) {
        loop.accept(arrival.observation());
      }
    }
    tell("seconds", (System.nanoTime() - start) / 1e9);
    tell("phaseCpuSeconds", (Meter.cpuNanos() - startCpu) / 1e9);
    tell("messages", bytes.size() - warmUp);
    ResultDigest digest = new ResultDigest();
    loop.scores().forEach(s -> digest.add(AvailabilityScoreCodec.toAvro(s, provenance)));
    loop.events().forEach(e -> digest.add(OutageEventCodec.toAvro(e)));
    tell(digest);
  }

  /**
   * The whole job, live, until the last window of what lies in the topic is judged; then a
   * savepoint.
   *
   * @param lastWindowEnd in milliseconds since 1970
   */
  void table(int parallelism, long lastWindowEnd) throws Exception {
    StreamExecutionEnvironment env = environment(parallelism);
    OutageJob.connect(env, new JobRequest(config, null, null));
    Meter.begin(0, () -> {});
    JobClient job = env.executeAsync("table");
    while (Meter.latestWrittenMillis() < lastWindowEnd
        || System.nanoTime() - Meter.lastWrittenNanos() < QUIET.toNanos()) {
      if (job.getJobStatus().get().isGloballyTerminalState()) {
        job.getJobExecutionResult().get();
      }
      Thread.sleep(100);
    }
    tell("seconds", Meter.secondsInAll());
    tell("reading", Meter.secondsOfReading());
    tell("messages", Meter.read());
    long begun = System.nanoTime();
    job.stopWithSavepoint(
            false, work.resolve("savepoint").toUri().toString(), SavepointFormatType.NATIVE)
        .get();
    tell("savepointSeconds", (System.nanoTime() - begun) / 1e9);
    tell("savepointBytes", bytesIn(work.resolve("savepoint")));
    JobCounts counts = JobCounts.of(job.getJobExecutionResult().get());
    tell("late", counts.counts().getOrDefault(JobCounts.LATE, 0L));
    tell("rejected", counts.counts().tailMap(JobCounts.REJECTED).size());
    tell(ResultDigest.read(config));
  }

  private static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private StreamExecutionEnvironment environment(int parallelism) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        Files.createDirectories(work.resolve("checkpoints")).toUri().toString());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    env.getConfig().enableObjectReuse();
    return env;
  }

  /** The compiler may use both cores for what a job that has run for an hour has behind it. */
  void moveToOneCore() {
    if (core.isEmpty()) {
      return;
    }
    try {
      Machine.pin(ProcessHandle.current().pid(), core);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void tellThroughput() {
    tell("seconds", Meter.seconds());
    tell("messages", Meter.measured());
    tell("phaseCpuSeconds", Meter.cpuSeconds());
  }

  private static void tell(ResultDigest digest) {
    tell("scores", digest.scores());
    tell("events", digest.eventKinds());
    tell("digest", digest.ofScores().substring(0, 16) + "/" + digest.ofEvents().substring(0, 16));
  }

  static void tell(String name, Object value) {
    System.out.println(
        name + "=" + (value instanceof Double d ? String.format(Locale.ROOT, "%.3f", d) : value));
  }
}
