package io.nightlight.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.demo.ProbeArchive.Answer;
import io.nightlight.demo.ProbeArchive.Plan;
import io.nightlight.demo.ProbeArchive.World;
import io.nightlight.recording.ReadingProgress;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.recording.Recordings;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeArchiveTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:00:00Z");
  private static final Instant END = T0.plus(Duration.ofMinutes(35));

  @TempDir private Path folder;

  @Test
  void everyVantageProbesEveryTargetOnceARoundInTheOrderOfTime() throws Exception {
    List<ProbeResult> results = write(plan(T0, 1), ProbeArchiveTest::replies);

    assertThat(results).hasSizeBetween(3 * 6, 4 * 6);
    assertThat(results)
        .isSortedAccordingTo((a, b) -> a.getObservedAt().compareTo(b.getObservedAt()))
        .allMatch(result -> !result.getObservedAt().isBefore(T0))
        .allMatch(result -> result.getObservedAt().isBefore(END));
    for (int round = 0; round < 3; round++) {
      Instant from = T0.plus(Duration.ofMinutes(10L * round));
      assertThat(results)
          .filteredOn(result -> !result.getObservedAt().isBefore(from))
          .filteredOn(result -> result.getObservedAt().isBefore(from.plusSeconds(600)))
          .extracting(ProbeArchiveTest::pair)
          .containsExactlyInAnyOrder("a 1", "a 2", "a 3", "b 1", "b 2", "b 3");
    }
  }

  @Test
  void givesTheSameResultsForTheSameSeedAndOthersForAnother() throws Exception {
    World even = (vantage, target, at, chance) -> chance.nextBoolean() ? Answer.REPLY : silence();
    List<ProbeResult> once = write(plan(T0, 1), even);

    assertThat(write(plan(T0, 1), even)).isEqualTo(once);
    assertThat(write(plan(T0, 2), even)).isNotEqualTo(once);
  }

  @Test
  void aLaterPlanGoesOnAtTheSameMomentsWithOtherChance() throws Exception {
    Duration round = Duration.ofMinutes(10);
    World even = (vantage, target, at, chance) -> chance.nextBoolean() ? Answer.REPLY : silence();
    List<ProbeResult> first = write(plan(T0, 1), even);
    List<ProbeResult> second = write(plan(T0.plus(round), 1), even);

    assertThat(second.stream().map(ProbeResult::getObservedAt))
        .containsExactlyElementsOf(
            first.stream()
                .map(ProbeResult::getObservedAt)
                .filter(at -> !at.isBefore(T0.plus(round)))
                .toList());
    assertThat(outcomes(second)).isNotEqualTo(outcomes(first.subList(6, first.size())));
  }

  @Test
  void whatIsNotSentIsNotWrittenAndTheRestIsAsItCame() throws Exception {
    World world =
        (vantage, target, at, chance) ->
            switch (target) {
              case 0 -> Answer.NOT_SENT;
              case 1 -> Answer.PROBE_ERROR;
              default -> vantage == 0 ? Answer.REPLY : Answer.NO_REPLY;
            };

    assertThat(write(plan(T0, 1), world))
        .extracting(result -> pair(result) + " " + result.getOutcome())
        .containsOnly(
            "a 2 " + ProbeOutcome.PROBE_ERROR,
            "b 2 " + ProbeOutcome.PROBE_ERROR,
            "a 3 " + ProbeOutcome.REPLY,
            "b 3 " + ProbeOutcome.NO_REPLY);
  }

  @Test
  void aPlanWithoutTimeWritesAnEmptyContainer() throws Exception {
    Path file = folder.resolve("none.avro");
    Plan none = new Plan(List.of("a"), List.of("175.45.176.1"), Duration.ofMinutes(10), T0, T0, 1);

    assertThat(ProbeArchive.write(file, none, ProbeArchiveTest::replies)).isZero();
    assertThat(read(file)).isEmpty();
  }

  private static Plan plan(Instant from, long seed) {
    return new Plan(
        List.of("a", "b"),
        List.of("175.45.176.1", "175.45.176.2", "175.45.176.3"),
        Duration.ofMinutes(10),
        from,
        END,
        seed);
  }

  private static Answer replies(int vantage, int target, Instant at, SplittableRandom chance) {
    return Answer.REPLY;
  }

  private static Answer silence() {
    return Answer.NO_REPLY;
  }

  private List<ProbeResult> write(Plan plan, World world) throws Exception {
    Path file = folder.resolve("results.avro");
    long written = ProbeArchive.write(file, plan, world);
    List<ProbeResult> results = read(file);
    assertThat(results).hasSize((int) written);
    return results;
  }

  private static List<ProbeResult> read(Path file) throws Exception {
    List<ProbeResult> results = new ArrayList<>();
    try (Recordings recordings =
        Recordings.open(
            RecordingFiles.findProbes(List.of(file.toString())), ReadingProgress.UNHEARD)) {
      for (Recorded one = recordings.next(); one != null; one = recordings.next()) {
        assertThat(one.rejection()).isNull();
        results.add(one.probe());
      }
    }
    return results;
  }

  private static String pair(ProbeResult result) {
    String target = result.getTargetAddress();
    return result.getVantage() + " " + target.substring(target.lastIndexOf('.') + 1);
  }

  private static List<ProbeOutcome> outcomes(List<ProbeResult> results) {
    return results.stream().map(ProbeResult::getOutcome).toList();
  }
}
