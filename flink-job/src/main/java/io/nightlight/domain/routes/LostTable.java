package io.nightlight.domain.routes;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.routes.LostPrefixes.Lost;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lost prefixes of one address family in columns without gaps, and an index that finds the row of a
 * prefix, so that a country that has lost all of its routes is looked through at the speed of
 * memory. A loss and a return cost the same however many are lost; what only an outage asks for is
 * counted when it is asked for.
 */
final class LostTable {
  private static final int FEWEST_ROWS = 8;

  private int size;

  /** The row's number + 1 by the prefix's hash, open addressing; 0 where there is none. */
  private int[] index = new int[2 * FEWEST_ROWS];

  private long[] prefixes = new long[FEWEST_ROWS];
  private long[] lostAt = new long[FEWEST_ROWS];

  /** Unsigned AS numbers; 0 where unknown. */
  private int[] origins = new int[FEWEST_ROWS];

  private int[] collectors = new int[FEWEST_ROWS];

  /** Blocks by how many collectors have lost them; those under several prefixes count as often. */
  private long[] blocksByCollectors = new long[4];

  private long blocks;

  /** Nothing was lost before. */
  private long oldest = Long.MAX_VALUE;

  int size() {
    return size;
  }

  /** How many rows there is room for. */
  int capacity() {
    return prefixes.length;
  }

  /** Puts a prefix in, in the place of what was known of its loss before. */
  void put(Lost lost) {
    int row = index[find(lost.prefix())] - 1;
    if (row < 0) {
      row = add(lost.prefix());
    } else {
      count(row, -1);
    }
    lostAt[row] = lost.lostAtMicros();
    origins[row] = (int) lost.originAsn();
    collectors[row] = lost.collectors();
    count(row, 1);
    oldest = Math.min(oldest, lost.lostAtMicros());
  }

  /** How many collectors have lost a prefix by now; nothing happens if it isn't lost. */
  void confirm(long prefix, int by) {
    int row = index[find(prefix)] - 1;
    if (row >= 0) {
      count(row, -1);
      collectors[row] = by;
      count(row, 1);
    }
  }

  /** Nothing happens if it isn't lost. */
  void remove(long prefix) {
    int row = index[find(prefix)] - 1;
    if (row >= 0) {
      removeRow(row);
    }
  }

  private void count(int row, int sign) {
    int by = collectors[row];
    if (by >= blocksByCollectors.length) {
      blocksByCollectors = Arrays.copyOf(blocksByCollectors, by + by / 2 + 1);
    }
    long change = sign * Prefix.blockCount(prefixes[row]);
    blocksByCollectors[by] += change;
    blocks += change;
  }

  private int add(long prefix) {
    if (size == prefixes.length) {
      resize(size + size / 2);
    }
    prefixes[size] = prefix;
    index[find(prefix)] = ++size;
    return size - 1;
  }

  /** Where the prefix is in the index, or where it would be put. */
  private int find(long prefix) {
    int mask = index.length - 1;
    int at = Prefix.hash(prefix) & mask;
    while (index[at] != 0 && prefixes[index[at] - 1] != prefix) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void resize(int capacity) {
    prefixes = Arrays.copyOf(prefixes, capacity);
    lostAt = Arrays.copyOf(lostAt, capacity);
    origins = Arrays.copyOf(origins, capacity);
    collectors = Arrays.copyOf(collectors, capacity);
    index = new int[Integer.highestOneBit(capacity - 1) * 4];
    for (int row = 0; row < size; row++) {
      index[find(prefixes[row])] = row + 1;
    }
  }

  /** Moves the last row to where the row was. */
  private void removeRow(int row) {
    count(row, -1);
    free(find(prefixes[row]));
    int last = --size;
    if (row < last) {
      index[find(prefixes[last])] = row + 1;
      prefixes[row] = prefixes[last];
      lostAt[row] = lostAt[last];
      origins[row] = origins[last];
      collectors[row] = collectors[last];
    }
  }

  /** Frees a place of the index and moves what follows in the run up to where it can be found. */
  private void free(int at) {
    int mask = index.length - 1;
    int hole = at;
    for (int next = at + 1 & mask; index[next] != 0; next = next + 1 & mask) {
      int wanted = Prefix.hash(prefixes[index[next] - 1]) & mask;
      if ((next - wanted & mask) >= (next - hole & mask)) {
        index[hole] = index[next];
        hole = next;
      }
    }
    index[hole] = 0;
  }

  /** Forgets what was lost before a moment; looks through the table only if anything was. */
  void forgetBefore(long micros) {
    if (oldest < micros) {
      keep(row -> lostAt[row] >= micros);
    }
  }

  /** Forgets all other prefixes. */
  void keepOnly(LongPredicate isKept) {
    keep(row -> isKept.test(prefixes[row]));
  }

  private void keep(IntPredicate isKept) {
    oldest = Long.MAX_VALUE;
    for (int row = size - 1; row >= 0; row--) {
      if (isKept.test(row)) {
        oldest = Math.min(oldest, lostAt[row]);
      } else {
        removeRow(row);
      }
    }
    if (prefixes.length > FEWEST_ROWS && size < prefixes.length / 4) {
      resize(Math.max(FEWEST_ROWS, size + size / 2));
    }
  }

  /** All of them, in no order. */
  Stream<Lost> all() {
    return IntStream.range(0, size)
        .mapToObj(
            row ->
                new Lost(
                    prefixes[row],
                    lostAt[row],
                    Integer.toUnsignedLong(origins[row]),
                    collectors[row]));
  }

  /** Those with the most blocks. */
  Ranking largest(int most) {
    Ranking largest = new Ranking(most);
    for (int row = 0; row < size; row++) {
      largest.offer(prefixes[row], Prefix.blockCount(prefixes[row]));
    }
    return largest;
  }

  /** The AS numbers that originated the most blocks. */
  Ranking origins(int most) {
    // There are no more of them than prefixes, so that a table as large as the index has room.
    int mask = index.length - 1;
    int[] asns = new int[index.length];
    long[] blocksOf = new long[index.length];
    for (int row = 0; row < size; row++) {
      int asn = origins[row];
      if (asn == 0) {
        continue;
      }
      int at = Prefix.hash(asn) & mask;
      while (asns[at] != 0 && asns[at] != asn) {
        at = at + 1 & mask;
      }
      asns[at] = asn;
      blocksOf[at] += Prefix.blockCount(prefixes[row]);
    }
    Ranking ranking = new Ranking(most);
    for (int at = 0; at < asns.length; at++) {
      if (asns[at] != 0) {
        ranking.offer(Integer.toUnsignedLong(asns[at]), blocksOf[at]);
      }
    }
    return ranking;
  }

  /** The most collectors that have all lost at least half of the blocks; 0 if nothing is lost. */
  int collectors() {
    long lostBySoMany = 0;
    for (int by = blocksByCollectors.length - 1; by > 0; by--) {
      lostBySoMany += blocksByCollectors[by];
      if (lostBySoMany > 0 && 2 * lostBySoMany >= blocks) {
        return by;
      }
    }
    return 0;
  }
}
