package io.nightlight.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.demo.Reconstruction;
import io.nightlight.integration.cli.Launcher.Answer;
import io.nightlight.replay.OutputFiles;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.RejectedRecordReason;
import io.nightlight.wire.AvroJsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./nightlight}, started as a process: exit status, what it says, and what it leaves. */
@Timeout(120)
class CommandLineIT {
  @TempDir static Path folder;

  private static Launcher launcher;
  private static Reconstruction.Recording recording;

  @BeforeAll
  static void install() throws Exception {
    launcher = Launcher.in(folder);
    recording = Reconstruction.write(folder.resolve("recording"));
    Files.writeString(folder.resolve("notes.txt"), "Not a recording but a few words.\n");
    Files.writeString(folder.resolve("truth.csv"), "country,start,end\n");
    Files.createFile(folder.resolve("empty.mrt"));
    Files.createDirectory(folder.resolve("nothing-in-it"));
    Files.writeString(folder.resolve("bad.yaml"), "window:\n  length: [1min\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # arguments                                     | status | what the line holds
                                                          | 2 | no command given
          repaly                                          | 2 | unknown command 'repaly'; the nearest known command is 'replay'
          replay --bgp empty.mrt --outt x                 | 2 | unknown option '--outt'; the nearest known option is '--out'
          replay --bgp empty.mrt --out notes.txt          | 2 | notes.txt is a file
          replay --bgp empty.mrt --out out --set windw.length=1min | 2 | 'windw.length'; the nearest known key is 'window.length'
          replay --bgp empty.mrt --out out --set window.length=soon | 2 | window.length: 'soon'
          replay --bgp empty.mrt --out out --config bad.yaml | 2 | bad.yaml
          replay --bgp empty.mrt --out out --parallelism 0 | 2 | --parallelism: 0
          replay --bgp empty.mrt --out out --probes p.json | 3 | no such file: p.json
          report --in out                                 | 2 | not delivered yet
          backtest --in nothing-in-it                     | 2 | give --truth CSV and --in DIR
          backtest --truth none.csv --in nothing-in-it    | 3 | no such file: none.csv
          backtest --truth notes.txt --in nothing-in-it   | 3 | notes.txt: the first line must name the columns
          backtest --truth truth.csv --in nothing-in-it   | 3 | nothing-in-it holds no result of replay
          backtest --truth truth.csv --in none            | 3 | no such folder: none
          publish --bgp missing.gz                        | 3 | missing.gz
          publish --probes notes.txt                      | 3 | notes.txt is no recording
          tail --set kafka.bootstrap.servers=localhost:1 --set kafka.client.default.api.timeout.ms=2000 --set kafka.client.request.timeout.ms=1000 | 3 | Kafka at localhost:1 does not answer
          topics --check --set kafka.client.security.protocol=magic | 2 | Kafka's client refuses its settings
          replay --bgp missing.gz --out out               | 3 | missing.gz
          replay --bgp empty.mrt none-*.gz --out out      | 3 | none-*.gz
          replay --rib nothing-in-it --out out            | 3 | nothing-in-it
          replay --bgp notes.txt --out out                | 3 | notes.txt is no recording
          replay --bgp empty.mrt --out out --geo none.mmdb | 3 | none.mmdb
          """)
  void aMistakeIsOneClearLine(String arguments, int status, String holds) throws Exception {
    String[] split = arguments == null ? new String[0] : arguments.split(" ");

    Answer answer = run(split);

    assertThat(answer.status()).as(answer.err()).isEqualTo(status);
    assertThat(answer.mistakes()).hasSize(1);
    assertThat(answer.mistakes().get(0)).startsWith("nightlight: ").contains(holds);
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void helpNamesTheCommands() throws Exception {
    Answer answer = run("--help");

    assertThat(answer.status()).isZero();
    assertThat(answer.err()).isEmpty();
    assertThat(answer.out())
        .contains("demo", "replay", "publish", "job", "topics", "tail", "report", "backtest");
  }

  @Test
  void theVersionIsOneLine() throws Exception {
    Answer answer = run("--version");

    assertThat(answer.status()).isZero();
    assertThat(answer.err()).isEmpty();
    assertThat(answer.out().lines()).hasSize(1);
    assertThat(answer.out()).matches("(?s).*\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void aTruncatedRecordingIsReplayedToWhereItBreaksOff() throws Exception {
    Path rib = recording.ribs().get(0);
    byte[] whole;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(recording.updates().get(0)))) {
      whole = in.readAllBytes();
    }
    String collector = rib.getParent().getFileName().toString();
    Path broken = folder.resolve("reconstruction." + collector + ".updates.1419033600");
    Files.write(broken, Arrays.copyOf(whole, whole.length - 7));
    Path out = folder.resolve("truncated");

    Answer answer = run("replay", "--rib", "" + rib, "--bgp", "" + broken, "--out", "" + out);

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.mistakes()).isEmpty();
    List<String> rejected = Files.readAllLines(out.resolve(OutputFiles.REJECTED));
    assertThat(rejected).hasSize(1);
    RejectedRecord record =
        AvroJsonReader.read(rejected.get(0), RejectedRecord.newBuilder().build());
    assertThat(record.getReason()).isEqualTo(RejectedRecordReason.TRUNCATED);
    byte[] bytes = new byte[record.getOriginal().remaining()];
    record.getOriginal().get(bytes);
    int from = Math.toIntExact(record.getOffset());
    assertThat(bytes).isEqualTo(Arrays.copyOfRange(whole, from, whole.length - 7));
    assertThat(answer.out())
        .contains("No outage.")
        .contains("Rejected: 1 (truncated 1); see rejected.jsonl.")
        .contains(out.toString());
    assertThat(Files.readString(out.resolve(OutputFiles.SUMMARY)))
        .contains("\"rejected.truncated\" : 1");
  }

  @Test
  void anEmptyFileIsAnEmptyRecording() throws Exception {
    Answer answer = run("replay", "--bgp", "empty.mrt", "--out", "nothing");

    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(answer.out()).contains("No outage.").contains("Nothing was observed.");
  }

  private static Answer run(String... arguments) throws IOException, InterruptedException {
    return launcher.run(arguments);
  }
}
