package io.nightlight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightlight.backtest.ReportedOutages;
import io.nightlight.backtest.Trial;
import io.nightlight.backtest.WatchedTime;
import io.nightlight.backtest.text.BacktestResult;
import io.nightlight.backtest.truth.TruthFile;
import io.nightlight.replay.ResultFolder;
import io.nightlight.replay.ResultFolder.Damage;
import io.nightlight.replay.UnreadableInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hands a backtest the files that it needs. */
final class BacktestInput {
  private final ReportedOutages reported = new ReportedOutages();
  private final WatchedTime watched = new WatchedTime();
  private Damage damage = Damage.NONE;

  private BacktestInput() {}

  /**
   * @throws UnreadableInput if the truth, or a folder, says nothing that could be compared
   */
  static BacktestResult read(Path truth, List<Path> in) throws IOException {
    TruthFile labelled = readTruth(truth);
    List<ResultFolder> folders = ResultFolder.find(in);
    BacktestInput input = new BacktestInput();
    for (ResultFolder folder : folders) {
      input.add(folder);
    }
    return BacktestResult.of(
        new Trial(labelled.rows(), input.reported.list(), input.watched),
        labelled.refused(),
        folders.size(),
        input.cautions());
  }

  private static TruthFile readTruth(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new UnreadableInput("--truth " + file + " is a folder; expected a file");
    }
    try {
      return TruthFile.parse(new String(Files.readAllBytes(file), UTF_8));
    } catch (IllegalArgumentException e) {
      throw new UnreadableInput(file + ": " + e.getMessage());
    }
  }

  private void add(ResultFolder folder) throws IOException {
    Damage ofEvents = folder.readEvents(reported::add);
    Damage ofWindows =
        folder.readWindows(
            window -> {
              if (window.status().isKnown()) {
                watched.add(window.country(), window.start(), window.end());
              }
            });
    damage = damage.plus(ofEvents).plus(ofWindows);
  }

  private List<String> cautions() {
    List<String> cautions = new ArrayList<>();
    if (watched.countries().isEmpty()) {
      cautions.add("no country is ever judged in these replays: they are too short or too blind");
    }
    if (reported.withoutFirstRevision() > 0) {
      cautions.add(
          "%d of the events lack their first revision: they were told earlier than it seems"
              .formatted(reported.withoutFirstRevision()));
    }
    if (reported.rulesVersions().size() > 1) {
      cautions.add(
          "replays by different rules are mixed, so these are nobody's figures: versions "
              + String.join(", ", reported.rulesVersions()));
    }
    if (damage.lines() > 0) {
      cautions.add(
          "lines that could not be read: %d; %s".formatted(damage.lines(), damage.first()));
    }
    return cautions;
  }
}
