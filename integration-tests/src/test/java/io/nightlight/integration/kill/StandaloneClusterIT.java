package io.nightlight.integration.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.process.FlinkCluster;
import io.nightlight.integration.process.FlinkJob;
import io.nightlight.integration.process.KafkaProcess;
import io.nightlight.replay.Pacer;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real jar on real processes: what is committed equals what a replay of the files says, however
 * often a process is killed or the job stopped and restored, and an outage that was open recovers
 * under its id.
 *
 * <p>{@code -Dnightlight.kills=N} kills so often, {@code -Dnightlight.kills.seed=N} at other
 * moments and in another order.
 */
@Timeout(3600)
class StandaloneClusterIT {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path JAR = PROJECT.resolve("flink-job/target/nightlight-job.jar");
  private static final Path BROKER_CLASSPATH =
      Path.of(System.getProperty("nightlight.broker.classpath"));

  /** A chapter of an hour in six seconds. */
  private static final double SPEED = 600;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static KafkaProcess broker;
  private static FlinkCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    assertThat(JAR).as("built before: mvn verify from the root").exists();
    broker = KafkaProcess.start(BROKER_CLASSPATH, folder.resolve("kafka"));
    cluster = FlinkCluster.start(PROJECT, folder.resolve("flink"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  /** And P61: transactions that a kill leaves open are finished or undone. */
  @Test
  void p07EachRevisionIsCommittedOnceWhoeverIsKilled() throws Exception {
    int kills = Integer.getInteger("nightlight.kills", Victim.values().length);
    Random random = new Random(Long.getLong("nightlight.kills.seed", 20141222));
    Trial trial = Trial.of("kills", kills + 2, broker, folder);
    FlinkJob job = cluster.submit(JAR, 2, trial.arguments());
    trial.publish(0);
    int chapter = 1;
    for (Victim victim : Victim.draw(kills, random)) {
      publishAndKill(trial, job, chapter++, victim, random);
    }
    trial.publish(chapter);

    trial.awaitAllScores();
    job.stop(folder.resolve("savepoints"));
    trial.assertSameAsReplay();
    System.out.printf(
        "%d kills: %d revisions of outages and %d scores committed once; %d scores ever written%n",
        kills,
        trial.committed().events().size(),
        trial.committed().scoreLines().size(),
        trial.committed().scoresEverWritten());
  }

  private static void publishAndKill(
      Trial trial, FlinkJob job, int chapter, Victim victim, Random random) throws Exception {
    Instant moment = Story.inOutage(chapter, random.nextDouble());
    ExecutorService publishing = Executors.newSingleThreadExecutor();
    try {
      Future<?> published =
          publishing.submit(() -> trial.story().publish(chapter, trial.config(), Pacer.of(SPEED)));
      trial.inputs().awaitPublished(moment);
      trial.awaitOpen(chapter);
      FlinkJob.Progress before = job.progress();
      long began = System.nanoTime();
      killAndReplace(victim, job, before, random);
      System.out.printf(
          "%s killed at %s after checkpoint %d, all is well again after %.1f s%n",
          victim, moment, before.checkpoint(), (System.nanoTime() - began) / 1e9);
      published.get();
    } finally {
      publishing.shutdownNow();
    }
  }

  private static void killAndReplace(
      Victim victim, FlinkJob job, FlinkJob.Progress before, Random random) throws Exception {
    switch (victim) {
      case TASK_MANAGER -> {
        int index = cluster.killBusyTaskManager(random);
        cluster.restartTaskManager(index);
        job.awaitRestored(before);
      }
      case JOB_MANAGER -> {
        cluster.killJobManager();
        cluster.restartJobManager();
        // A new JobManager counts anew, but for checkpoints.
        job.awaitRestored(new FlinkJob.Progress(0, before.checkpoint()));
      }
      case BROKER -> {
        broker.kill();
        broker.restart();
        job.awaitCheckpoint(job.progress().checkpoint() + 1);
      }
    }
  }

  @Test
  void p08AnOpenOutageRecoversUnderItsIdAtAnyParallelism() throws Exception {
    Trial trial = Trial.of("rescaled", 5, broker, folder);
    Path savepoints = folder.resolve("savepoints");
    FlinkJob job = cluster.submit(JAR, 2, trial.arguments());
    trial.publish(0);
    trial.publish(1);
    trial.awaitOpen(1);
    String savepoint = job.stop(savepoints);
    job = cluster.restore(savepoint, JAR, 4, trial.arguments());
    trial.publish(2);
    trial.awaitOpen(2);
    savepoint = job.stop(savepoints);
    job = cluster.restore(savepoint, JAR, 1, trial.arguments());
    trial.publish(3);
    trial.publish(4);

    trial.awaitAllScores();
    job.stop(savepoints);
    trial.assertSameAsReplay();
  }

  /** Time comes to its end, but an outage that nobody saw the end of has none. */
  @Test
  void drainedTheJobLeavesAnOpenOutageOpen() throws Exception {
    Trial trial = Trial.of("drained", 3, broker, folder);
    FlinkJob job = cluster.submit(JAR, 2, trial.arguments());
    trial.publish(0);
    trial.publish(1);
    trial.awaitOpen(1);
    String savepoint = job.drain(folder.resolve("savepoints"));

    List<OutageEvent> events = trial.committed().events();
    assertThat(events)
        .isNotEmpty()
        .noneMatch(event -> event.getKind() == OutageEventKind.RECOVERED)
        .allMatch(event -> event.getRecoveredAt() == null);
    int scores = trial.committed().scoreLines().size();

    job = cluster.restore(savepoint, JAR, 2, trial.arguments());
    trial.publish(2);
    trial.inputs().awaitRead();
    job.stop(folder.resolve("savepoints"));
    assertThat(trial.committed().events()).as("for whom time is over").isEqualTo(events);
    assertThat(trial.committed().scoreLines()).hasSize(scores);
  }
}
