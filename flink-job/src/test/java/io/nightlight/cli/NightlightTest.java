package io.nightlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.job.InvalidConfiguration;
import io.nightlight.job.KafkaUnavailable;
import io.nightlight.replay.UnreadableInput;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NightlightTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Nightlight.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          repaly | unknown command 'repaly'; the nearest known command is 'replay'
          --verison | unknown option '--verison'; the nearest known option is '--version'
          replay --rbi x --out y | unknown option '--rbi'; the nearest known option is '--rib'
          replay --rib a --bpg b --out y | unknown option '--bpg'; the nearest known option is '--bgp'
          replay --rib a --parralelism=4 --out y | unknown option '--parralelism'; the nearest known option is '--parallelism'
          replay --rib a --outt x | unknown option '--outt'; the nearest known option is '--out'
          replay --bgp a | missing required option: '--out=DIR'; see './nightlight replay --help'
          replay --rib --out x | expected parameter for option '--rib' but found '--out'; see './nightlight replay --help'
          replay stray --out x | 'stray' belongs to no option; see './nightlight replay --help'
          replay --out x | nothing to replay: give --rib, --bgp, --probes or several of them
          replay --bgp a --out x --set window.lenght=1min | --set: unknown key 'window.lenght'; the nearest known key is 'window.length'
          replay --bgp a --out x --set window.length=7min | --set: bad value for window.length: '7min' (expected a duration of whole seconds that divides an hour evenly, at least 10s, such as 1min)
          replay --bgp a --out x --config no-such.yaml | cannot read no-such.yaml: there is no such file
          replay --bgp a --out x --parallelism zwei | invalid value for option '--parallelism': 'zwei' is not an int
          replay --bgp a --out x --parallelism 0 | bad value for --parallelism: 0 (expected 1 to 512)
          replay --bgp a --out x --parallelism 513 | bad value for --parallelism: 513 (expected 1 to 512)
          job --from yesterday | bad value for --from: 'yesterday' (expected a time in UTC such as 2014-12-22T16:15:00Z)
          publish | nothing to publish: give --rib, --bgp, --probes or several of them
          publish --bgp a --speed -1 | bad value for --speed: -1.0 (expected 0 or more)
          publish --bgp a --speed NaN | bad value for --speed: NaN (expected 0 or more)
          publish --bgp a --sped 1 | unknown option '--sped'; the nearest known option is '--speed'
          topics --replication-factor 0 | bad value for --replication-factor: 0 (expected 1 or more)
          topics --retention always | invalid value for option '--retention': expected one of [LIVE, RECORDING] (case-insensitive) but was 'always'
          tail --json --since yesterday | bad value for --since: 'yesterday' (expected a time in UTC such as 2014-12-22T16:15:00Z)
          tail --from-beginning --since 2014-12-22T16:15:00Z | --since and --from-beginning exclude each other
          report --in x | 'report' is not delivered yet
          backtest --truth x.csv | nothing to compare: give --truth CSV and --in DIR
          backtest --in x | nothing to compare: give --truth CSV and --in DIR
          backtest --truth x.csv --inn x | unknown option '--inn'; the nearest known option is '--in'
          """)
  void answersAMistakeWithOneLineAndStatus2(String arguments, String line) {
    assertThat(run(arguments.split(" "))).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).isEqualToNormalizingNewlines("nightlight: " + line + "\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void asksForACommand() {
    assertThat(run()).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).startsWith("nightlight: no command given").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "replay", "publish", "job", "topics", "tail", "report", "backtest"})
  void everyCommandExplainsItself(String command) {
    assertThat(run(command, "--help")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString()).startsWith("Usage: nightlight " + command);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tellsItsVersion() {
    assertThat(run("--version")).isEqualTo(ExitStatus.DONE);
    assertThat(out.toString()).matches("nightlight \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file         | is a file; expected a folder
          file/sub/sub | file is a file
          dangling     | is no folder; expected a folder
          """)
  void outMustBeAFolderOrAPlaceForOne(String out, String told, @TempDir Path folder)
      throws Exception {
    Files.createFile(folder.resolve("file"));
    Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
    String path = folder.resolve(out).toString();

    assertThat(run("replay", "--bgp", "a", "--out", path)).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).startsWith("nightlight: --out " + path).contains(told);
    assertThat(err.toString()).hasLineCount(1);

    assertThat(run("demo", "--out", path)).as("before anything is started").isEqualTo(2);
    assertThat(err.toString()).hasLineCount(2);
  }

  /** The system takes the name for too long only when the folder is made. */
  @Test
  void anOutThatCannotBeMadeIsOneLine(@TempDir Path folder) throws Exception {
    Path recording = Files.createFile(folder.resolve("empty.mrt"));
    Path out = folder.resolve("x".repeat(300));

    assertThat(run("replay", "--bgp", recording.toString(), "--out", out.toString()))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString())
        .startsWith("nightlight: --out " + out + " cannot be made: ")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --out ",
        "replay --bgp a --out ",
        "replay --bgp a --out out --geo ",
        "replay --bgp a --out out --config ",
        "backtest --in in --truth ",
        "backtest --truth truth --in "
      })
  void anEmptyTextIsNoPath(String arguments) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString())
        .startsWith("nightlight: invalid value for option '--")
        .contains("an empty text names no file and no folder")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rib ", "--bgp ", "--bgp rrc06=", "--probes "})
  void anEmptyTextIsNoRecording(String arguments) {
    assertThat(run(("replay --out no-such-folder " + arguments).split(" ", -1)))
        .isEqualTo(ExitStatus.UNREADABLE_INPUT);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("nightlight: an empty text names no file and no folder\n");
  }

  @Test
  void aFileWhereAFolderShouldBeIsNoDefect(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(
            run("backtest", "--truth", file.resolve("truth.csv").toString(), "--in", "" + folder))
        .isEqualTo(ExitStatus.UNREADABLE_INPUT);
    assertThat(err.toString()).startsWith("nightlight: " + file).hasLineCount(1);
  }

  @Test
  void whatTheFileSystemRefusesLateIsNoDefect() {
    Exception refused = new FileSystemException("out/summary.json", null, "Is a directory");
    assertThat(fail(new RuntimeException("job failed", refused)))
        .isEqualTo(ExitStatus.UNREADABLE_INPUT);
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("nightlight: out/summary.json: Is a directory\n");
  }

  @Test
  void takesSeveralFilesAfterOneOptionAndRepeatedOptions() {
    CommandLine line = Nightlight.commandLine();
    CommandLine.ParseResult parsed =
        line.parseArgs(
                "replay",
                "--rib",
                "a",
                "rrc06=b",
                "--bgp",
                "c",
                "--bgp",
                "d",
                "e",
                "--no-report",
                "--out",
                "x",
                "--set",
                "a=b",
                "--set",
                "c=d=e")
            .subcommand();
    assertThat(parsed.<Object>matchedOptionValue("--rib", null)).hasToString("[a, rrc06=b]");
    assertThat(parsed.<Object>matchedOptionValue("--bgp", null)).hasToString("[c, d, e]");
    assertThat(parsed.<Object>matchedOptionValue("--set", null)).hasToString("[a=b, c=d=e]");
  }

  private int fail(Exception failure) {
    CommandLine line = Nightlight.commandLine().setErr(new PrintWriter(err, true));
    return UserMistakes.explainFailure(failure, line, null);
  }

  @Test
  void findsTheUsersMistakeUnderFlinksWrapping() {
    Exception wrapped =
        new RuntimeException("job failed", new IllegalStateException(new UnreadableInput("no x")));
    assertThat(fail(wrapped)).isEqualTo(ExitStatus.UNREADABLE_INPUT);
    assertThat(err.toString()).isEqualToNormalizingNewlines("nightlight: no x\n");
  }

  @Test
  void whoIsRefusedIsToldSoThoughItWasTakenForAKafkaThatDoesNotAnswer() {
    Exception refused = new SaslAuthenticationException("invalid credentials");
    assertThat(fail(new Exception(KafkaUnavailable.because("publishing failed", refused))))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString())
        .startsWith("nightlight: Kafka does not let this user in")
        .hasLineCount(1);
  }

  @Test
  void aMissingFileIsNoDefect() {
    assertThat(fail(new NoSuchFileException("x.mrt"))).isEqualTo(ExitStatus.UNREADABLE_INPUT);
    assertThat(err.toString()).isEqualToNormalizingNewlines("nightlight: no such file: x.mrt\n");
  }

  @Test
  void badConfigurationFoundLateIsStillStatus2() {
    assertThat(fail(new Exception(new InvalidConfiguration("bad")))).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void aDefectShowsItselfAndAsksForAReport() {
    assertThat(fail(new IllegalStateException("impossible"))).isEqualTo(ExitStatus.DEFECT);
    assertThat(err.toString())
        .startsWith("java.lang.IllegalStateException: impossible")
        .contains("this is a defect of Nightlight");
  }
}
