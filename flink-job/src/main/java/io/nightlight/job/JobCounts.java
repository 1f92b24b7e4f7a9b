package io.nightlight.job;

import io.nightlight.domain.observation.Micros;
import io.nightlight.operator.Counters;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.JobExecutionResult;
import org.jspecify.annotations.Nullable;

/**
 * What a job counted until it ended.
 *
 * @param counts by the names of {@link Counters}
 * @param firstObservedAt the earliest time of an observation; null if there was none
 * @param lastObservedAt the latest
 */
public record JobCounts(
    SortedMap<String, Long> counts,
    @Nullable Instant firstObservedAt,
    @Nullable Instant lastObservedAt) {
  public static final String ANNOUNCED = Counters.ANNOUNCED;
  public static final String WITHDRAWN = Counters.WITHDRAWN;
  public static final String IGNORED = Counters.IGNORED;
  public static final String LATE = Counters.LATE;
  public static final String PROBES = Counters.PROBES;
  public static final String REPLIES = Counters.REPLIES;
  public static final String SILENCES = Counters.SILENCES;
  public static final String ERRORS = Counters.ERRORS;

  /** What the names of refusals begin with; the reason follows in lower case. */
  public static final String REJECTED = Counters.REJECTED;

  public static JobCounts of(JobExecutionResult result) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Map.Entry<String, Object> counter : result.getAllAccumulatorResults().entrySet()) {
      counts.put(counter.getKey(), (Long) counter.getValue());
    }
    Instant first = instant(counts.remove(Counters.FIRST));
    Instant last = instant(counts.remove(Counters.LAST));
    return new JobCounts(counts, first, last);
  }

  private static @Nullable Instant instant(@Nullable Long micros) {
    return micros == null || micros == Long.MAX_VALUE || micros == Long.MIN_VALUE
        ? null
        : Micros.toInstant(micros);
  }
}
