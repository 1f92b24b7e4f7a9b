package io.nightlight.domain.routes;

import io.nightlight.domain.net.Prefix;
import java.util.Arrays;

/**
 * The rows of a shard's routing table: for each prefix one bit per session in each of a few
 * columns, in flat arrays with open addressing. Rows are found by prefix; an index is good until
 * the next {@link #findOrAdd} or {@link #forget}.
 */
final class PrefixRows {
  /** The session announced the prefix since it came up. */
  static final int HAS = 0;

  /** The session's opinion on the prefix counts. */
  static final int MEMBER = 1;

  /** The session had the prefix at the last daily sweep. */
  static final int HELD = 2;

  /** The session had the prefix in the table dump that is being read; there only while one is. */
  static final int RIB = 3;

  private static final int LASTING_COLUMNS = 3;
  private static final int VISIBILITY = 0b11;
  private static final int MATURE = 0b100;
  private static final int TOUCHED = 0b1000;
  private static final long EMPTY = 0;

  private int words;
  private int size;
  private long[] keys;
  private byte[] flags;

  /** Days since 1970 on which the prefix was lost; meaningful while it is LOST. */
  private short[] lostDays;

  private long[] bits;
  private long[] ribBits = new long[0];

  PrefixRows() {
    this(1, 16);
  }

  private PrefixRows(int words, int capacity) {
    this.words = words;
    this.keys = new long[capacity];
    this.flags = new byte[capacity];
    this.lostDays = new short[capacity];
    this.bits = new long[capacity * words * LASTING_COLUMNS];
  }

  int size() {
    return size;
  }

  int words() {
    return words;
  }

  /** How many places there are for rows; those that hold none answer false to {@link #isRow}. */
  int capacity() {
    return keys.length;
  }

  boolean isRow(int at) {
    return keys[at] != EMPTY;
  }

  long prefix(int row) {
    return keys[row];
  }

