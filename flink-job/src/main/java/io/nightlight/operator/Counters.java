package io.nightlight.operator;

import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.wire.RejectReason;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMaximum;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.RuntimeContext;

/** What is counted, under the names that metrics and summaries know it by. */
public final class Counters {
  public static final String OBSERVATIONS = "observations.";
  public static final String REJECTED = "rejected.";
  public static final String ANNOUNCED = "prefixes.announced";
  public static final String WITHDRAWN = "prefixes.withdrawn";
  public static final String IGNORED = "prefixes.ignored";
  public static final String LATE = "late";

  /** Replies of blocks that their shard had no room for. */
  public static final String NO_ROOM = "blocks.no-room";

  public static final String PROBES = OBSERVATIONS + "probe";
  public static final String REPLIES = "probes.replies";
  public static final String SILENCES = "probes.silences";
  public static final String ERRORS = "probes.errors";

  /** The earliest and the latest time of an observation, in microseconds since 1970. */
  public static final String FIRST = "observed.first";

  public static final String LAST = "observed.last";

  private final RuntimeContext context;
  private final Map<RejectReason, LongCounter> rejected = new EnumMap<>(RejectReason.class);
  private final LongCounter[] observed;
  private final LongCounter announced;
  private final LongCounter withdrawn;
  private final LongCounter ignored;
  private final LongCounter probes;
  private final LongCounter replies;
  private final LongCounter silences;
  private final LongCounter errors;
  private final LongMinimum first = new LongMinimum();
  private final LongMaximum last = new LongMaximum();

  Counters(RuntimeContext context) {
    this.context = context;
    BgpEvent[] kinds = BgpEvent.values();
    observed = new LongCounter[kinds.length];
    for (BgpEvent kind : kinds) {
      observed[kind.ordinal()] = counter(context, OBSERVATIONS + lower(kind));
    }
    announced = counter(context, ANNOUNCED);
    withdrawn = counter(context, WITHDRAWN);
    ignored = counter(context, IGNORED);
    probes = counter(context, PROBES);
    replies = counter(context, REPLIES);
    silences = counter(context, SILENCES);
    errors = counter(context, ERRORS);
    context.addAccumulator(FIRST, first);
    context.addAccumulator(LAST, last);
  }

  void observed(BgpObservation observation) {
    observed[observation.kind().ordinal()].add(1L);
    announced.add((long) observation.announced().length);
    withdrawn.add((long) observation.withdrawn().length);
    ignored.add((long) observation.ignoredPrefixes());
    first.add(observation.observedAtMicros());
    last.add(observation.observedAtMicros());
  }

  void observed(ProbeObservation observation) {
    probes.add(1L);
    replies.add((long) observation.replies());
    silences.add((long) observation.silences());
    errors.add((long) observation.errors());
    first.add(observation.observedAtMicros());
    last.add(observation.observedAtMicros());
  }

  void rejected(RejectReason reason) {
    rejected.computeIfAbsent(reason, r -> counter(context, REJECTED + lower(r))).add(1L);
  }

  /** A counter whose sum over all subtasks is known when the job ends. */
  static LongCounter counter(RuntimeContext context, String name) {
    LongCounter counter = new LongCounter();
    context.addAccumulator(name, counter);
    return counter;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
