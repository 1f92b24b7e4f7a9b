package io.nightlight.domain.probing;

import io.nightlight.domain.observation.ProbeObservation;
import java.util.Arrays;

/** Collects the results for one shard until they are worth a record. */
public final class BlockBatchBuilder {
  private static final int FULL = 256;

  private final int shard;
  private int size;
  private final long[] targets = new long[FULL];
  private final long[] vantages = new long[FULL];
  private final long[] times = new long[FULL];
  private final int[] outcomes = new int[FULL];

  /**
   * @param shard the shard's key
   */
  public BlockBatchBuilder(int shard) {
    this.shard = shard;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public boolean isFull() {
    return size == FULL;
  }

  /**
   * Adds a result, which must be of the shard. One without replies and silences is left out:
   * nothing was sent, or nothing is known of it (pitfall P33).
   */
  public void add(ProbeObservation observation) {
    if (observation.replies() + observation.silences() == 0) {
      return;
    }
    targets[size] = TargetKey.of(observation.target());
    vantages[size] = observation.vantage().id();
    times[size] = observation.observedAtMicros();
    outcomes[size] =
        ProbeOutcome.of(observation.method(), observation.replies(), observation.silences());
    size++;
  }

  /**
   * Empties itself.
   *
   * @param passedMicros see {@link BlockBatch#passedMicros}
   */
  public BlockBatch take(long passedMicros) {
    BlockBatch batch =
        new BlockBatch(
            shard,
            passedMicros,
            Arrays.copyOf(targets, size),
            Arrays.copyOf(vantages, size),
            Arrays.copyOf(times, size),
            Arrays.copyOf(outcomes, size));
    size = 0;
    return batch;
  }
}
