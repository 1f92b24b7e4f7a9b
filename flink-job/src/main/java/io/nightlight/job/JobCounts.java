package io.nightlight.job;

import io.nightlight.operator.Counters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
