package io.nightlight.integration.trouble;

import static io.nightlight.integration.world.World.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.process.KafkaProcess;
import io.nightlight.integration.world.CountrySpace;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobCounts;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.replay.Pacer;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Publisher;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pitfall P11: of 30,000 operations a second 60 % are of one country, and each moves a block. */
@Timeout(180)
class SkewIT {
  private static final Path CLASSPATH = Path.of(System.getProperty("nightlight.broker.classpath"));
  private static final String LARGE = "US";
  private static final List<Peer> PEERS = World.peersAt("rrc71", 4, 0);
  private static final int SECONDS = 22;
  private static final int OPERATIONS_A_SECOND = 30_000;

  @TempDir private Path folder;

  @Test
  void p11OneLargeCountryDoesNotMakeTheJobFallBehind() throws Exception {
    int each = OPERATIONS_A_SECOND / PEERS.size();
    long[] flapping =
        World.all(
            CountrySpace.ipv4Blocks(LARGE, each * 6 / 10),
            CountrySpace.ipv4Blocks("DE", each / 5),
            CountrySpace.ipv4Blocks("JP", each / 5));
    assertThat(flapping).hasSize(each);
    Recording recording = World.emptyRecording(PEERS).dumpAll(START, flapping);
    for (int second = 1; second < SECONDS; second++) {
      for (Peer peer : PEERS) {
        Instant at = START.plusSeconds(second);
        if (second % 2 == 1) {
          recording.withdraw(at, List.of(peer), flapping);
        } else {
          recording.announce(at, List.of(peer), flapping);
        }
      }
    }
    RecordingArchive files = RecordingArchive.write(recording, folder.resolve("recording"));
    List<String> names =
        Stream.concat(files.ribs().stream(), files.updates().stream()).map(Path::toString).toList();
    try (KafkaProcess broker = KafkaProcess.start(CLASSPATH, folder.resolve("broker"))) {
      JobConfig config =
          JobConfig.load(
              null,
              List.of(
                  "kafka.bootstrap.servers=" + broker.bootstrapServers(),
                  "window.length=10s",
                  "bgp.out-of-orderness=1s",
                  "source.idleness=60s",
                  "probes.format=none"));
      Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(Map.copyOf(client))) {
        KafkaTopics.create(admin, config, Retention.RECORDING);
      }
      try (LiveJob job = LiveJob.start(config, folder.resolve("job"));
          TopicReader<AvailabilityScore> scores =
              TopicReader.of(
                  client,
                  config.topics().availabilityScores(),
                  new AvailabilityScoreDeserializer())) {
        job.awaitCheckpoint();
        long began = System.nanoTime();
        Publisher.publish(RecordingFiles.find(names), config, Pacer.of(1), Progress.silent());
        long published = System.nanoTime();

        scores.await(all -> all.stream().anyMatch(SkewIT::isLast));

        assertThat(Duration.ofNanos(System.nanoTime() - published))
            .as("from then on; a machine that is slow is so for the publisher, too")
            .isLessThan(Duration.ofNanos(published - began));
        Map<String, Long> counts = job.end();
        long operations = counts.get(JobCounts.ANNOUNCED) + counts.get(JobCounts.WITHDRAWN);
        assertThat(operations).isEqualTo((long) OPERATIONS_A_SECOND * SECONDS);
        assertThat(counts).containsEntry(JobCounts.LATE, 0L);
      }
    }
    assertThat(Arrays.stream(flapping).filter(p -> CountrySpace.countryOf(p).equals(LARGE)))
        .hasSize(each * 6 / 10);
  }

  private static boolean isLast(AvailabilityScore score) {
    return score.getCountry().equals(LARGE) && score.getWindowEnd().equals(START.plusSeconds(20));
  }
}
