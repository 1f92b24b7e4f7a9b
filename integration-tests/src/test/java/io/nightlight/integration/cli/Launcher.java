package io.nightlight.integration.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ./nightlight}, installed in a folder and started as a process.
 *
 * @param script the launcher
 * @param folder where it is started, and where what it says is kept
 */
record Launcher(Path script, Path folder) {
  /** How the JVM prints a line of a stack trace. */
  private static final String STACK_LINE = "(?m)^\\s+at .*|^Exception in thread.*|.*Exception:.*";

  private static final int SECONDS_TO_END = 200;

  static Launcher in(Path folder) throws IOException {
    return new Launcher(
        Installation.of(Path.of("..").toRealPath(), folder.resolve("installed")), folder);
  }

  /** What a command that has ended said. */
  record Answer(int status, String out, String err) {
    /** What the command has to say, without lines about progress. */
    List<String> mistakes() {
      return err.lines()
          .filter(line -> !line.startsWith("replay:") && !line.startsWith("publish:"))
          .toList();
    }
  }

  /** A command that runs. */
  record Running(Process process, Path out, Path err) implements AutoCloseable {
    /** Waits for its end. */
    Answer end() throws IOException, InterruptedException {
      try {
        assertThat(process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)).as("ends in time").isTrue();
      } finally {
        process.destroyForcibly();
      }
      Answer answer =
          new Answer(
              process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
      assertThat(answer.err()).doesNotContainPattern(STACK_LINE);
      assertThat(answer.out()).doesNotContainPattern(STACK_LINE);
      assertThat(answer.err().toLowerCase(Locale.ROOT)).doesNotContain("building", "warning:");
      return answer;
    }

    /** Waits until it has printed so many lines. */
    void awaitLines(int count) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
      while (Files.readString(out, UTF_8).lines().count() < count) {
        assertThat(System.nanoTime() < deadline).as(Files.readString(err, UTF_8)).isTrue();
        boolean ended = process.waitFor(100, TimeUnit.MILLISECONDS);
        assertThat(ended).as("it has ended: " + Files.readString(err, UTF_8)).isFalse();
      }
    }

    /**
     * SIGTERM, which a command takes as it takes Ctrl-C. Unlike SIGINT it is never ignored, as that
     * is by all that a shell without job control starts in the background.
     */
    void terminate() {
      process.destroy();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  Answer run(String... arguments) throws IOException, InterruptedException {
    try (Running running = start(arguments)) {
      return running.end();
    }
  }

  Running start(String... arguments) throws IOException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("LC_ALL", "C");
    return new Running(
        builder
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start(),
        out,
        err);
  }
}
