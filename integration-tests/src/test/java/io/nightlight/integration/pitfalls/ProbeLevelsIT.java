package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.demo.ProbeArchive.Answer;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.ProbeWorld;
import io.nightlight.integration.world.World;
import io.nightlight.schema.AvailabilityStatus;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEndReason;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days of probes: what is usual where blocks answer seldom, sleep at night, or fall silent. */
class ProbeLevelsIT {
  private static final int BLOCKS = 40;

  @TempDir private Path folder;

  /** START is noon. */
  private static Instant day(int days, int hour, int minute) {
    return START
        .plus(Duration.ofDays(days))
        .minus(Duration.ofHours(12))
        .plus(Duration.ofHours(hour))
        .plus(Duration.ofMinutes(minute));
  }

  /**
   * Half of the blocks answer one probe of ten, so that two of seven rounds are silent by chance.
   */
  @Test
  void p34SparseBlocksNeitherFlapNorHideAnOutage() throws Exception {
    ProbeWorld world =
        ProbeWorld.ofTwelve()
            .from(
                START,
                (vantage, country, block, at, chance) ->
                    country.equals(C) && block % 2 == 0 && chance.nextInt(10) != 0,
                Answer.NO_REPLY)
            .during(day(1, 1, 0), day(1, 3, 0), ProbeWorld.into(C), Answer.NO_REPLY);

    Replayed replayed = replay(world, day(1, 5, 0), "warmup.probes=2h");

    assertThat(replayed.scores(C, day(0, 15, 0), day(1, 1, 0)))
        .hasSizeGreaterThan(100)
        .noneMatch(ProbeStory::isShort);
    assertThat(replayed.events())
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
    assertThat(replayed.started().get(0).getDetectedAt()).isBetween(day(1, 1, 0), day(1, 1, 30));
  }

  /** Two in five sleep at night, by the clock of people; the rest is a country of its own. */
  @Test
  void p35SleepIsNoOutageAndAnOutageAtNightIsOne() throws Exception {
    ProbeWorld world =
        ProbeWorld.of(4, BLOCKS, 2, ProbeWorld.ROUND)
            .from(
                START,
                (vantage, country, block, at, chance) ->
                    country.equals(C) && block < BLOCKS * 2 / 5 && sleeps(block, at),
                Answer.NO_REPLY)
            .during(
                day(5, 2, 0),
                day(5, 4, 0),
                (vantage, country, block, at, chance) ->
                    country.equals(C) && block >= BLOCKS * 7 / 10,
                Answer.NO_REPLY);

    Replayed replayed = replay(world, day(5, 9, 0));

    List<OutageEvent> events = new ArrayList<>(replayed.events());
    assertThat(events)
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
    assertThat(events.get(0).getCountry()).isEqualTo(C);
    assertThat(events.get(0).getStartedAt()).isBetween(day(5, 2, 0), day(5, 2, 15));
    assertThat(events.get(1).getRecoveredAt()).isBetween(day(5, 4, 0), day(5, 4, 15));
    assertThat(replayed.scores(C, day(3, 13, 0), day(5, 2, 0)))
        .hasSizeGreaterThan(300)
        .noneMatch(score -> score.getStatus() != AvailabilityStatus.AVAILABLE);
    assertThat(replayed.score(C, day(5, 3, 0)).getScore()).isBetween(0.4, 0.6);
  }

  /** From ten to six, but for a few minutes that differ from day to day and block to block. */
  private static boolean sleeps(int block, Instant at) {
    int late = (block * 7 + at.atOffset(ZoneOffset.UTC).plusHours(12).getDayOfYear() * 5) % 15;
    int minute = (int) (at.getEpochSecond() / 60 % 1440) - late;
    return minute < 6 * 60 || minute >= 22 * 60;
  }

  /** A quarter of the blocks drops ICMP for good. */
  @Test
  void p37AFilterIsAnEventThatEndsAsAShiftOfTheLevel() throws Exception {
    ProbeWorld world =
        ProbeWorld.of(5, BLOCKS, 2, Duration.ofMinutes(30))
            .from(
                day(1, 18, 0),
                (vantage, country, block, at, chance) -> country.equals(C) && block < BLOCKS / 4,
                Answer.NO_REPLY);

    Replayed replayed =
        replay(
            world, day(9, 12, 0), "warmup.probes=1d", "probes.round=30min", "window.length=10min");

    assertThat(replayed.events())
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
    OutageEvent started = replayed.events().get(0);
    assertThat(started.getClassification()).isEqualTo(OutageClassification.DATA_PLANE_ONLY);
    assertThat(started.getSeverity()).isEqualTo(OutageSeverity.MINOR);
    assertThat(started.getStartedAt()).isBetween(day(1, 18, 0), day(1, 19, 0));
    assertThat(replayed.events().get(1).getEndReason()).isEqualTo(OutageEndReason.LEVEL_SHIFT);
    assertThat(replayed.scores(C, day(9, 0, 0), day(9, 11, 0)))
        .isNotEmpty()
        .allMatch(score -> score.getScore() == 1.0)
        .allMatch(score -> score.getSignals().get(0).getValue() == BLOCKS * 3 / 4);
  }

  private Replayed replay(ProbeWorld world, Instant to, String... settings) throws Exception {
    Path probes = world.write(folder.resolve("probes.avro"), to);
    // Far ahead, so that days are not read in steps of an hour.
    List<String> all = new ArrayList<>(List.of("window.length=5min", "source.drift=7d"));
    all.addAll(List.of(settings));
    Replayed replayed =
        Replayed.run(
            List.of(),
            List.of(),
            List.of(probes),
            2,
            folder.resolve("out"),
            all.toArray(String[]::new));
    assertThat(replayed.summary().count("late")).isZero();
    assertThat(replayed.measurements()).isEmpty();
    for (String country : World.OTHERS) {
      assertThat(replayed.scores(country)).noneMatch(ProbeStory::isShort);
    }
    return replayed;
  }
}
