package io.nightlight.benchmark;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.job.CountryMaps;
import io.nightlight.job.JobConfig;
import io.nightlight.job.OutageTopology;
import io.nightlight.wire.BgpMessageDecoder;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/** Weighs the routing tables of all sessions: the heap with them, less the heap without. */
final class RouteHeap {
  private static final int LISTED = 6;

  private RouteShard[] shards = {};
  private long messages;

  static void weigh(JobConfig config, Sizes sizes) throws Exception {
    RouteHeap heap = new RouteHeap();
    long routes = heap.load(config, sizes);
    int prefixes = 0;
    for (RouteShard shard : heap.shards) {
      for (IpFamily family : IpFamily.values()) {
        prefixes += shard.table(family).prefixes();
      }
    }
    long usedWith = Heap.used();
    Map<String, Long> with = histogram();
    heap.shards = new RouteShard[0];
    long usedWithout = Heap.used();
    Map<String, Long> without = histogram();
    Runs.tell("messages", heap.messages);
    Runs.tell("prefixes", prefixes);
    Runs.tell("routes", routes);
    Runs.tell("heapBytes", usedWith - usedWithout);
    tell(with, without);
  }

  /** Everything but the tables is garbage when it returns. */
  private long load(JobConfig config, Sizes sizes) throws Exception {
    CountryMap map = CountryMaps.of(config);
    Provenance provenance = OutageTopology.provenance(config, map, RunMode.REPLAY);
    PlainLoop loop = new PlainLoop(config, map, provenance);
    MadeUpInternet internet = new MadeUpInternet(sizes, map);
    StreamFit fit = new StreamFit(internet.table(), sizes.sessions());
    MessageBytes bytes = new MessageBytes();
    BgpMessageDecoder decoder = new BgpMessageDecoder(config.timing().futureTimestampLimit());
    Message.Sink sink =
        message -> {
          byte[] value = bytes.of(message);
          fit.note(message, value.length);
          BgpObservation observation =
              Objects.requireNonNull(decoder.decode(value, "", 0, 0, -1).observation());
          loop.accept(observation);
          messages++;
        };
    internet.tellTables(sink);
    fit.beginUpdates();
    internet.tellUpdates(sink);
    shards = loop.shards();
    return fit.routes();
  }

  /** Bytes of all live objects by class, as jcmd's GC.class_histogram counts them. */
  private static Map<String, Long> histogram() throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    Map<String, Long> bytes = new HashMap<>();
    histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length >= 4 && columns[0].endsWith(":"))
        .forEach(columns -> bytes.put(columns[3], Long.parseLong(columns[2])));
    return bytes;
  }

  private static void tell(Map<String, Long> with, Map<String, Long> without) {
    Map<String, Long> grown = new HashMap<>(with);
    grown.replaceAll((type, bytes) -> bytes - without.getOrDefault(type, 0L));
    Runs.tell("histogramBytes", grown.values().stream().mapToLong(bytes -> bytes).sum());
    Runs.tell(
        "largest",
        grown.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(LISTED)
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ")));
  }
}
