package io.nightlight.operator;

import io.nightlight.domain.net.Prefix;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * The shards of the routing table: how many there are, which one a prefix is in, and the key of
 * each.
 *
 * <p>There are as many shards as the job's maximum parallelism, and the key of each is chosen so
 * that it falls into a key group of its own: so any parallelism gets an even share. Neither number
 * can ever change without losing state.
 */
public final class Shards {
  /** Shards, and the maximum parallelism of the job. */
  public static final int COUNT = 512;

  private static final int[] KEYS = keys();

  private Shards() {}

  /** The number of the shard that a prefix is in, 0 to {@link #COUNT} - 1. */
  public static int of(long prefix) {
    return Prefix.hash(prefix) >>> 23;
  }

  /** The key by which records of a shard are partitioned. */
  public static int key(int shard) {
    return KEYS[shard];
  }

  private static int[] keys() {
    int[] keys = new int[COUNT];
    boolean[] found = new boolean[COUNT];
    int missing = COUNT;
    for (int candidate = 0; missing > 0; candidate++) {
      int group = KeyGroupRangeAssignment.assignToKeyGroup(candidate, COUNT);
      if (!found[group]) {
        found[group] = true;
        keys[group] = candidate;
        missing--;
      }
    }
    return keys;
  }
}