  /** The row of the prefix, or -1. */
  int find(long prefix) {
    int mask = keys.length - 1;
    int at = Prefix.hash(prefix) & mask;
    while (keys[at] != EMPTY) {
      if (keys[at] == prefix) {
        return at;
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
    if ((size + 1) * 8L > keys.length * 5L) {
      resize(words, keys.length * 2, Keep.ALL);
    }
    size++;
    return place(prefix);
  }

  private int place(long prefix) {
    int mask = keys.length - 1;
    int at = Prefix.hash(prefix) & mask;
    while (keys[at] != EMPTY) {
      at = at + 1 & mask;
    }
    keys[at] = prefix;
    return at;
  }

  Visibility visibility(int row) {
    return Visibility.of(flags[row] & VISIBILITY);
  }

  void setVisibility(int row, Visibility visibility) {
    flags[row] = (byte) (flags[row] & ~VISIBILITY | visibility.ordinal());
  }

  boolean isMature(int row) {
    return (flags[row] & MATURE) != 0;
  }

  void setMature(int row) {
    flags[row] |= MATURE;
  }

  /** Marks the row as touched in this window; whether it was not before. */
  boolean touch(int row) {
    boolean first = (flags[row] & TOUCHED) == 0;
    flags[row] |= TOUCHED;
    return first;
  }

  void settle(int row) {
    flags[row] &= ~TOUCHED;
  }

  int lostDay(int row) {
    return lostDays[row];
  }

  void setLostDay(int row, int day) {
    lostDays[row] = (short) day;
  }

  boolean get(int row, int column, int slot) {
    long[] in = column == RIB ? ribBits : bits;
    return in.length != 0 && (in[word(row, column, slot >>> 6)] >>> slot & 1) != 0;
  }

  void set(int row, int column, int slot) {
    if (column == RIB && ribBits.length == 0) {
      ribBits = new long[keys.length * words];
    }
    (column == RIB ? ribBits : bits)[word(row, column, slot >>> 6)] |= 1L << slot;
  }

  void clear(int row, int column, int slot) {
    long[] in = column == RIB ? ribBits : bits;
    if (in.length != 0) {
      in[word(row, column, slot >>> 6)] &= ~(1L << slot);
    }
  }

  /** Sessions 64 x {@code word} to 64 x {@code word} + 63 of a column of a row. */
  long bits(int row, int column, int word) {
    return bits[word(row, column, word)];
  }

  void setBits(int row, int column, int word, long value) {
    bits[word(row, column, word)] = value;
  }

  private int word(int row, int column, int word) {
    return column == RIB ? row * words + word : (row * LASTING_COLUMNS + column) * words + word;
  }

  boolean hasRibColumn() {
    return ribBits.length != 0;
  }

  void dropRibColumn() {
    ribBits = new long[0];
  }

  /** Makes room for session slots up to {@code slots}, exclusive. */
  void widen(int slots) {
    int needed = slots + 63 >>> 6;
    if (needed > words) {
      resize(needed, keys.length, Keep.ALL);
    }
  }

  /** Which rows outlive a resize. */
  private enum Keep {
    ALL,
    WITH_MEMBERS
  }

  /** Removes all rows that have no members. */
  void forget() {
    resize(words, keys.length, Keep.WITH_MEMBERS);
  }

  private boolean hasMembers(int row) {
    for (int w = 0; w < words; w++) {
      if (bits(row, MEMBER, w) != 0) {
        return true;
      }
    }
    return false;
  }

  private void resize(int newWords, int capacity, Keep keep) {
    PrefixRows old = new PrefixRows(words, 0);
    old.keys = keys;
    old.flags = flags;
    old.lostDays = lostDays;
    old.bits = bits;
    old.ribBits = ribBits;
    words = newWords;
    size = 0;
    keys = new long[capacity];
    flags = new byte[capacity];
    lostDays = new short[capacity];
    bits = new long[capacity * words * LASTING_COLUMNS];
    ribBits = old.ribBits.length == 0 ? old.ribBits : new long[capacity * words];
    for (int from = 0; from < old.keys.length; from++) {
      if (old.isRow(from) && (keep == Keep.ALL || old.hasMembers(from))) {
        int to = place(old.keys[from]);
        size++;
        flags[to] = old.flags[from];
        lostDays[to] = old.lostDays[from];
        copyBits(old, from, to);
      }
    }
  }

  private void copyBits(PrefixRows old, int from, int to) {
    for (int column = 0; column < LASTING_COLUMNS; column++) {
      System.arraycopy(old.bits, old.word(from, column, 0), bits, word(to, column, 0), old.words);
    }
    if (ribBits.length != 0) {
      System.arraycopy(old.ribBits, old.word(from, RIB, 0), ribBits, word(to, RIB, 0), old.words);
    }
  }

  /**
   * The rows without the gaps between them.
   *
   * @param words how many {@code long}s a column of a row takes
   * @param bits row by row: HAS, MEMBER, HELD, {@code words} each
   * @param ribBits row by row: RIB; empty while no dump is being read
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  record Dense(
      int words, long[] keys, byte[] flags, short[] lostDays, long[] bits, long[] ribBits) {}

  Dense dense() {
    PrefixRows dense = new PrefixRows(words, size);
    dense.ribBits = ribBits.length == 0 ? ribBits : new long[size * words];
    int to = 0;
    for (int from = 0; from < keys.length; from++) {
      if (isRow(from)) {
        dense.keys[to] = keys[from];
        dense.flags[to] = flags[from];
        dense.lostDays[to] = lostDays[from];
        dense.copyBits(this, from, to);
        to++;
      }
    }
    return new Dense(words, dense.keys, dense.flags, dense.lostDays, dense.bits, dense.ribBits);
  }

  static PrefixRows of(Dense dense) {
    PrefixRows rows = new PrefixRows(dense.words(), 0);
    rows.keys = dense.keys();
    rows.flags = dense.flags();
    rows.lostDays = dense.lostDays();
    rows.bits = dense.bits();
    rows.ribBits = dense.ribBits();
    int capacity = 16;
    while (dense.keys().length * 8L > capacity * 5L) {
      capacity *= 2;
    }
    rows.resize(dense.words(), capacity, Keep.ALL);
    return rows;
  }

  /** Clears a session's bit of a column in all rows. */
  void clearSlot(int column, int slot) {
    for (int row = 0; row < keys.length; row++) {
      if (isRow(row)) {
        clear(row, column, slot);
      }
    }
  }

  /** Clears a column of a row. */
  void clearColumn(int row, int column) {
    int from = word(row, column, 0);
    Arrays.fill(bits, from, from + words, 0);
  }

  /** Makes one column of a row equal to another. */
  void copyColumn(int row, int fromColumn, int toColumn) {
    System.arraycopy(bits, word(row, fromColumn, 0), bits, word(row, toColumn, 0), words);
  }
}
