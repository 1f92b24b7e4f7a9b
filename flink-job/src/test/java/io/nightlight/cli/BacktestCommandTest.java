package io.nightlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./nightlight backtest} on small files. */
class BacktestCommandTest {
  private static final Instant T0 = Instant.parse("2021-06-01T00:00:00Z");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final StringBuilder events = new StringBuilder();
  private final StringBuilder scores = new StringBuilder();

  private int run(String... arguments) {
    return Nightlight.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private static Instant at(int minute) {
    return T0.plus(Duration.ofMinutes(minute));
  }

  private void revision(String id, int revision, String kind, int start, int detected, String end) {
    events.append(
        """
        {"eventId":"%s","revision":%d,"kind":"%s","country":"SY","startedAt":"%s","recoveredAt":%s,\
        "detectedAt":"%s","severity":"TOTAL","classification":"ROUTES_WITHDRAWN",\
        "lowestScore":0.0,"rulesVersion":"1","mode":"REPLAY"}
        """
            .formatted(id, revision, kind, at(start), end, at(detected)));
  }

  private static String json(int minute) {
    return '"' + at(minute).toString() + '"';
  }

  private void window(int from, int to, String status) {
    scores.append(
        """
        {"country":"SY","windowStart":"%s","windowEnd":"%s","status":"%s"}
        """
            .formatted(at(from), at(to), status));
  }

  private Path write(String name) throws IOException {
    Path result = Files.createDirectories(folder.resolve(name));
    Files.writeString(result.resolve("outage-events.jsonl"), events);
    Files.writeString(result.resolve("availability-scores.jsonl"), scores);
    return result;
  }

  private Path truth(String... rows) throws IOException {
    return Files.writeString(
        folder.resolve("truth.csv"), "country,start,end\n" + String.join("\n", rows));
  }

  /** A day; one outage found, one found in two parts, one retracted. */
  @BeforeEach
  void aDay() {
    window(0, 60, "WARMING");
    window(60, 100, "AVAILABLE");
    window(100, 200, "OUT");
    window(200, 1440, "DEGRADED");
    window(1440, 1500, "UNKNOWN");
    revision("a", 0, "STARTED", 101, 104, "null");
    revision("a", 1, "RECOVERED", 101, 210, json(198));
    revision("b", 0, "STARTED", 300, 303, "null");
    revision("b", 1, "RECOVERED", 300, 340, json(330));
    revision("c", 0, "STARTED", 350, 353, "null");
    revision("c", 1, "RECOVERED", 350, 410, json(400));
    revision("d", 0, "STARTED", 900, 903, "null");
    revision("d", 1, "RETRACTED", 900, 920, "null");
  }

  private Path dayOfTruth() throws IOException {
    return truth(
        "SY," + at(100) + "," + at(200),
        "SY," + at(300) + "," + at(400),
        "SY," + at(700) + "," + at(710),
        "SY," + at(20) + "," + at(30),
        "SY," + at(800) + "," + at(790));
  }

  @Test
  void tellsWhatWasFoundMissedAndSaidForNothing() throws Exception {
    assertThat(run("backtest", "--truth", "" + dayOfTruth(), "--in", "" + write("day"), "--list"))
        .as(err.toString())
        .isEqualTo(ExitStatus.DONE);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().lines().map(String::strip))
        .contains(
            "Truth    3 labelled outages to be found, 1 at times that were not watched, 1 row refused",
            "Refused: line 6: an outage of SY ends at 2021-06-01T13:10:00Z, not after its start at"
                + " 2021-06-01T13:20:00Z",
            "retracted            1   taken back by the detector itself",
            "fragment             1   one more report of an outage that another report had found",
            "start error               0 s        1 min        1 min   0 early, 1 exact, 1 late",
            "recovery error          2 min   1 h 10 min   1 h 10 min   2 early, 0 exact, 0 late",
            "Reports per outage found 1.50",
            "SY  2021-06-01 00:20:00Z  10 min        not watched",
            "SY  2021-06-01 01:40:00Z  1 h 40 min    found       told after 4 min, start 1 min late,"
                + " end 2 min early",
            "SY  2021-06-01 11:40:00Z  10 min        missed",
            "SY  2021-06-01 15:00:00Z  no end        retracted   d");
    assertThat(out.toString().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(120))
        .anyMatch(line -> line.matches("Nightlight +2 of 3 +66\\.6 % .* 50\\.0 % .*"))
        .anyMatch(line -> line.matches("never speaks +0 of 3 +0\\.0 % .*"))
        .anyMatch(line -> line.matches("always fires +3 of 3 +100\\.0 % .*"));
  }

