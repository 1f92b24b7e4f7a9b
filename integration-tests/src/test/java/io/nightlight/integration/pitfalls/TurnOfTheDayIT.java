package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.Disorder;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.replay.OutputFiles;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An evening and a night in which everything happens around midnight: the daily sweep, table dumps
 * that take three minutes, resets with tables told again, a silent collector, flaps of every
 * session, and an outage of C from 23:50 to 00:20. It says the same in whatever order it comes.
 */
class TurnOfTheDayIT {
  private static final List<Peer> PEERS = World.twentyPeers();

  /** Midnight, in minutes from the start at noon. */
  private static final int MIDNIGHT = 720;

  @TempDir static Path shared;

  private static Replayed ordered;

  @TempDir private Path folder;

  @BeforeAll
  static void replayInOrder() throws Exception {
    ordered = run(night(), shared, 1);
  }

  private static Recording night() {
    Recording recording = World.emptyRecording(PEERS);
    dumps(recording, MIDNIGHT - 100, World.table());
    long[] elsewhere = World.elsewhere();
    for (int i = 0; i < 200; i++) {
      List<Peer> who = PEERS.subList(i % 20, i % 20 + 1);
      int from = i * 3 % (elsewhere.length - 3);
      long[] some = Arrays.copyOfRange(elsewhere, from, from + 3);
      recording
          .withdraw(time(MIDNIGHT - 80 + i / 2, i % 2 * 30L), who, some)
          .announce(time(MIDNIGHT - 79 + i / 2, 17 + i % 2 * 30L), who, some);
    }
    List<Peer> reset = List.of(PEERS.get(0), PEERS.get(6));
    List<Peer> w4 = World.at("route-views.w4", PEERS);
    recording
        .withdraw(time(MIDNIGHT - 10, 5), PEERS, World.ipv4OfC())
        .stateChange(time(MIDNIGHT - 3, 30), reset, 6, 1)
        .silence(reset, minute(MIDNIGHT - 4), minute(MIDNIGHT))
        .stateChange(time(MIDNIGHT - 1, 15), reset, 5, 6)
        .announce(time(MIDNIGHT - 1, 40), reset, World.without(World.table(), World.ipv4OfC()))
        .silence(w4, minute(MIDNIGHT + 5), minute(MIDNIGHT + 40))
        .announce(
            time(MIDNIGHT + 20, 5),
            PEERS.stream().filter(peer -> !w4.contains(peer)).toList(),
            World.ipv4OfC())
        .announce(time(MIDNIGHT + 40, 5), w4, World.ipv4OfC())
        .murmur(minute(MIDNIGHT - 100), minute(MIDNIGHT + 70));
    dumps(recording, MIDNIGHT, World.without(World.table(), World.ipv4OfC()));
    return recording;
  }

  private static void dumps(Recording recording, int minute, long[] table) {
    for (String collector : World.COLLECTORS) {
      Map<Peer, long[]> rows = new LinkedHashMap<>();
      World.at(collector, PEERS).forEach(peer -> rows.put(peer, table));
      recording.dump(minute(minute), Duration.ofMinutes(3), collector, rows);
    }
  }

  private static Replayed run(Recording recording, Path folder, int parallelism) throws Exception {
    RecordingArchive files =
        RecordingArchive.write(
            recording,
            folder.resolve("recording"),
            collector -> Duration.ofMinutes(collector.startsWith("rrc") ? 5 : 15));
    return Replayed.run(
        files.ribs(), files.updates(), parallelism, folder.resolve("out"), "warmup.routes=10min");
  }

  @Test
  void theNightHasOneOutageAndOneSilence() throws Exception {
    assertThat(ordered.events())
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
    for (OutageEvent event : ordered.events()) {
      assertThat(event.getCountry()).isEqualTo(C);
      assertThat(event.getStartedAt()).isEqualTo(minute(MIDNIGHT - 10));
    }
    assertThat(ordered.events().get(1).getRecoveredAt()).isEqualTo(minute(MIDNIGHT + 20));
    assertThat(ordered.measurements()).extracting(m -> m.getScope()).containsOnly("route-views.w4");
    assertThat(ordered.summary().count("late")).isZero();
    for (String country : World.OTHERS) {
      assertThat(ordered.scores(country))
          .filteredOn(score -> score.getWindowEnd().isAfter(minute(MIDNIGHT - 80)))
          .hasSizeGreaterThan(145)
          .allSatisfy(score -> assertThat(score.getScore()).isGreaterThan(0.85));
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0, 4
          1, 1
          2, 2
          3, 8
          """)
  void inWhateverOrderItComes(long seed, int parallelism) throws Exception {
    Recording recording = night();
    if (seed > 0) {
      recording
          .replaceRecords(records -> Disorder.doubled(records, 0.05, seed))
          .replaceRecords(records -> Disorder.shuffled(records, Duration.ofSeconds(59), seed));
    }

    Replayed replayed = run(recording, folder, parallelism);

    assertThat(replayed.summary().count("late")).isZero();
    for (String file : OutputFiles.DIGESTED) {
      assertThat(replayed.lines(file)).as(file).isEqualTo(ordered.lines(file));
    }
  }
}
