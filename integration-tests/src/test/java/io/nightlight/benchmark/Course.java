package io.nightlight.benchmark;

import io.nightlight.demo.LocalBroker;
import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.observation.Micros;
import io.nightlight.job.CountryMaps;
import io.nightlight.job.JobConfig;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/** One run of the benchmark, from the broker's start to the last line of the report. */
final class Course {
  private static final String BROKERS_CORE = "0";
  private static final String JOBS_CORE = "1";
  private static final List<String> RACERS = List.of("pass", "full", "loop");

  /** Half an hour of calm has to do for what takes a day in life. */
  private static final List<String> SHORT_WARMUP =
      List.of("warmup.routes=10min", "warmup.updates-only=10min");

  private static final double LEAST_OF_PASS = 0.45;
  private static final double MOST_SECONDS = 60;
  private static final double MOST_HEAP_BYTES = 1.2;
  private static final double MOST_CHECKPOINT_BYTES = 40;
  private static final double FOREIGN = 0.05;

  private final Benchmark asked;
  private final List<String> verdicts = new ArrayList<>();
  private int jobs;

  Course(Benchmark asked) {
    this.asked = asked;
  }

  void run() throws Exception {
    Path classpath = Path.of(System.getProperty("nightlight.broker.classpath"));
    try (LocalBroker broker = LocalBroker.start(classpath)) {
      Machine machine = new Machine(broker.pid());
      say("%d cores, Java %s, %s", machine.cores(), Runtime.version(), asked.raceSizes());
      if (asked.wants("race")) {
        race(broker, machine);
      }
      if (asked.wants("table")) {
        loadTable(broker, machine);
      }
      if (asked.wants("heap")) {
        weigh(machine);
      }
    }
    say("");
    verdicts.forEach(verdict -> say("%s", verdict));
  }

  private void race(LocalBroker broker, Machine machine) throws Exception {
    Sizes sizes = asked.raceSizes();
    TopicWriter.Written written = write(broker, sizes, "race");
    Machine.pin(broker.pid(), BROKERS_CORE);
    Machine.pin(ProcessHandle.current().pid(), BROKERS_CORE);
    Map<String, Series> rates = new LinkedHashMap<>();
    Set<String> digests = new HashSet<>();
    Set<String> events = new HashSet<>();
    boolean disturbed = false;
    for (int round = 0; round < asked.rounds(); round++) {
      for (int turn = 0; turn < RACERS.size(); turn++) {
        String racer = RACERS.get((round + turn) % RACERS.size());
        Outcome outcome = runOver(broker, machine, "race", racer, JOBS_CORE, written.tables());
        rates.computeIfAbsent(racer, r -> new Series()).add(outcome.number("rate"));
        disturbed |= outcome.foreignShare() > FOREIGN;
        say(
            "round %d %-5s %,11.0f messages/s in %6.1f s, others used %2.0f %% of the cores%s",
            round + 1,
            racer,
            outcome.number("rate"),
            outcome.number("seconds"),
            100 * outcome.foreignShare(),
            racer.equals("full") ? ", late " + outcome.text("late") : "");
        if (!racer.equals("pass")) {
          digests.add(outcome.text("digest"));
          events.add(outcome.text("events"));
        }
      }
    }
    report(rates, digests, events, disturbed);
  }

  private void report(
      Map<String, Series> rates, Set<String> digests, Set<String> events, boolean disturbed) {
    say("");
    say("%-6s %12s %12s %12s %8s", "", "median", "least", "most", "spread");
    boolean noisy = false;
    for (String racer : RACERS) {
      Series rate = rates.get(racer);
      noisy |= rate.spread() > Series.NOISY;
      say(
          "%-6s %,12.0f %,12.0f %,12.0f %6.0f %%",
          racer, rate.median(), rate.least(), rate.most(), 100 * rate.spread());
    }
    double full = rates.get("full").median();
    double ofPass = full / rates.get("pass").median();
    say("full/loop %.3f", full / rates.get("loop").median());
    say("events: %s", String.join(" or ", events));
    verdict(
        ofPass >= LEAST_OF_PASS, "full/pass %.3f, at least %.2f".formatted(ofPass, LEAST_OF_PASS));
    verdict(digests.size() == 1, "digests equal: " + digests);
    verdict(
        events.size() == 1
            && events.toString().matches("\\[(..)-started,(?:\\1-updated,)*\\1-recovered]"),
        "one outage, from its start to its recovery");
    if (noisy || disturbed) {
      verdicts.add(
          "NOISY: the figures above say little" + (disturbed ? "; others were at work" : ""));
    }
  }

