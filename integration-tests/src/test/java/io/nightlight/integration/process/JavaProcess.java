package io.nightlight.integration.process;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A JVM that lives until it is killed or this JVM ends; what it says is appended to a log. */
final class JavaProcess {
  private static final String LOGGING =
      """
      rootLogger.level = info
      rootLogger.appenderRef.console.ref = console
      appender.console.type = Console
      appender.console.name = console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{ISO8601} %p %m (%c{1})%n%throwable{30}
      """;

  private final Path log;

  /** Also holds the pipe that {@link Leash} reads: unreachable, it would be closed. */
  private final Process process;

  private JavaProcess(Path log, Process process) {
    this.log = log;
    this.process = process;
  }

  /**
   * What to run.
   *
   * @param name of the process and of its log
   * @param options of the JVM
   */
  record Program(
      String name, List<String> options, String classpath, String main, List<String> arguments) {
    Program {
      options = List.copyOf(options);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * @param folder for its log and its configuration of logging
   */
  static JavaProcess start(Program program, Path folder) throws IOException {
    Path logging = folder.resolve("log4j2.properties");
    if (!Files.exists(logging)) {
      Files.writeString(logging, LOGGING);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dlog4j2.configurationFile=" + logging.toUri());
    command.addAll(program.options());
    command.add("-cp");
    command.add(copyLeash(folder.resolve("leash")) + File.pathSeparator + program.classpath());
    command.add(Leash.class.getName());
    command.add(program.main());
    command.addAll(program.arguments());
    Path log = folder.resolve(program.name() + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new JavaProcess(log, process);
  }

  private static Path copyLeash(Path into) throws IOException {
    String name = Leash.class.getName().replace('.', '/') + ".class";
    Path file = into.resolve(name);
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      try (InputStream bytes = Leash.class.getResourceAsStream("/" + name)) {
        Files.copy(Objects.requireNonNull(bytes, name), file);
      }
    }
    return into;
  }

  long pid() {
    return process.pid();
  }

  /** Fails if it has ended: there is nothing more to wait for. */
  void checkAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          log.getFileName() + ": ended with status " + process.exitValue() + "; see " + log);
    }
  }

  /** Waits for its end; it must end well. */
  void awaitEnd(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, SECONDS) || process.exitValue() != 0) {
      kill();
      throw new IllegalStateException(log.getFileName() + ": did not end well; see " + log);
    }
  }

  /** SIGKILL, and the end of it; nothing if it has ended. */
  void kill() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
