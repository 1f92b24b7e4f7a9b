package io.nightlight.domain.routes;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.routes.LostPrefixes.Lost;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lost prefixes of one address family: open addressing in flat arrays, so that a country that has
 * lost all of its routes is looked through at the speed of memory. A loss and a return cost the
 * same however many are lost; what only an outage asks for is counted when it is asked for.
 */
final class LostTable {
  private static final int FEWEST_PLACES = 8;

  /** In the column of collectors, where there is no prefix. */
  private static final int FREE = -1;

  private int size;
  private long[] prefixes;
  private long[] lostAt;

  /** Unsigned AS numbers; 0 where unknown. */
  private int[] origins;

  private int[] collectors;

  /** Address blocks, those that lie under several prefixes as often, by how many have lost them. */
  private long[] blocksByCollectors = new long[4];

  private long blocks;

  /** Nothing was lost before. */
  private long oldest = Long.MAX_VALUE;

  LostTable() {
    clear(FEWEST_PLACES);
  }

  private void clear(int capacity) {
    size = 0;
    prefixes = new long[capacity];
    lostAt = new long[capacity];
    origins = new int[capacity];
    collectors = new int[capacity];
    Arrays.fill(collectors, FREE);
    Arrays.fill(blocksByCollectors, 0);
    blocks = 0;
    oldest = Long.MAX_VALUE;
  }

  int size() {
    return size;
  }

  /** How many places there are for prefixes. */
  int capacity() {
    return prefixes.length;
  }

  /** Puts a prefix in, in the place of what was known of its loss before. */
  void put(Lost lost) {
    int at = find(lost.prefix());
    if (collectors[at] == FREE) {
      size++;
    } else {
      count(lost.prefix(), collectors[at], -1);
    }
    prefixes[at] = lost.prefix();
    lostAt[at] = lost.lostAtMicros();
    origins[at] = (int) lost.originAsn();
    collectors[at] = lost.collectors();
    count(lost.prefix(), lost.collectors(), 1);
    oldest = Math.min(oldest, lost.lostAtMicros());
    if (size * 8L > prefixes.length * 5L) {
      resize(2 * prefixes.length, place -> true);
    }
  }

  /** How many collectors have lost a prefix by now; nothing happens if it isn't lost. */
  void confirm(long prefix, int by) {
    int at = find(prefix);
    if (collectors[at] != FREE) {
      count(prefix, collectors[at], -1);
      collectors[at] = by;
      count(prefix, by, 1);
    }
  }

  /** Nothing happens if it isn't lost. */
  void remove(long prefix) {
    int at = find(prefix);
    if (collectors[at] != FREE) {
      count(prefix, collectors[at], -1);
      free(at);
    }
  }

  private void count(long prefix, int by, int sign) {
    if (by >= blocksByCollectors.length) {
      blocksByCollectors = Arrays.copyOf(blocksByCollectors, by + by / 2 + 1);
    }
    long change = sign * Prefix.blockCount(prefix);
    blocksByCollectors[by] += change;
    blocks += change;
  }

  /** Where the prefix is, or where it would be put. */
  private int find(long prefix) {
    int mask = prefixes.length - 1;
    int at = Prefix.hash(prefix) & mask;
    while (collectors[at] != FREE && prefixes[at] != prefix) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** Frees a place and moves what follows in the run up to where it can be found. */
  private void free(int at) {
    int mask = prefixes.length - 1;
    int hole = at;
    for (int next = at + 1 & mask; collectors[next] != FREE; next = next + 1 & mask) {
      int wanted = Prefix.hash(prefixes[next]) & mask;
      if ((next - wanted & mask) >= (next - hole & mask)) {
        prefixes[hole] = prefixes[next];
        lostAt[hole] = lostAt[next];
        origins[hole] = origins[next];
        collectors[hole] = collectors[next];
        hole = next;
      }
    }
    collectors[hole] = FREE;
    size--;
  }

  /** Forgets what was lost before a moment; looks through the table only if anything was. */
  void forgetBefore(long micros) {
    if (oldest < micros) {
      keep(at -> lostAt[at] >= micros);
    }
  }

  /** Forgets all other prefixes. */
  void keepOnly(LongPredicate isKept) {
    keep(at -> isKept.test(prefixes[at]));
  }

  /** Few are taken out one by one; where few are left, they move into a table of their size. */
  private void keep(IntPredicate isKept) {
    int kept = 0;
    long oldestKept = Long.MAX_VALUE;
    for (int at = 0; at < collectors.length; at++) {
      if (collectors[at] != FREE && isKept.test(at)) {
        kept++;
        oldestKept = Math.min(oldestKept, lostAt[at]);
      }
    }
    if (2 * kept < size || roomFor(kept) * 4L < prefixes.length) {
      resize(roomFor(kept), isKept);
    } else if (kept < size) {
      for (long prefix : places().filter(isKept.negate()).mapToLong(at -> prefixes[at]).toArray()) {
        remove(prefix);
      }
    }
    oldest = oldestKept;
  }

  private IntStream places() {
    return IntStream.range(0, collectors.length).filter(at -> collectors[at] != FREE);
  }

  private static int roomFor(int prefixes) {
    int capacity = FEWEST_PLACES;
    while (prefixes * 2L > capacity) {
      capacity *= 2;
    }
    return capacity;
  }

  private void resize(int capacity, IntPredicate isKept) {
    List<Lost> kept = places().filter(isKept).mapToObj(this::at).toList();
    clear(capacity);
    kept.forEach(this::put);
  }

  private Lost at(int place) {
    return new Lost(
        prefixes[place], lostAt[place], Integer.toUnsignedLong(origins[place]), collectors[place]);
  }

  /** All of them, in no order. */
  Stream<Lost> all() {
    return places().mapToObj(this::at);
  }

  /** Those with the most blocks. */
  Ranking largest(int most) {
    Ranking largest = new Ranking(most);
    for (int at = 0; at < collectors.length; at++) {
      if (collectors[at] != FREE) {
        largest.offer(prefixes[at], Prefix.blockCount(prefixes[at]));
      }
    }
    return largest;
  }

  /** The AS numbers that originated the most blocks. */
  Ranking origins(int most) {
    Map<Integer, Long> blocksOf = new HashMap<>();
    for (int at = 0; at < collectors.length; at++) {
      if (collectors[at] != FREE && origins[at] != 0) {
        blocksOf.merge(origins[at], Prefix.blockCount(prefixes[at]), Long::sum);
      }
    }
    Ranking ranking = new Ranking(most);
    blocksOf.forEach((origin, sum) -> ranking.offer(Integer.toUnsignedLong(origin), sum));
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
