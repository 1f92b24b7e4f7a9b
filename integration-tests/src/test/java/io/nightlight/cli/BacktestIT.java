package io.nightlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.demo.Reconstruction;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.replay.OutputFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./nightlight backtest} on a replay of the reconstruction, of which all is known. */
class BacktestIT {
  /** Between two outages. */
  private static final String NOON = "2014-12-22T12:00:00Z";

  private static final Pattern TOLD = Pattern.compile("\"(?:detectedAt|windowEnd)\":\"([^\"]+)\"");

  @TempDir static Path folder;

  private static Path replay;
  private static Path truth;

  @BeforeAll
  static void replay() throws Exception {
    replay = folder.resolve("replay");
    Replayed.run(Reconstruction.write(folder.resolve("recording")), 2, replay);
    StringBuilder rows = new StringBuilder("country,start,end\n");
    Reconstruction.truth()
        .forEach(
            outage ->
                rows.append(
                    "%s,%s,%s\n".formatted(outage.country(), outage.start(), outage.end())));
    // The replay begins a day later; and of this one somebody mixed up start and end.
    rows.append("KP,2014-12-19T08:00:00Z,2014-12-19T09:00:00Z\n");
    rows.append("KP,2014-12-23T09:00:00Z,2014-12-23T08:00:00Z\n");
    truth = Files.writeString(folder.resolve("truth.csv"), rows);
  }

  private static String backtest(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all =
        Stream.concat(Stream.of("backtest", "--truth", truth.toString()), Stream.of(arguments))
            .toArray(String[]::new);
    assertThat(Nightlight.run(all, new PrintWriter(out, true), new PrintWriter(err, true)))
        .as(err.toString())
        .isZero();
    return out.toString();
  }

  private static void assertThatAllIsFound(String table) {
    assertThat(table)
        .contains(
            "Truth    10 labelled outages to be found, 1 at times that were not watched, 1 row"
                + " refused")
        .containsPattern(
            "Nightlight +10 of 10 +100\\.0 % \\(72\\.2-100\\.0\\) +100\\.0 % \\(72\\.2-100\\.0\\)"
                + " +0\\.0000 \\(0\\.0000-0\\.\\d{4}\\)")
        .containsPattern("never speaks +0 of 10 +0\\.0 % \\(0\\.0-27\\.8\\) +-")
        .containsPattern("always fires +10 of 10 +100\\.0 % .* 0\\.0 % .* 2,\\d{3} \\(")
        .contains("False alarms 0")
        .containsPattern("detection delay +3 min +3 min +3 min")
        .containsPattern("start error +0 s +0 s +0 s   0 early, 10 exact, 0 late")
        .containsPattern("recovery error +0 s +0 s +0 s   0 early, 10 exact, 0 late")
        .contains("Reports per outage found 1.00");
  }

  @Test
  void everyOutageOfTheReconstructionIsFoundAndNothingElse() {
    String table = backtest("--in", replay.toString(), "--list");

    assertThatAllIsFound(table);
    assertThat(table)
        .contains("Replays  1 folder, ")
        .contains(" country-months in 41 countries")
        .contains("KP  2014-12-19 08:00:00Z  1 h           not watched")
        .contains("KP  2014-12-22 16:15:00Z  9 h 31 min    found")
        .contains("False alarms: none");
  }

  /** As if the days had been replayed one after the other. */
  @Test
  void aFolderOfTwoReplaysIsBothOfThem() throws Exception {
    Path parts = folder.resolve("parts");
    for (String file : List.of(OutputFiles.EVENTS, OutputFiles.SCORES)) {
      Path before = Files.createDirectories(parts.resolve("before")).resolve(file);
      Path after = Files.createDirectories(parts.resolve("after")).resolve(file);
      try (Stream<String> lines = Files.lines(replay.resolve(file));
          PrintWriter first = new PrintWriter(Files.newBufferedWriter(before));
          PrintWriter second = new PrintWriter(Files.newBufferedWriter(after))) {
        lines.forEach(line -> (isBeforeNoon(line) ? first : second).println(line));
      }
    }

    String table = backtest("--in", parts.toString());

    assertThatAllIsFound(table);
    assertThat(table).contains("Replays  2 folders, ").doesNotContain("Note: ");
    assertThat(afterFirstLines(backtest("--in", replay.toString())))
        .isEqualTo(afterFirstLines(table));
    assertThat(backtest("--in", "" + parts.resolve("before")))
        .containsPattern("Nightlight +7 of 7 ");
    assertThat(backtest("--in", "" + parts, "" + replay))
        .contains(" country-months lie in the replays more than once, and count once")
        .containsPattern("Nightlight +10 of 10 ");
  }

  private static boolean isBeforeNoon(String line) {
    Matcher told = TOLD.matcher(line);
    assertThat(told.find()).isTrue();
    return told.group(1).compareTo(NOON) <= 0;
  }

  private static List<String> afterFirstLines(String table) {
    return table.lines().skip(2).toList();
  }
}
