package io.nightlight.domain.routes;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The few heaviest of many keys, the heaviest first, of equally heavy ones the smallest first. Each
 * key is offered once, in any order.
 */
final class Ranking {
  private final long[] keys;
  private final long[] weights;
  private int size;

  /**
   * @param most how many it keeps, 1 or more
   */
  Ranking(int most) {
    keys = new long[most];
    weights = new long[most];
  }

  void offer(long key, long weight) {
    if (size == keys.length) {
      if (!isBefore(key, weight, size - 1)) {
        return;
      }
      size--;
    }
    int at = size++;
    for (; at > 0 && isBefore(key, weight, at - 1); at--) {
      keys[at] = keys[at - 1];
      weights[at] = weights[at - 1];
    }
    keys[at] = key;
    weights[at] = weight;
  }

  private boolean isBefore(long key, long weight, int at) {
    return weight != weights[at] ? weight > weights[at] : key < keys[at];
  }

  /** In their order. */
  LongStream keys() {
    return Arrays.stream(keys, 0, size);
  }
}
