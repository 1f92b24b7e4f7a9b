package io.nightlight.integration.trouble;

import io.nightlight.integration.process.Await;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobCounts;
import io.nightlight.job.JobRequest;
import io.nightlight.job.OutageJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The job as it runs live, in this JVM, until it is closed. */
final class LiveJob implements AutoCloseable {
  private static final int SECONDS_TO_END = 60;
  private static final Duration TO_START = Duration.ofSeconds(90);

  private final JobClient client;
  private final Path checkpoints;
  private final Path savepoints;
  private boolean isEnded;

  /** Where the job that was ended begins again. */
  private @Nullable String savepoint;

  private LiveJob(JobClient client, Path checkpoints, Path savepoints) {
    this.client = client;
    this.checkpoints = checkpoints;
    this.savepoints = savepoints;
  }

  static LiveJob start(JobConfig config, Path folder) throws Exception {
    return start(config, folder, new Configuration());
  }

  /** From where this one was ended, which is another job's state in part. */
  LiveJob successor(JobConfig config, Path folder) throws Exception {
    Configuration flink = new Configuration();
    flink.set(StateRecoveryOptions.SAVEPOINT_PATH, Objects.requireNonNull(savepoint));
    flink.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    return start(config, folder, flink);
  }

  private static LiveJob start(JobConfig config, Path folder, Configuration flink)
      throws Exception {
    Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
    flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 20);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
    OutageJob.connect(env, new JobRequest(config, null, null));
    return new LiveJob(env.executeAsync(), checkpoints, folder.resolve("savepoints"));
  }

  /** Waits until its first checkpoint: then all of it runs. */
  void awaitCheckpoint() throws InterruptedException {
    Await.until("a checkpoint of the job", TO_START, () -> hasCheckpoint(checkpoints));
  }

  private static boolean hasCheckpoint(Path checkpoints) throws IOException {
    try (Stream<Path> all = Files.walk(checkpoints)) {
      return all.anyMatch(file -> file.endsWith("_metadata"));
    } catch (UncheckedIOException e) {
      throw e.getCause(); // one went as another came
    }
  }

  /** What it had counted when it was last asked, some seconds ago at most. */
  Map<String, Long> counts() throws Exception {
    Map<String, Long> counts = new TreeMap<>();
    client
        .getAccumulators()
        .get(SECONDS_TO_END, TimeUnit.SECONDS)
        .forEach((name, count) -> counts.put(name, (Long) count));
    return counts;
  }

  /** Ends it after all that it has begun, and says what it has counted. */
  Map<String, Long> end() throws Exception {
    isEnded = true;
    savepoint =
        client
            .stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.NATIVE)
            .get(SECONDS_TO_END, TimeUnit.SECONDS);
    return JobCounts.of(client.getJobExecutionResult().get(SECONDS_TO_END, TimeUnit.SECONDS))
        .counts();
  }

  boolean isOver() throws Exception {
    JobStatus status = client.getJobStatus().get(SECONDS_TO_END, TimeUnit.SECONDS);
    return status.isTerminalState();
  }

  @Override
  public void close() throws Exception {
    if (!isEnded && !isOver()) {
      client.cancel().get(SECONDS_TO_END, TimeUnit.SECONDS);
    }
  }
}