  @Test
  void jsonHoldsTheSameFigures() throws Exception {
    Path truth = dayOfTruth();
    Path day = write("day");
    assertThat(run("backtest", "--truth", "" + truth, "--in", "" + day, "--json", "--list"))
        .isEqualTo(ExitStatus.DONE);
    String once = out.toString();
    assertThat(once.replaceAll("\\s+", ""))
        .startsWith("{\"folders\":1,\"countries\":1,\"countryMonths\":0.031485,")
        .contains("\"refusedRows\":[{\"line\":6,\"reason\":\"anoutageofSYends")
        .contains(
            "\"nightlight\":{\"notWatched\":1,\"recall\":{\"hits\":2,\"of\":3,\"share\":0.666667,")
        .contains(
            "\"falseAlarms\":{\"count\":2,\"retracted\":1,\"fragment\":1,\"mistimed\":0,\"alone\":0,")
        .contains("\"delaySeconds\":{\"count\":2,\"median\":180,\"p95\":240,\"max\":240}")
        .contains("\"fate\":\"missed\"")
        .contains("\"kind\":\"RETRACTED\",\"eventId\":\"d\"");
    out.getBuffer().setLength(0);
    run("backtest", "--truth", "" + truth, "--in", "" + day, "--json", "--list");
    assertThat(out.toString()).isEqualTo(once);
  }

  @Test
  void whatTwoReplaysSayTwiceCountsOnce() throws Exception {
    write("both/one");
    write("both/two");
    Path truth = dayOfTruth();
    run("backtest", "--truth", "" + truth, "--in", "" + folder.resolve("both"));
    assertThat(out.toString())
        .contains("Replays  2 folders, 0.0315 country-months in 1 country")
        .contains("Note: 0.0315 country-months lie in the replays more than once, and count once")
        .containsPattern("Nightlight +2 of 3 ");
  }

  @Test
  void aQuietTimeHasNoRecallButARate() throws Exception {
    events.setLength(0);
    run("backtest", "--truth", "" + truth(), "--in", "" + write("day"));
    assertThat(out.toString())
        .containsPattern("Nightlight +0 of 0 +- +- +0\\.0000 \\(0\\.0000-117\\)");
  }

  @Test
  void whatIsDoubtfulIsSaid() throws Exception {
    scores.setLength(0);
    window(0, 60, "WARMING");
    events.setLength(0);
    revision("a", 1, "UPDATED", 101, 104, "null");
    events.append("half a li");
    run("backtest", "--truth", "" + dayOfTruth(), "--in", "" + write("day"));
    assertThat(out.toString())
        .contains("Note: no country is ever judged in these replays")
        .contains("Note: 1 of the events lack their first revision")
        .contains("Note: lines that could not be read: 1; ")
        .contains("outage-events.jsonl, line 2: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none.csv  | day  | no such file:
          truth.csv | none | no such folder:
          truth.csv | .    | truth.csv: none of its rows can be scored; line 2: start 'soon'
          .         | day  | is a folder; expected a file
          events    | day  | events: the first line must name the columns
          """)
  void whatCannotBeReadIsStatus3(String truth, String in, String line) throws Exception {
    write("day");
    truth("SY,soon,later");
    Files.copy(folder.resolve("day/outage-events.jsonl"), folder.resolve("events"));
    if (in.equals("none")) {
      truth("SY," + at(100) + ",");
    }
    assertThat(
            run("backtest", "--truth", "" + folder.resolve(truth), "--in", "" + folder.resolve(in)))
        .isEqualTo(ExitStatus.UNREADABLE_INPUT);
    assertThat(err.toString()).contains(line).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void optionsTakeSeveralFolders() {
    assertThat(
            Nightlight.commandLine()
                .parseArgs("backtest", "--truth", "t", "--in", "a", "b", "--in", "c")
                .subcommand()
                .<Object>matchedOptionValue("--in", List.of()))
        .hasToString("[a, b, c]");
  }
}
