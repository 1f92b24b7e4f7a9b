package io.nightlight.benchmark;

import io.nightlight.demo.LocalBroker;
import io.nightlight.job.CountryMaps;
import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** What all measurements share: a broker, streams on its topics, and processes on chosen cores. */
final class Course {
  private static final String ONE_CORE = "0";
  private static final String OTHER_CORE = "1";

  /** Half an hour of calm has to do for what takes a day in life. */
  private static final List<String> SHORT_WARMUP =
      List.of("warmup.routes=10min", "warmup.updates-only=10min");

  private final Benchmark asked;
  private final LocalBroker broker;
  private final Machine machine;
  private final List<String> verdicts = new ArrayList<>();
  private int jobs;

  private Course(Benchmark asked, LocalBroker broker) {
    this.asked = asked;
    this.broker = broker;
    machine = new Machine(broker.pid());
  }

  /** Measures what is asked for, and prints it. */
  static void run(Benchmark asked) throws Exception {
    Path classpath = Path.of(System.getProperty("nightlight.broker.classpath"));
    try (LocalBroker broker = LocalBroker.start(classpath)) {
      Course course = new Course(asked, broker);
      say("%d cores, Java %s", course.machine.cores(), Runtime.version());
      if (asked.wants("race")) {
        new Race(course, asked.raceSizes()).run(asked.rounds());
      }
      if (asked.wants("table")) {
        new TableMeasurement(course, asked.tableSizes()).load();
      }
      if (asked.wants("heap")) {
        new TableMeasurement(course, asked.tableSizes()).weigh(asked.tableArguments());
      }
      if (asked.wants("blocks")) {
        new BlockMeasurement(course).weigh(asked.blockArguments());
      }
      if (asked.wants("judge")) {
        new JudgeMeasurement(course).measure(asked.judgeArguments());
      }
      say("");
      course.verdicts.forEach(verdict -> say("%s", verdict));
    }
  }

  /** Puts a stream onto a topic. */
  TopicWriter.Written write(Sizes sizes, String topic) throws Exception {
    JobConfig config = JobConfig.load(null, settings(topic, topic));
    createTopics(config);
    MadeUpInternet internet = new MadeUpInternet(sizes, CountryMaps.of(config));
    StreamFit fit = new StreamFit(internet.table(), sizes.sessions());
    long begun = System.nanoTime();
    TopicWriter.Written written =
        TopicWriter.write(internet, broker.bootstrapServers(), topic, fit);
    say("");
    say(
        "%s: %s, %,d messages (%,d of them tables) written in %.0f s; the outage is %s's",
        topic,
        sizes,
        written.messages(),
        written.tables(),
        (System.nanoTime() - begun) / 1e9,
        sizes.hasOutage() ? internet.outage() : "nobody");
    say("%s", fit.text());
    return written;
  }

  /** Leaves the broker, and this process, one core; a measured process has the other. */
  void divideCores() throws IOException, InterruptedException {
    Machine.pin(broker.pid(), ONE_CORE);
    Machine.pin(ProcessHandle.current().pid(), ONE_CORE);
  }

  /** Everybody may use both cores. */
  void shareCores() throws IOException, InterruptedException {
    Machine.pin(broker.pid(), bothCores());
    Machine.pin(ProcessHandle.current().pid(), bothCores());
  }

  private String bothCores() {
    return machine.cores() > 1 ? ONE_CORE + "," + OTHER_CORE : ONE_CORE;
  }

  /** Runs over a topic, once it is warm on the one core that is its own. */
  Outcome runApart(String run, String topic, long until) throws Exception {
    return runOver(run, topic, until, measuredCore());
  }

  /** The one core that a process has for itself once it is warm. */
  private String measuredCore() {
    return machine.cores() > 1 ? OTHER_CORE : ONE_CORE;
  }

  /** Runs over a topic on both cores, which the broker uses, too. */
  Outcome runOnBoth(String run, String topic, long until) throws Exception {
    return runOver(run, topic, until, "");
  }

  private Outcome runOver(String run, String topic, long until, String core) throws Exception {
    String job = "job" + jobs++;
    List<String> settings = settings(topic, job);
    createTopics(JobConfig.load(null, settings));
    Path work = Files.createDirectories(broker.folder().resolve(job));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--run", run, "--until", "" + until, "--work", work.toString()));
    arguments.addAll(List.of("--core", core));
    settings.add(Meter.SETTING);
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return machine.run(bothCores(), java("5g", run), arguments);
  }

  /** Runs without the broker, once it is warm on the one core that is its own. */
  Outcome runAloneApart(String run, List<String> furtherArguments) throws Exception {
    List<String> arguments = new ArrayList<>(furtherArguments);
    arguments.addAll(List.of("--core", measuredCore()));
    return runAlone(run, arguments);
  }

  /** Runs without the broker. */
  Outcome runAlone(String run, List<String> furtherArguments) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--run", run));
    arguments.addAll(furtherArguments);
    settings("none", "none").forEach(setting -> arguments.addAll(List.of("--set", setting)));
    List<String> java = java("6g", run);
    // Else dead objects at the bottom of the heap may stay and count as used.
    java.add("-XX:MarkSweepAlwaysCompactCount=1");
    return machine.run(bothCores(), java, arguments);
  }

  /** Every job has names of its own for all that it writes. */
  private List<String> settings(String topic, String job) {
    List<String> settings = new ArrayList<>(SHORT_WARMUP);
    settings.addAll(
        List.of(
            "kafka.bootstrap.servers=" + broker.bootstrapServers(),
            "kafka.group.id=" + job,
            "kafka.transactional.id.prefix=" + job,
            "topic.bgp.updates=" + topic,
            "topic.availability.scores=" + job + ".scores",
            "topic.outage.events=" + job + ".events",
            "topic.outage.current=" + job + ".current",
            "topic.measurement.events=" + job + ".measurements",
            "topic.rejected.records=" + job + ".rejected",
            "topic.probe.results=" + job + ".probes",
            "probes.format=none"));
    settings.addAll(asked.settings());
    return settings;
  }

  private List<String> java(String heap, String run) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xms" + heap,
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                // The first touch of a page is dear on a virtual machine, and no part of a job
                // that has run for a day.
                "-XX:+AlwaysPreTouch",
                "-Dlog4j2.configurationFile=nightlight-log4j2.xml",
                "-Dnightlight.log=" + System.getProperty("nightlight.log") + "." + run));
    asked.javaOptions().forEach(option -> options.add(option.replace("{run}", run)));
    return options;
  }

  private static void createTopics(JobConfig config) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", config.kafka().bootstrapServers()))) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
    }
  }

  /** Notes what the last lines of the report say. */
  void verdict(boolean holds, String what) {
    verdicts.add((holds ? "yes  " : "NO   ") + what);
  }

  /** Notes that the figures are to be doubted. */
  void doubt(String why) {
    verdicts.add("NOISY: " + why);
  }

  static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
