package io.nightlight.benchmark;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.routes.RouteTable;
import io.nightlight.job.CountryMaps;
import io.nightlight.job.JobConfig;
import io.nightlight.job.OutageTopology;
import io.nightlight.wire.BgpMessageDecoder;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import javax.management.JMException;
import javax.management.ObjectName;

/** Weighs the routing tables of all sessions: the heap with them, less the heap without. */
final class RouteHeap {
  private RouteTable[] tables = {};
  private long messages;

  static void weigh(JobConfig config, Sizes sizes) throws Exception {
    RouteHeap heap = new RouteHeap();
    long routes = heap.load(config, sizes);
    int prefixes = 0;
    for (RouteTable table : heap.tables) {
      prefixes += table == null ? 0 : table.prefixes();
    }
    long usedWith = used();
    long liveWith = liveBytes();
    heap.tables = new RouteTable[0];
    long usedWithout = used();
    long liveWithout = liveBytes();
    Runs.tell("messages", heap.messages);
    Runs.tell("prefixes", prefixes);
    Runs.tell("routes", routes);
    Runs.tell("heapBytes", usedWith - usedWithout);
    Runs.tell("histogramBytes", liveWith - liveWithout);
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
    tables = loop.tables();
    return fit.routes();
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** All live objects, as jcmd's GC.class_histogram adds them up. */
  private static long liveBytes() throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    String total =
        histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.strip().split("\\s+")[2]);
  }
}
