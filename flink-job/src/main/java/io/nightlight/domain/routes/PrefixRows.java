package io.nightlight.domain.routes;

import io.nightlight.domain.net.Prefix;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a routing table, one a prefix, in columns without gaps: the bits of the sessions, the
 * origin and a few flags, and an index that finds the row of a prefix. A row keeps its number until
 * {@link #forgetWithoutMembers}.
 */
public final class PrefixRows {
  private static final int VISIBILITY = 0b11;
  private static final int MATURE = 0b100;
  private static final int TOUCHED = 0b1000;
  private static final int ORIGIN_TOLD = 0b10000;
  private static final int HELD_ONCE = 0b100000;
  private static final int CONFIRMED = 0b1000000;

  private int words;
  private int size;

  /** The row's number + 1 by the prefix's hash, open addressing; 0 where there is none. */
  private int[] index;

  private long[] keys;
  private byte[] flags;

  /** Days since 1970 on which the prefix was lost; meaningful while it is LOST. */
  private short[] lostDays;

  /** The AS that originates the prefix, an unsigned number; 0 while none was told. */
  private int[] origins;

  private final SlotBits has;
  private final SlotBits members;
  private final SlotBits held;

  PrefixRows() {
    this(new Columns(1, new long[0], new byte[0], new short[0], new int[0], NONE, NONE, NONE));
  }

  private static final long[] NONE = {};

  private PrefixRows(Columns columns) {
    words = columns.words();
    size = columns.keys().length;
    keys = columns.keys();
    flags = columns.flags();
    lostDays = columns.lostDays();
    origins = columns.origins();
    has = new SlotBits(words, columns.has());
    members = new SlotBits(words, columns.members());
    held = new SlotBits(words, columns.held());
    index = new int[16];
    reindex();
  }

  int size() {
    return size;
  }

  /** How many {@code long}s the bits of a row take. */
  int words() {
    return words;
  }

  /** How many rows there is room for. */
  int capacity() {
    return keys.length;
  }

  long prefix(int row) {
    return keys[row];
  }

  /** Who announced the prefix since its session came up. */
  SlotBits has() {
    return has;
  }

  /** Whose opinion on the prefix counts. */
  SlotBits members() {
    return members;
  }

  /** Who had the prefix at the last daily sweep. */
  SlotBits held() {
    return held;
  }

  /** The row of the prefix, or -1. */
  int find(long prefix) {
    int mask = index.length - 1;
    int at = Prefix.hash(prefix) & mask;
    while (index[at] != 0) {
      if (keys[index[at] - 1] == prefix) {
        return index[at] - 1;
      }
      at = at + 1 & mask;
    }
    return -1;
  }

  int findOrAdd(long prefix) {
    int found = find(prefix);
    if (found >= 0) {
      return found;
    }
    if (size == keys.length) {
      makeRoom(size + size / 4 + 8);
    }
    keys[size++] = prefix;
    if (size * 4L > index.length * 3L) {
      reindex();
    } else {
      enter(size - 1);
    }
    return size - 1;
  }

  private void makeRoom(int capacity) {
    keys = Arrays.copyOf(keys, capacity);
    flags = Arrays.copyOf(flags, capacity);
    lostDays = Arrays.copyOf(lostDays, capacity);
    origins = Arrays.copyOf(origins, capacity);
    has.resize(words, capacity);
    members.resize(words, capacity);
    held.resize(words, capacity);
  }

  private void reindex() {
    int capacity = 16;
    while (size * 4L > capacity * 3L) {
      capacity *= 2;
    }
    index = new int[capacity];
    for (int row = 0; row < size; row++) {
      enter(row);
    }
  }

  private void enter(int row) {
    int mask = index.length - 1;
    int at = Prefix.hash(keys[row]) & mask;
    while (index[at] != 0) {
      at = at + 1 & mask;
    }
    index[at] = row + 1;
  }

  /** Makes room for session slots up to {@code slots}, exclusive; whether it had to. */
  boolean widen(int slots) {
    int needed = slots + 63 >>> 6;
    if (needed <= words) {
      return false;
    }
    words = needed;
    has.resize(words, keys.length);
    members.resize(words, keys.length);
    held.resize(words, keys.length);
    return true;
  }

  Visibility visibility(int row) {
    return Visibility.of(flags[row] & VISIBILITY);
  }

  void setVisibility(int row, Visibility visibility) {
    flags[row] = (byte) (flags[row] & ~(VISIBILITY | CONFIRMED) | visibility.ordinal());
  }

  /** Whether it was told that several collectors have lost the prefix, since it is what it is. */
  boolean isConfirmed(int row) {
    return (flags[row] & CONFIRMED) != 0;
  }

  void setConfirmed(int row) {
    flags[row] |= CONFIRMED;
  }

  /** Whether the prefix has been through a daily sweep. */
  boolean isMature(int row) {
    return (flags[row] & MATURE) != 0;
  }

  void setMature(int row) {
    flags[row] |= MATURE;
  }

  /** As if the prefix had never been told of before. */
  void setYoung(int row) {
    flags[row] &= ~(MATURE | HELD_ONCE);
  }

  /** Whether anybody held the prefix at a daily sweep. */
  boolean wasHeldOnce(int row) {
    return (flags[row] & HELD_ONCE) != 0;
  }

  void setHeldOnce(int row) {
    flags[row] |= HELD_ONCE;
  }

  /** Marks the row as touched in this window; whether it was not before. */
  boolean touch(int row) {
    boolean first = (flags[row] & TOUCHED) == 0;
    flags[row] |= TOUCHED;
    return first;
  }

  /** The window is over for the row. */
  void settle(int row) {
    flags[row] &= ~(TOUCHED | ORIGIN_TOLD);
  }

  /** The AS that originates the prefix, an unsigned number; 0 while none was told. */
  int origin(int row) {
    return origins[row];
  }

  /**
   * Notes an origin. Of those told in one window the smallest stands, so that their order doesn't
   * matter (pitfall P23).
   */
  void tellOrigin(int row, int origin) {
    if (origin == 0) {
      return;
    }
    boolean first = (flags[row] & ORIGIN_TOLD) == 0;
    if (first || Integer.compareUnsigned(origin, origins[row]) < 0) {
      origins[row] = origin;
      flags[row] |= ORIGIN_TOLD;
    }
  }

  int lostDay(int row) {
    return lostDays[row];
  }

  void setLostDay(int row, int day) {
    lostDays[row] = (short) day;
  }

  /**
   * Removes the rows that have no members, and moves the others together.
   *
   * @param isNeeded rows that keep their place all the same, as if never told of before
   * @return the new number of each row, -1 for those that are gone; null if none is gone
   */
  int @Nullable [] forgetWithoutMembers(IntPredicate isNeeded) {
    int[] moved = new int[size];
    int kept = 0;
    for (int row = 0; row < size; row++) {
      if (members.isEmpty(row)) {
        if (!isNeeded.test(row)) {
          moved[row] = -1;
          continue;
        }
        empty(row);
      }
      moved[row] = kept;
      if (kept != row) {
        move(row, kept);
      }
      kept++;
    }
    if (kept == size) {
      return null;
    }
    for (int row = kept; row < size; row++) {
      empty(row);
    }
    size = kept;
    makeRoom(size + size / 8 + 8);
    reindex();
    return moved;
  }

  private void move(int from, int to) {
    keys[to] = keys[from];
    flags[to] = flags[from];
    lostDays[to] = lostDays[from];
    origins[to] = origins[from];
    has.move(from, to);
    members.move(from, to);
    held.move(from, to);
  }

  private void empty(int row) {
    flags[row] = 0;
    lostDays[row] = 0;
    origins[row] = 0;
    has.clearRow(row);
    members.clearRow(row);
    held.clearRow(row);
  }

  /**
   * The rows as columns of just their length.
   *
   * @param words how many {@code long}s the bits of a row take
   * @param origins unsigned numbers
   * @param has row by row, {@code words} each, as are {@code members} and {@code held}
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(
      int words,
      long[] keys,
      byte[] flags,
      short[] lostDays,
      int[] origins,
      long[] has,
      long[] members,
      long[] held) {}

  /** Shares nothing with the rows. */
  Columns columns() {
    return new Columns(
        words,
        Arrays.copyOf(keys, size),
        Arrays.copyOf(flags, size),
        Arrays.copyOf(lostDays, size),
        Arrays.copyOf(origins, size),
        has.firstRows(size),
        members.firstRows(size),
        held.firstRows(size));
  }

  /** Takes the columns over. */
  static PrefixRows of(Columns columns) {
    return new PrefixRows(columns);
  }
}
