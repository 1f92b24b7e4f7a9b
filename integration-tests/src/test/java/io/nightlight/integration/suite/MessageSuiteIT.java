package io.nightlight.integration.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.Controls;
import io.nightlight.backtest.ReportedOutages;
import io.nightlight.backtest.Trial;
import io.nightlight.backtest.WatchedTime;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.replay.ResultFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drawn worlds, message by message through the whole topology, beside what happened in them. The
 * seeds were never used to choose a rule.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MessageSuiteIT {
  private static final long[] HELD_OUT = {7_001, 7_002, 7_003};

  private final List<Trial> trials = new ArrayList<>();
  private Comparison all = Comparison.sum(List.of());

  @BeforeAll
  void replayAll(@TempDir Path folder) throws Exception {
    for (long seed : HELD_OUT) {
      trials.add(replay(DrawnWorld.of(seed), folder.resolve("world-" + seed)));
    }
    all = Comparison.sum(trials.stream().map(Comparison::of).toList());
    System.out.println(Account.of(all));
  }

  private static Trial replay(DrawnWorld world, Path folder) throws Exception {
    RecordingArchive files = RecordingArchive.write(world.recording(), folder.resolve("recording"));
    Path probes =
        world.probes().write(folder.resolve("probes.avro"), World.minute(DrawnWorld.MINUTES));
    Replayed replayed =
        Replayed.run(
            files.ribs(),
            files.updates(),
            List.of(probes),
            2,
            folder.resolve("out"),
            "warmup.routes=10min",
            "warmup.probes=45min");
    assertThat(replayed.summary().count("late")).isZero();
    assertThat(replayed.summary().countAll("rejected.")).isZero();
    ResultFolder result = new ResultFolder(replayed.folder());
    ReportedOutages reported = new ReportedOutages();
    WatchedTime watched = new WatchedTime();
    result.readEvents(reported::add);
    result.readWindows(
        window -> {
          if (window.status().isKnown()) {
            watched.add(window.country(), window.start(), window.end());
          }
        });
    return new Trial(world.truth(), reported.list(), watched);
  }

  @Test
  void findsNearlyAllOutages() {
    assertThat(all.notWatched()).isEmpty();
    assertThat(all.recall(">= 50 %").share().orElseThrow()).isGreaterThanOrEqualTo(0.98);
    assertThat(all.recall("20 to 50 %").share().orElseThrow()).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void tellsOfNothingElse() {
    assertThat(all.falseAlarms()).isEmpty();
    assertThat(all.reportsPerOutage().orElseThrow()).isLessThanOrEqualTo(1.05);
    assertThat(all.neverClosed()).isZero();
  }

  @Test
  void isExactAndQuick() {
    Comparison routes = ofRoutes(all);
    assertThat(routes.startErrors().sizes().median().orElseThrow())
        .isLessThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(routes.startErrors().sizes().p95().orElseThrow())
        .isLessThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(routes.recoveryErrors().sizes().median().orElseThrow())
        .isLessThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(routes.recoveryErrors().sizes().p95().orElseThrow())
        .isLessThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(routes.delays().median().orElseThrow()).isLessThanOrEqualTo(Duration.ofMinutes(4));
  }

  private static Comparison ofRoutes(Comparison all) {
    return new Comparison(
        all.pairs().stream().filter(pair -> pair.row().classes().contains("routes")).toList(),
        List.of(),
        List.of(),
        List.of(),
        all.exposure());
  }

  /** Else the yardstick could be fooled. */
  @Test
  void detectorsThatLookAtNothingScoreBadly() {
    Comparison silent = Comparison.sum(trials.stream().map(Controls::silent).toList());
    Comparison firing = Comparison.sum(trials.stream().map(Controls::alwaysFiring).toList());
    assertThat(silent.pairs()).isEmpty();
    assertThat(firing.missed()).isEmpty();
    assertThat(firing.precision().share().orElseThrow()).isLessThan(0.1);
  }
}
