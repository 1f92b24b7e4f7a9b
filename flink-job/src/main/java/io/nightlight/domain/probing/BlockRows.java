package io.nightlight.domain.probing;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The blocks of one family in one shard, a row each, in columns without gaps, and an index that
 * finds the row of a block. A row keeps its number until {@link #removeIf}.
 *
 * <p>Four million blocks have to fit, so columns are as narrow as they can be and grow by little:
 * the index is a chain of 16-bit row numbers, and times are minutes in 16 bits, which say an age of
 * up to 45 days and mean nothing beyond.
 */
public final class BlockRows {
  static final long MINUTE_MICROS = 60_000_000L;

  /** More blocks than that find no room: row numbers have 16 bits. */
  static final int MOST = (1 << 16) - 1;

  private static final int CHAIN = 8;
  private static final int STATE_BITS = 2;

  private final IpFamily family;
  private int size;

  /** The lower 32 bits of the block's index. */
  private int[] keys;

  /** The upper 16 bits of the block's index; empty in IPv4, which has none. */
  private short[] tops;

  /** The belief, then the state. */
  private short[] beliefs;

  /** Replies and probes that the rate is learned from. */
  private short[] counts;

  private short[] learnedAt;
  private short[] reachedAt;
  private Responders responders;

  /** The number + 1 of each chain's first row; 0 if it has none. */
  private short[] first;

  /** The number + 1 of the next row of the same chain; 0 for the last. */
  private short[] next;

  BlockRows(IpFamily family) {
    this(family, Columns.none());
  }

  private BlockRows(IpFamily family, Columns columns) {
    this(family, columns, Responders.of(family, columns.responders()));
  }

  private BlockRows(IpFamily family, Columns columns, Responders responders) {
    this.family = family;
    this.responders = responders;
    size = columns.keys().length;
    keys = columns.keys();
    tops = columns.tops();
    beliefs = columns.beliefs();
    counts = columns.counts();
    learnedAt = columns.learnedAt();
    reachedAt = columns.reachedAt();
    next = new short[size];
    first = new short[1];
    reindex();
  }

  int size() {
    return size;
  }

  private long index(int row) {
    long low = keys[row] & 0xFFFF_FFFFL;
    return family == IpFamily.IPV4 ? low : (tops[row] & 0xFFFFL) << 32 | low;
  }

  /** The block as a {@link Prefix} key. */
  long block(int row) {
    return family == IpFamily.IPV4 ? Prefix.ipv4(keys[row] << 8, 24) : Prefix.ipv6(index(row), 48);
  }

  /** The row of a block, or -1. */
  int find(long index) {
    int row = first[chain(index)] & 0xFFFF;
    while (row > 0 && (keys[row - 1] != (int) index || index(row - 1) != index)) {
      row = next[row - 1] & 0xFFFF;
    }
    return row - 1;
  }

  private int chain(long index) {
    return Prefix.hash(index) & first.length - 1;
  }

  /** The row of a block, a new one if need be; -1 if there is no room for it. */
  int findOrAdd(long index) {
    int found = find(index);
    if (found >= 0 || size == MOST) {
      return found;
    }
    if (size == keys.length) {
      resize(Math.min(MOST, size + size / 32 + 8));
    }
    int row = size++;
    keys[row] = (int) index;
    if (family == IpFamily.IPV6) {
      tops[row] = (short) (index >>> 32);
    }
    beliefs[row] = 0;
    counts[row] = Belief.NO_COUNTS;
    responders.ensure(size);
    if (size > CHAIN * first.length) {
      reindex();
    } else {
      enter(row);
    }
    return row;
  }

  private void resize(int capacity) {
    keys = Arrays.copyOf(keys, capacity);
    tops = family == IpFamily.IPV4 ? tops : Arrays.copyOf(tops, capacity);
    beliefs = Arrays.copyOf(beliefs, capacity);
    counts = Arrays.copyOf(counts, capacity);
    learnedAt = Arrays.copyOf(learnedAt, capacity);
    reachedAt = Arrays.copyOf(reachedAt, capacity);
    next = Arrays.copyOf(next, capacity);
  }

  private void reindex() {
    int chains = 1;
    while (size > CHAIN * chains) {
      chains *= 2;
    }
    first = new short[chains];
    for (int row = 0; row < size; row++) {
      enter(row);
    }
  }

  private void enter(int row) {
    int chain = chain(index(row));
    next[row] = first[chain];
    first[chain] = (short) (row + 1);
  }

  Responders responders() {
    return responders;
  }

  BlockState state(int row) {
    return BlockState.of(beliefs[row] & (1 << STATE_BITS) - 1);
  }

  int belief(int row) {
    return beliefs[row] >> STATE_BITS;
  }

  void believe(int row, int belief, BlockState state) {
    beliefs[row] = (short) (belief << STATE_BITS | state.ordinal());
  }

  /** See {@link Belief#learned}. */
  int counts(int row) {
    return counts[row] & 0xFFFF;
  }

  void setCounts(int row, int learned) {
    counts[row] = (short) learned;
  }

  /** How many minutes ago anything was learned of the block. */
  int age(int row, long minute) {
    return (int) minute - learnedAt[row] & 0xFFFF;
  }

  void setLearned(int row, long minute) {
    learnedAt[row] = (short) minute;
  }

  /**
   * How many minutes ago a vantage whose way was not known to be broken had a reply of the block.
   */
  int sinceReached(int row, long minute) {
    return (int) minute - reachedAt[row] & 0xFFFF;
  }

  void setReached(int row, long minute) {
    reachedAt[row] = (short) minute;
  }

  /** Removes rows, and moves the others together. */
  void removeIf(IntPredicate isGone) {
    int kept = 0;
    for (int row = 0; row < size; row++) {
      if (isGone.test(row)) {
        continue;
      }
      if (kept != row) {
        move(row, kept);
      }
      kept++;
    }
    if (kept < size) {
      size = kept;
      resize(size);
      responders.cut(size);
      reindex();
    }
  }

  private void move(int from, int to) {
    keys[to] = keys[from];
    if (family == IpFamily.IPV6) {
      tops[to] = tops[from];
    }
    beliefs[to] = beliefs[from];
    counts[to] = counts[from];
    learnedAt[to] = learnedAt[from];
    reachedAt[to] = reachedAt[from];
    responders.move(from, to);
  }

  /**
   * The rows as columns of just their length.
   *
   * @param keys the lower 32 bits of each block's index, of /24s or /48s
   * @param tops its upper 16 bits; empty in IPv4
   * @param beliefs log odds in 1,024ths, times four, plus {@link BlockState#ordinal()}
   * @param counts of replies, then of all probes, 8 bits each
   * @param learnedAt when anything was learned of the block, in minutes since 1970, the lower 16
   *     bits
   * @param reachedAt when it last replied to a vantage whose way was not known to be broken,
   *     likewise
   * @param responders four {@code long}s a row: in IPv4 a bit for each address, in IPv6 16 times 16
   *     bits of a hash plus one, 0 where there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(
      int[] keys,
      short[] tops,
      short[] beliefs,
      short[] counts,
      short[] learnedAt,
      short[] reachedAt,
      long[] responders) {
    private static Columns none() {
      return new Columns(
          new int[0],
          new short[0],
          new short[0],
          new short[0],
          new short[0],
          new short[0],
          new long[0]);
    }
  }

  /** Shares nothing with the rows. */
  Columns columns() {
    return columns(responders.firstRows(size));
  }

  private Columns columns(long[] ofResponders) {
    return new Columns(
        Arrays.copyOf(keys, size),
        family == IpFamily.IPV4 ? tops : Arrays.copyOf(tops, size),
        Arrays.copyOf(beliefs, size),
        Arrays.copyOf(counts, size),
        Arrays.copyOf(learnedAt, size),
        Arrays.copyOf(reachedAt, size),
        ofResponders);
  }

  /** Rows that go their own way from here. */
  BlockRows copy() {
    return new BlockRows(family, columns(new long[0]), responders.copy());
  }

  /** Takes the columns over. */
  static BlockRows of(IpFamily family, Columns columns) {
    return new BlockRows(family, columns);
  }
}
