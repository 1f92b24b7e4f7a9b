package io.nightlight.integration.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.replay.OutputFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./nightlight demo}, started as a process as a newcomer does. */
@Timeout(360)
class DemoIT {
  private static final String GOLDEN = "/io/nightlight/integration/replay/outage-events.jsonl";

  @TempDir static Path folder;

  private static Path launcher;

  @BeforeAll
  static void install() throws Exception {
    launcher = Installation.of(Path.of("..").toRealPath(), folder.resolve("installed"));
  }

  @Test
  void tellsTheOutagesOfTheReconstructionAndNothingElse() throws Exception {
    Path out = folder.resolve("out");
    Path said = folder.resolve("said.txt");
    Process demo =
        demo("--out", out.toString())
            .redirectOutput(said.toFile())
            .redirectError(folder.resolve("progress.txt").toFile())
            .start();

    try {
      assertThat(demo.waitFor(300, TimeUnit.SECONDS)).as("ends in time").isTrue();
    } finally {
      demo.destroyForcibly();
    }

    assertThat(demo.exitValue()).as(Files.readString(folder.resolve("progress.txt"))).isZero();
    assertThat(Files.readString(said))
        .startsWith("This is a reconstruction, not a recording.")
        .contains("2014-12-22 16:15 UTC  KP  down")
        .contains("2014-12-23 01:46 UTC  KP  back")
        .contains("after 9 h 31 min")
        .contains("after 31 min")
        .contains("10 of the 10 outages in the reconstruction were found");
    assertThat(eventLines(said)).hasSize(goldenReplay().size());
    assertThat(eventLines(said))
        .filteredOn(line -> line.contains("routes withdrawn and silent to probes"))
        .as("the two long ones, confirmed by probes")
        .hasSize(2);
    assertThat(Files.readAllLines(out.resolve(OutputFiles.EVENTS)).stream().map(DemoIT::asGolden))
        .containsExactlyElementsOf(goldenReplay());
    assertThat(Files.readString(out.resolve(OutputFiles.SUMMARY))).contains("\"late\" : 0");
  }

  private static List<String> eventLines(Path said) throws IOException {
    return Files.readAllLines(said).stream().filter(line -> line.contains(" UTC  ")).toList();
  }

  private static List<String> goldenReplay() throws IOException {
    try (var in = DemoIT.class.getResourceAsStream(GOLDEN)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  /**
   * A live job says the same of itself but for its mode; the golden events bear no map's version.
   */
  private static String asGolden(String line) {
    return line.replace("\"mode\":\"LIVE\"", "\"mode\":\"REPLAY\"")
        .replaceAll("\"geoVersion\":\"[^\"]*\"", "\"geoVersion\":\"...\"");
  }

  @Test
  void interruptedItLeavesNoProcessBehind() throws Exception {
    assertNothingIsLeftAfter(ProcessHandle::destroy);
  }

  @Test
  void killedItLeavesNoProcessBehind() throws Exception {
    assertNothingIsLeftAfter(ProcessHandle::destroyForcibly);
  }

  private static void assertNothingIsLeftAfter(Consumer<ProcessHandle> end) throws Exception {
    Process demo = demo().redirectErrorStream(true).start();
    try (BufferedReader said = demo.inputReader()) {
      String line = said.readLine();
      while (line != null && !line.startsWith("start the job")) {
        line = said.readLine();
      }
      List<ProcessHandle> all =
          Stream.concat(Stream.of(demo.toHandle()), demo.descendants()).toList();
      assertThat(all).as("the demo and its broker").hasSizeGreaterThanOrEqualTo(2);
      end.accept(demo.toHandle());
      for (ProcessHandle process : all) {
        assertThat(process.onExit())
            .as(process.info().toString())
            .succeedsWithin(Duration.ofSeconds(30));
      }
    } finally {
      demo.destroyForcibly();
    }
  }

  private static ProcessBuilder demo(String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(launcher.toString(), "demo"), Stream.of(arguments)).toList();
    return new ProcessBuilder(command);
  }
}
