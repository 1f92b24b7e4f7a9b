package io.nightlight.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs processes on chosen cores of a Linux machine, and knows who else used the cores meanwhile.
 */
final class Machine {
  private static final Path STAT = Path.of("/proc/stat");

  private final int cores = Runtime.getRuntime().availableProcessors();

  /** A process that the benchmark itself needs; what it uses is not foreign. */
  private final long brokerPid;

  Machine(long brokerPid) {
    this.brokerPid = brokerPid;
  }

  int cores() {
    return cores;
  }

  /** Moves a process and all of its threads to some cores, such as {@code 0} or {@code 0,1}. */
  static void pin(long pid, String onCores) throws IOException, InterruptedException {
    Process taskset =
        new ProcessBuilder("taskset", "-acp", onCores, String.valueOf(pid))
            .redirectErrorStream(true)
            .start();
    String said = new String(taskset.getInputStream().readAllBytes(), UTF_8);
    if (taskset.waitFor() != 0) {
      throw new IOException("taskset failed: " + said);
    }
  }

  /**
   * Runs a command of this program in a JVM of its own.
   *
   * @param onCores the cores that it may use
   * @param javaOptions for that JVM
   */
  Outcome run(String onCores, List<String> javaOptions, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("taskset", "-c", onCores));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Benchmark.class.getName()));
    command.addAll(arguments);
    double othersBefore = foreignSeconds(0);
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Map<String, String> values = new HashMap<>();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } finally {
      process.destroy();
    }
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", arguments) + " failed");
    }
    Duration wall = Duration.ofNanos(System.nanoTime() - begun);
    double own = Double.parseDouble(values.getOrDefault("cpuSeconds", "0"));
    double foreign = foreignSeconds(own) - othersBefore;
    return new Outcome(values, Math.max(0, foreign / (wall.toMillis() / 1000.0 * cores)));
  }

  /** Seconds of all cores since the start, but for this process, the broker's and {@code own}. */
  private double foreignSeconds(double own) throws IOException {
    String[] all = Files.readAllLines(STAT).get(0).strip().split(" +", -1);
    double busy = 0;
    for (int i = 1; i <= 8; i++) {
      boolean isIdle = i == 4 || i == 5;
      busy += isIdle ? 0 : Double.parseDouble(all[i]);
    }
    return busy / 100 - own - seconds(brokerPid) - seconds(ProcessHandle.current().pid());
  }

  private static double seconds(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(duration -> duration.toMillis() / 1000.0)
        .orElse(0.0);
  }
}
