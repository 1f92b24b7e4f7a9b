package io.nightlight.backtest;

import java.util.Arrays;

/**
 * Which of two sets of times belong together: one to one, as many pairs as there can be, and of all
 * ways to have so many the one with the least distance in all.
 *
 * <p>Pairs that cross can be uncrossed without a greater distance in all or in the longest of them,
 * so only ways that keep the order need to be tried. Of equally good ones that with the earlier
 * times is taken.
 */
final class Matching {
  /** Of a time that has no partner. */
  static final int NOBODY = -1;

  private final long[] ones;
  private final long[] others;
  private final long tolerance;

  /** Worth more than all distances together. */
  private final long worthOfAPair;

  /** Of each time of {@code ones} the first of {@code others} in reach, and the first beyond. */
  private final int[] from;

  private final int[] to;

  /**
   * {@code best[i][j]}: what the best way is worth that uses the first i + 1 of {@code ones} and
   * the first {@code from[i] + j} of {@code others}.
   */
  private final long[][] best;

  private Matching(long[] ones, long[] others, long tolerance) {
    this.ones = ones;
    this.others = others;
    this.tolerance = tolerance;
    this.worthOfAPair = Math.multiplyExact(tolerance + 1, ones.length + 1L);
    this.from = new int[ones.length];
    this.to = new int[ones.length];
    this.best = new long[ones.length][];
  }

  /**
   * Pairs them.
   *
   * @param ones ascending
   * @param others ascending
   * @param tolerance the largest distance of a pair, inclusive; 0 or more
   * @return for each of {@code ones} the index of its partner in {@code others}, or {@link #NOBODY}
   */
  static int[] of(long[] ones, long[] others, long tolerance) {
    Matching matching = new Matching(ones, others, tolerance);
    matching.findReach();
    matching.weigh();
    return matching.partners();
  }

  private void findReach() {
    int first = 0;
    int beyond = 0;
    for (int i = 0; i < ones.length; i++) {
      while (first < others.length && others[first] < ones[i] - tolerance) {
        first++;
      }
      beyond = Math.max(beyond, first);
      while (beyond < others.length && others[beyond] <= ones[i] + tolerance) {
        beyond++;
      }
      from[i] = first;
      to[i] = beyond;
    }
  }

  private void weigh() {
    for (int i = 0; i < ones.length; i++) {
      long[] row = new long[to[i] - from[i] + 1];
      best[i] = row;
      row[0] = worth(i - 1, from[i]);
      for (int j = 1; j < row.length; j++) {
        int other = from[i] + j;
        long alone = Math.max(row[j - 1], worth(i - 1, other));
        row[j] = Math.max(alone, worth(i - 1, other - 1) + worthOfPair(i, other - 1));
      }
    }
  }

  private long worthOfPair(int one, int other) {
    return worthOfAPair - Math.abs(ones[one] - others[other]);
  }

  /** With {@code ones} up to the last that is taken and so many of {@code others}. */
  private long worth(int last, int otherCount) {
    if (last < 0) {
      return 0;
    }
    return best[last][Math.min(otherCount, to[last]) - from[last]];
  }

  private int[] partners() {
    int[] partners = new int[ones.length];
    Arrays.fill(partners, NOBODY);
    int others = this.others.length;
    for (int i = ones.length - 1; i >= 0; i--) {
      int j = Math.min(others, to[i]);
      while (j > from[i] && worth(i, j) == worth(i, j - 1)) {
        j--;
      }
      if (j > from[i] && worth(i, j) != worth(i - 1, j)) {
        partners[i] = j - 1;
        j--;
      }
      others = j;
    }
    return partners;
  }
}
