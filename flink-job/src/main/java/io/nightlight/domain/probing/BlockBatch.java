package io.nightlight.domain.probing;

/**
 * Probe results on their way to one shard, as columns.
 *
 * @param shard the shard's key
 * @param passedMicros windows that end by then had passed for the input when the batch was filled:
 *     what is older than that is late, however far the shard is; {@link Long#MIN_VALUE} before the
 *     first
 * @param targets {@link TargetKey}s
 * @param vantages {@link io.nightlight.domain.net.Vantage#id()} of each result
 * @param times microseconds since 1970
 * @param outcomes {@link ProbeOutcome}s
 */
@SuppressWarnings("ArrayRecordComponent") // columns, never compared
public record BlockBatch(
    int shard, long passedMicros, long[] targets, long[] vantages, long[] times, int[] outcomes) {

  /** No results: only what has passed. */
  public static BlockBatch wake(int shard, long passedMicros) {
    return new BlockBatch(shard, passedMicros, new long[0], new long[0], new long[0], new int[0]);
  }

  public int size() {
    return targets.length;
  }
}
