package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.ProbeWorld;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.AvailabilityStatus;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Replays of invented probe results, with routes or without, and what they must come to. */
final class ProbeStory {
  /** So many windows at the end of the input may be uncertain, and are not judged. */
  static final int UNCERTAIN = 3;

  /** Long enough for the vantages to be known, and short. */
  private static final List<String> WARM_UPS =
      List.of("warmup.probes=45min", "warmup.routes=10min");

  /** The longest that a total outage may take to be found. */
  private static final Duration TWO_ROUNDS = ProbeWorld.ROUND.multipliedBy(2);

  private ProbeStory() {}

  static Replayed probesOnly(ProbeWorld world, int minutes, Path folder, String... settings)
      throws Exception {
    return replay(world, List.of(), List.of(), minutes, folder, settings);
  }

  static Replayed withRoutes(
      ProbeWorld world, Recording recording, int minutes, Path folder, String... settings)
      throws Exception {
    recording.murmur(minute(0), minute(minutes));
    RecordingArchive files = RecordingArchive.write(recording, folder.resolve("recording"));
    return replay(world, files.ribs(), files.updates(), minutes, folder, settings);
  }

  private static Replayed replay(
      ProbeWorld world,
      List<Path> ribs,
      List<Path> updates,
      int minutes,
      Path folder,
      String... settings)
      throws Exception {
    Path probes = world.write(folder.resolve("probes.avro"), minute(minutes));
    List<String> all = new ArrayList<>(WARM_UPS);
    all.addAll(List.of(settings));
    Replayed replayed =
        Replayed.run(
            ribs, updates, List.of(probes), 2, folder.resolve("out"), all.toArray(String[]::new));
    assertThat(replayed.summary().count("late")).isZero();
    assertThat(replayed.summary().countAll("rejected.")).isZero();
    return replayed;
  }

  /** Every country is there in every window, but for the first of them and the last. */
  static void assertWell(Replayed replayed, int from, int minutes) throws Exception {
    for (String country : World.both(World.OTHERS, List.of(C))) {
      assertThat(replayed.scores(country, minute(from), minute(minutes - UNCERTAIN)))
          .as(country)
          .hasSize(minutes - UNCERTAIN - from + 1)
          .noneMatch(ProbeStory::isShort)
          .allMatch(score -> score.getStatus() == AvailabilityStatus.AVAILABLE);
    }
  }

  static boolean isShort(AvailabilityScore score) {
    return score.getScore() != null && score.getScore() < 0.9;
  }

  static boolean isUnknown(AvailabilityScore score) {
    return score.getScore() == null && score.getStatus() == AvailabilityStatus.UNKNOWN;
  }

  /** One event of C with both ends as exact as a round, found within two. */
  static void assertOutage(
      Replayed replayed, OutageClassification classification, Instant start, Instant end)
      throws Exception {
    assertThat(replayed.events())
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
    OutageEvent started = replayed.events().get(0);
    OutageEvent recovered = replayed.events().get(1);
    assertThat(started.getCountry()).isEqualTo(C);
    assertThat(started.getClassification()).isEqualTo(classification);
    assertThat(started.getStartedAt()).isBetween(start, start.plus(ProbeWorld.ROUND));
    assertThat(started.getDetectedAt()).isBetween(start, start.plus(TWO_ROUNDS));
    assertThat(recovered.getRecoveredAt()).isBetween(end, end.plus(ProbeWorld.ROUND));
    assertThat(recovered.getEventId()).isEqualTo(started.getEventId());
  }
}
