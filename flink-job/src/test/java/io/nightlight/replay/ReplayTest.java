package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.job.JobConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small recording through the whole topology on a cluster in this process: how the operators play
 * together.
 */
class ReplayTest {
  private static final Instant T0 = Instant.parse("2014-12-22T12:00:00Z");

  /** Two months later the collectors are heard again. */
  private static final Instant LATER = T0.plus(Duration.ofDays(60));

  @TempDir private static Path folder;
  private static Path geo;
  private static List<String> ribs;
  private static List<String> updates;
  private static Summary atParallelism1;

  private static Instant minute(int minutes) {
    return T0.plus(Duration.ofMinutes(minutes));
  }

  @BeforeAll
  static void record() throws Exception {
    geo = Files.writeString(folder.resolve("geo.csv"), SmallInternet.COUNTRIES);
    SmallInternet internet = new SmallInternet(folder.resolve("recordings"));
    ribs = internet.writeDumps(T0);
    internet
        .noise(0, T0, minute(90))
        .losesAllSessions(0, minute(90))
        .noise(0, minute(110), minute(180))
        .noise(1, T0, minute(180))
        .triesToConnect(1, minute(70))
        .withdraw(minute(130), SmallInternet.KP)
        .announce(minute(150), SmallInternet.KP)
        .noise(0, LATER, LATER.plus(Duration.ofMinutes(30)))
        .noise(1, LATER, LATER.plus(Duration.ofMinutes(30)));
    updates = internet.writeUpdates();
    atParallelism1 = replay(1);
  }

  private static Summary replay(int parallelism) throws Exception {
    return Replay.run(
        new ReplayRequest(
            ribs,
            updates,
            List.of(),
            geo,
            JobConfig.defaults(),
            parallelism,
            folder.resolve("out" + parallelism),
            Progress.silent()));
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve("out1").resolve(file));
  }

  private static List<String> scoresOf(String country) throws IOException {
    return lines(OutputFiles.SCORES).stream()
        .filter(line -> line.contains("\"country\":\"" + country + "\""))
        .toList();
  }

  @Test
  void p6TheParallelismDoesNotMatter() throws Exception {
    assertThat(replay(4).digests()).isEqualTo(atParallelism1.digests());
  }

  @Test
  void nothingIsLateAndNothingRefused() {
    assertThat(atParallelism1.count("late")).isZero();
    assertThat(atParallelism1.countAll("rejected.")).isZero();
    assertThat(atParallelism1.count("observations.rib_end")).isEqualTo(12);
  }

  @Test
  void p12ACollectorThatLosesItsSessionsIsNoOutageAndAnOutageIsOne() throws Exception {
    List<String> events = lines(OutputFiles.EVENTS);
    assertThat(events).hasSize(2).allMatch(event -> event.contains("\"country\":\"KP\""));
    assertThat(events.get(0))
        .contains("\"kind\":\"STARTED\"")
        .contains("\"startedAt\":\"2014-12-22T14:10:00Z\"")
        .as("peers that the dumps name and that are down are none")
        .contains("\"membersBefore\":10,\"votersNow\":10");
    assertThat(events.get(1))
        .contains("\"kind\":\"RECOVERED\"")
        .contains("\"recoveredAt\":\"2014-12-22T14:30:00Z\"");
  }

  @Test
  void p12AndP47BlindnessIsToldOnceEach() throws Exception {
    List<String> told = lines(OutputFiles.MEASUREMENTS);
    assertThat(told)
        .filteredOn(line -> line.contains("SESSIONS_LOST"))
        .hasSize(2)
        .allMatch(line -> line.contains("\"scope\":\"rrc06\""));
    assertThat(told).filteredOn(line -> line.contains("NO_INPUT")).hasSize(2);
    assertThat(told).filteredOn(line -> line.contains("SILENCE")).hasSize(4);
    assertThat(told).hasSize(8);
  }

  @Test
  void p47MonthsWithoutInputAreOneUnknownScoreForEachCountry() throws Exception {
    int before = 180;
    int silence = 15;
    int after = 28;
    for (String country : List.of("KP", "BE")) {
      List<String> scores = scoresOf(country);
      assertThat(scores).as(country).hasSize(before + silence + 1 + after);
      assertThat(scores.get(before - 1)).contains("AVAILABLE");
      assertThat(scores.get(before + silence))
          .contains("\"windowEnd\":\"2014-12-22T15:16:00Z\"")
          .contains("UNKNOWN");
      assertThat(scores.get(before + silence + 1))
          .contains("\"windowEnd\":\"2015-02-20T12:01:00Z\"");
    }
  }

  @Test
  void p1EveryWindowHasAScore() throws Exception {
    List<String> scores = scoresOf("BE");
    for (int i = 0; i < 195; i++) {
      assertThat(scores.get(i)).contains("\"windowEnd\":\"" + minute(i + 1) + "\"");
    }
  }
}
