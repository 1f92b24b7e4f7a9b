package io.nightlight.operator;

import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.wire.RejectReason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;

/**
 * What is counted, under the names that a summary knows it by; {@link Metric} has those of metrics.
 */
public final class Counters {
  public static final String OBSERVATIONS = "observations.";
  public static final String REJECTED = "rejected.";
  public static final String ANNOUNCED = "prefixes.announced";
  public static final String WITHDRAWN = "prefixes.withdrawn";
  public static final String IGNORED = "prefixes.ignored";
  public static final String LATE = "late";

  /** Replies of blocks that their shard had no room for. */
  public static final String NO_ROOM = "blocks.no-room";

  /** Operations of sessions beyond those that a shard has room for. */
  public static final String ROUTES_NO_ROOM = "routes.no-room";

  public static final String PROBES = OBSERVATIONS + "probe";
  public static final String REPLIES = "probes.replies";
  public static final String SILENCES = "probes.silences";
  public static final String ERRORS = "probes.errors";

  /** The earliest and the latest time of an observation, in microseconds since 1970. */
  public static final String FIRST = "observed.first";

  public static final String LAST = "observed.last";

  private final RuntimeContext context;
  private final Meters meters;
  private final Map<RejectReason, Count> rejected = new EnumMap<>(RejectReason.class);

  /** By kind of BGP, and then probes; heartbeats of both signals are counted as one. */
  private final Count[] observed;

  private final long[] seen;
  private final Count[] summed;
  private final long[] sums;
  private final LongMinimum first = new LongMinimum();
  private final LongMaximum last = new LongMaximum();
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  Counters(RuntimeContext context) {
    this.context = context;
    meters = new Meters(context.getMetricGroup());
    observed =
        Stream.concat(
                Arrays.stream(BgpEvent.values()).map(kind -> OBSERVATIONS + Meters.lower(kind)),
                Stream.of(PROBES))
            .map(name -> count(name, Metric.OBSERVATIONS))
            .toArray(Count[]::new);
    seen = new long[observed.length];
    summed =
        new Count[] {
          count(ANNOUNCED, Metric.PREFIXES),
          count(WITHDRAWN, Metric.PREFIXES),
          count(IGNORED, Metric.PREFIXES),
          count(REPLIES, Metric.PROBES),
          count(SILENCES, Metric.PROBES),
          count(ERRORS, Metric.PROBES)
        };
    sums = new long[summed.length];
    context.addAccumulator(FIRST, first);
    context.addAccumulator(LAST, last);
  }

  void observed(BgpObservation observation) {
    seen[observation.kind().ordinal()]++;
    sums[0] += observation.announced().length;
    sums[1] += observation.withdrawn().length;
    sums[2] += observation.ignoredPrefixes();
    at(observation.observedAtMicros());
  }

  void observed(ProbeObservation observation) {
    boolean isHeartbeat = observation.vantage().id() == Vantage.FEED.id();
    seen[isHeartbeat ? BgpEvent.HEARTBEAT.ordinal() : seen.length - 1]++;
    sums[3] += observation.replies();
    sums[4] += observation.silences();
    sums[5] += observation.errors();
    at(observation.observedAtMicros());
  }

  private void at(long micros) {
    earliest = Math.min(earliest, micros);
    latest = Math.max(latest, micros);
  }

  /** Hands on what was counted: accumulators are too slow to be asked for every record. */
  void flush() {
    for (int i = 0; i < seen.length; i++) {
      observed[i].add(seen[i]);
      seen[i] = 0;
    }
    for (int i = 0; i < sums.length; i++) {
      summed[i].add(sums[i]);
      sums[i] = 0;
    }
    if (earliest <= latest) {
      first.add(earliest);
      last.add(latest);
    }
  }

  void rejected(RejectReason reason) {
    rejected
        .computeIfAbsent(reason, r -> count(REJECTED + Meters.lower(r), Metric.REJECTED))
        .add(1);
  }

  /** One count for the summary of a job that ends, and for those who watch one that does not. */
  record Count(LongCounter accumulator, Counter metric) {

    void add(long n) {
      accumulator.add(n);
      metric.inc(n);
    }
  }

  /** A count without label. */
  static Count count(RuntimeContext context, String name, Metric metric) {
    return new Count(
        accumulator(context, name), new Meters(context.getMetricGroup()).counter(metric));
  }

  /** The last part of the name is the label. */
  private Count count(String name, Metric metric) {
    String labelled = name.substring(name.lastIndexOf('.') + 1);
    return new Count(accumulator(context, name), meters.counter(metric, labelled));
  }

  private static LongCounter accumulator(RuntimeContext context, String name) {
    LongCounter counter = new LongCounter();
    context.addAccumulator(name, counter);
    return counter;
  }
}
