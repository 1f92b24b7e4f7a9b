package io.nightlight.benchmark;

import io.nightlight.job.JobConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command: {@code integration-tests/benchmark}; docs/benchmark.md says what it measures. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description =
        "Measures the whole job: against a bare one and a plain loop, a table's load, blocks,"
            + " and the judge.")
public final class Benchmark implements Runnable {
  @Option(names = "--rounds", defaultValue = "3", description = "default ${DEFAULT-VALUE}")
  private int rounds;

  @Option(names = "--sessions", defaultValue = "105", description = "default ${DEFAULT-VALUE}")
  private int sessions;

  @Option(
      names = "--prefixes",
      defaultValue = "127000",
      description = "of the stream that is raced over; default ${DEFAULT-VALUE}")
  private int prefixes;

  @Option(
      names = "--messages",
      defaultValue = "30000000",
      description = "updates after its tables; default ${DEFAULT-VALUE}")
  private long messages;

  @Option(
      names = "--table",
      defaultValue = "1270000",
      description = "prefixes of the table that is loaded; default ${DEFAULT-VALUE}")
  private int table;

  @Option(
      names = "--blocks",
      defaultValue = "4200000",
      description = "that are believed in; default ${DEFAULT-VALUE}")
  private int blocks;

  @Option(names = "--seed", defaultValue = "20141222", description = "default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--profile",
      defaultValue = "STEADY",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
  private Sizes.Profile profile = Sizes.Profile.STEADY;

  @Option(names = "--set", description = "key=value of the job's configuration; may be repeated")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--java",
      description = "an option for every measured JVM, {run} in it is its name; may be repeated")
  private List<String> javaOptions = new ArrayList<>();

  @Parameters(
      description = "race, table, heap, blocks, judge; all of them if none is named",
      paramLabel = "WHAT")
  private List<String> what = new ArrayList<>();

  @Option(names = "--run", hidden = true)
  private String run = "";

  @Option(names = "--until", hidden = true)
  private long until;

  @Option(names = "--core", hidden = true)
  private String core = "";

  @Option(names = "--work", hidden = true)
  private Path work = Path.of(".");

  public static void main(String[] args) {
    System.exit(new CommandLine(new Benchmark()).execute(args));
  }

  @Override
  public void run() {
    try {
      if (run.isEmpty()) {
        Course.run(this);
      } else {
        measure();
      }
    } catch (Exception e) {
      throw new IllegalStateException(run + ": " + e.getMessage(), e);
    }
  }

  private void measure() throws Exception {
    JobConfig config = JobConfig.load(null, settings);
    Runs runs = new Runs(config, core, work);
    switch (run) {
      case "pass" -> runs.pass(until);
      case "full" -> runs.full(until);
      case "loop" -> runs.loop(until);
      case "table" -> runs.table(2, until);
      case "heap" -> RouteHeap.weigh(config, tableSizes());
      case "blocks" -> BlockRuns.measure(blocks, seed);
      case "judge" -> JudgeRuns.measure(seed, runs::moveToOneCore);
      default -> throw new IllegalArgumentException(run);
    }
    Runs.tell("cpuSeconds", Meter.cpuNanos() / 1e9);
  }

  /** Of the race: tables, updates, and an outage. */
  Sizes raceSizes() {
    return new Sizes(seed, prefixes, sessions, messages, profile, Sizes.WITH_OUTAGE);
  }

  /** Of the load: tables, and enough quiet time to see what becomes of them. */
  Sizes tableSizes() {
    return new Sizes(
        seed, table, sessions, 2_000L * sessions, Sizes.Profile.STEADY, Duration.ofMinutes(20));
  }

  int rounds() {
    return rounds;
  }

  boolean wants(String part) {
    return what.isEmpty() || what.contains(part);
  }

  List<String> settings() {
    return settings;
  }

  List<String> javaOptions() {
    return javaOptions;
  }

  /** What a process that believes in blocks has to know. */
  List<String> blockArguments() {
    return List.of("--seed", "" + seed, "--blocks", "" + blocks);
  }

  /** What a process that judges has to know. */
  List<String> judgeArguments() {
    return List.of("--seed", "" + seed);
  }

  /** What a process of the heap's weighing has to know. */
  List<String> tableArguments() {
    return List.of("--seed", "" + seed, "--table", "" + table, "--sessions", "" + sessions);
  }
}