  private void loadTable(LocalBroker broker, Machine machine) throws Exception {
    Sizes sizes = asked.tableSizes();
    TopicWriter.Written written = write(broker, sizes, "table");
    String both = machine.cores() > 1 ? "0,1" : "0";
    Machine.pin(broker.pid(), both);
    long window = Duration.ofMinutes(1).toMillis();
    long safe =
        Micros.toInstant(written.latestMicros()).toEpochMilli() - Duration.ofSeconds(60).toMillis();
    long last = Math.floorDiv(safe, window) * window;
    Outcome outcome = runOver(broker, machine, "table", "table", both, last);
    double seconds = outcome.number("seconds");
    say(
        "table: %,d routes in %,.0f messages, %.1f s on cores %s (%,.0f routes/s), read after %.1f s, late %s",
        written.routes(),
        outcome.number("messages"),
        seconds,
        both,
        written.routes() / seconds,
        outcome.number("reading"),
        outcome.text("late"));
    double ofPrefix = outcome.number("savepointBytes") / sizes.prefixes();
    say(
        "savepoint: %,.0f bytes in %.2f s",
        outcome.number("savepointBytes"), outcome.number("savepointSeconds"));
    verdict(
        seconds <= MOST_SECONDS, "table in %.1f s, at most %.0f".formatted(seconds, MOST_SECONDS));
    verdict(outcome.text("events").equals("none"), "events of the load: " + outcome.text("events"));
    verdict(outcome.number("late") == 0, "late " + outcome.text("late"));
    verdict(
        ofPrefix <= MOST_CHECKPOINT_BYTES,
        "checkpoint %.1f bytes a prefix, at most %.0f".formatted(ofPrefix, MOST_CHECKPOINT_BYTES));
  }

  private void weigh(Machine machine) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--run", "heap"));
    arguments.addAll(asked.tableArguments());
    settings(null).forEach(setting -> arguments.addAll(List.of("--set", setting)));
    List<String> java = java("6g", "heap");
    // Else dead objects at the bottom of the heap may stay and count as used.
    java.add("-XX:MarkSweepAlwaysCompactCount=1");
    Outcome outcome = machine.run(machine.cores() > 1 ? "0,1" : "0", java, arguments);
    double routes = outcome.number("routes");
    double heap = outcome.number("heapBytes") / routes;
    say(
        "heap: %,.0f routes of %,.0f prefixes take %,.0f bytes (%.3f a route, %.1f a prefix); the"
            + " histogram says %,.0f (%.3f)",
        routes,
        outcome.number("prefixes"),
        outcome.number("heapBytes"),
        heap,
        outcome.number("heapBytes") / outcome.number("prefixes"),
        outcome.number("histogramBytes"),
        outcome.number("histogramBytes") / routes);
    say("      %s", outcome.text("largest"));
    verdict(
        heap <= MOST_HEAP_BYTES,
        "heap %.3f bytes a route, at most %.1f".formatted(heap, MOST_HEAP_BYTES));
  }

  private TopicWriter.Written write(LocalBroker broker, Sizes sizes, String name) throws Exception {
    JobConfig config = config(broker, name, name);
    createTopics(config);
    CountryMap map = CountryMaps.of(config);
    MadeUpInternet internet = new MadeUpInternet(sizes, map);
    StreamFit fit = new StreamFit(internet.table(), sizes.sessions());
    long begun = System.nanoTime();
    TopicWriter.Written written =
        TopicWriter.write(internet, broker.bootstrapServers(), config.topics().bgpUpdates(), fit);
    say("");
    say(
        "%s: %s, %,d messages (%,d of them tables) written in %.0f s; the outage is %s's",
        name,
        sizes,
        written.messages(),
        written.tables(),
        (System.nanoTime() - begun) / 1e9,
        sizes.hasOutage() ? internet.outage() : "nobody");
    say("%s", fit.text());
    return written;
  }

  private Outcome runOver(
      LocalBroker broker, Machine machine, String topic, String run, String cores, long until)
      throws Exception {
    String name = "job" + jobs++;
    createTopics(config(broker, topic, name));
    Path work = Files.createDirectories(broker.folder().resolve(name));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--run", run, "--until", "" + until, "--work", work.toString()));
    List<String> settings = settings(broker);
    settings.add("topic.bgp.updates=" + topic);
    settings.addAll(ofJob(name));
    settings.add(Meter.SETTING);
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return machine.run(cores, java("5g", run), arguments);
  }

  private JobConfig config(LocalBroker broker, String topic, String job) {
    List<String> settings = settings(broker);
    settings.add("topic.bgp.updates=" + topic);
    settings.addAll(ofJob(job));
    return JobConfig.load(null, settings);
  }

  private static List<String> ofJob(String job) {
    return List.of(
        "kafka.group.id=" + job,
        "kafka.transactional.id.prefix=" + job,
        "topic.availability.scores=" + job + ".scores",
        "topic.outage.events=" + job + ".events",
        "topic.outage.current=" + job + ".current",
        "topic.measurement.events=" + job + ".measurements",
        "topic.rejected.records=" + job + ".rejected",
        "topic.probe.results=" + job + ".probes");
  }

  private List<String> settings(@org.jspecify.annotations.Nullable LocalBroker broker) {
    List<String> settings = new ArrayList<>(SHORT_WARMUP);
    if (broker != null) {
      settings.add("kafka.bootstrap.servers=" + broker.bootstrapServers());
    }
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
                "-Dlog4j2.configurationFile=nightlight-log4j2.xml",
                "-Dnightlight.log=" + System.getProperty("nightlight.log")));
    asked.javaOptions().forEach(option -> options.add(option.replace("{run}", run)));
    return options;
  }

  private static void createTopics(JobConfig config) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", config.kafka().bootstrapServers()))) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
    }
  }

  private void verdict(boolean holds, String what) {
    verdicts.add((holds ? "yes  " : "NO   ") + what);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
