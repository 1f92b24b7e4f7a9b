package io.nightlight.integration.quiet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nightlight.integration.recording.RealRecordings;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.replay.OutputFiles;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files of real collectors in which much happens and no outage does: none is invented; and one that
 * is put into the same bytes is found, and no other.
 */
class QuietRealFilesIT {
  /** Each file is read once to learn what it speaks of. */
  private static final Map<QuietCase, RealUpdates> SPOKEN = new EnumMap<>(QuietCase.class);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void noOutageIsInvented(QuietCase quiet) throws Exception {
    QuietStory story = story(quiet);

    Replayed replayed = story.replay(folder.resolve("out"));

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.summary().count("late")).isZero();
    assertThat(replayed.lines(OutputFiles.REJECTED)).isEmpty();
    assertSeen(replayed, story, quiet);
  }

  @ParameterizedTest
  @EnumSource
  void anOutagePutIntoItIsFound(QuietCase quiet) throws Exception {
    QuietStory story = story(quiet);
    Instant start = story.outageStart();
    Instant end = story.outageEnd();

    Replayed replayed = story.withOutage().replay(folder.resolve("out"));

    assertThat(replayed.events()).extracting(OutageEvent::getCountry).containsOnly(quiet.country());
    assertThat(replayed.events())
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
    OutageEvent started = replayed.events().get(0);
    OutageEvent recovered = replayed.events().get(1);
    assertThat(started.getStartedAt()).isCloseTo(start, within(1, ChronoUnit.MINUTES));
    assertThat(started.getSeverity()).isEqualTo(OutageSeverity.TOTAL);
    assertThat(Objects.requireNonNull(recovered.getRecoveredAt()))
        .isCloseTo(end, within(1, ChronoUnit.MINUTES));
    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.summary().count("late")).isZero();
  }

  private QuietStory story(QuietCase quiet) throws Exception {
    Path file = RealRecordings.file(quiet.file());
    if (!SPOKEN.containsKey(quiet)) {
      SPOKEN.put(quiet, RealUpdates.read(file, quiet));
    }
    return QuietStory.write(quiet, file, SPOKEN.get(quiet), folder.resolve("recording"));
  }

  /** Silence is no blindness: nearly every country was judged all the time. */
  private static void assertSeen(Replayed replayed, QuietStory story, QuietCase quiet)
      throws Exception {
    List<String> judged =
        replayed.lines(OutputFiles.SCORES).stream()
            .filter(line -> !line.contains("\"status\":\"WARMING\""))
            .toList();
    long unknown = judged.stream().filter(line -> line.contains("\"score\":null")).count();
    long countries = judged.stream().map(line -> line.substring(0, 16)).distinct().count();
    assertThat(countries).isGreaterThanOrEqualTo(story.countries());
    assertThat(unknown).as("of %d", judged.size()).isLessThan(judged.size() / 50);
    assertThat(replayed.scores(quiet.country()))
        .filteredOn(score -> score.getWindowEnd().isAfter(story.outageStart()))
        .isNotEmpty()
        .allSatisfy(score -> assertThat(score.getScore()).isGreaterThan(0.85));
  }
}
