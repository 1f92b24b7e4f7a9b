package io.nightlight.domain.routes;

import java.util.Arrays;

/**
 * Which sessions said something of which prefixes in one window: a list while they are few, bits
 * once those take less.
 */
public final class ToldPairs {
  /** Slots take the lower bits of a pair. */
  private static final int SLOT_BITS = 24;

  private static final int FEWEST_FOR_BITS = 1024;

  private final long windowEndMicros;
  private int size;
  private long[] pairs;
  private int words;
  private long[] bits = {};

  ToldPairs(long windowEndMicros) {
    this(windowEndMicros, 8);
  }

  /**
   * @param capacity how many pairs there may well be
   */
  ToldPairs(long windowEndMicros, int capacity) {
    this.windowEndMicros = windowEndMicros;
    pairs = new long[capacity];
  }

  /** The pairs of another window, with room for as many. */
  ToldPairs next(long otherWindowEndMicros, int rows, int slots) {
    ToldPairs next = new ToldPairs(otherWindowEndMicros, size + (size >> 3) + 8);
    if (bits.length > 0) {
      next.words = slots + 63 >>> 6;
      next.bits = new long[rows * next.words];
    }
    return next;
  }

  long windowEndMicros() {
    return windowEndMicros;
  }

  /**
   * @param rows how many rows there are
   * @param slots how many slots there are
   */
  void add(int row, int slot, int rows, int slots) {
    if (bits.length > 0 && fits(row, slot)) {
      set(row, slot);
      return;
    }
    if (size == pairs.length) {
      int neededWords = slots + 63 >>> 6;
      if (size >= FEWEST_FOR_BITS && size >= rows * neededWords) {
        toBits(rows, neededWords);
        add(row, slot, rows, slots);
        return;
      }
    }
    append((long) row << SLOT_BITS | slot);
  }

  private void append(long pair) {
    if (size == pairs.length) {
      pairs = Arrays.copyOf(pairs, size + (size >> 1) + 8);
    }
    pairs[size++] = pair;
  }

  private boolean fits(int row, int slot) {
    return slot >>> 6 < words && row < bits.length / words;
  }

  private void set(int row, int slot) {
    bits[row * words + (slot >>> 6)] |= 1L << slot;
  }

  private void toBits(int rows, int newWords) {
    long[] listed = columns().pairs();
    words = newWords;
    bits = new long[rows * words];
    size = 0;
    pairs = new long[8];
    for (long pair : listed) {
      add((int) (pair >>> SLOT_BITS), (int) pair & (1 << SLOT_BITS) - 1, rows, 64 * words);
    }
  }

  /** Hears of pairs. */
  interface Visitor {
    void pair(int row, int slot);
  }

  void forEach(Visitor visitor) {
    for (int i = 0; i < size; i++) {
      visitor.pair((int) (pairs[i] >>> SLOT_BITS), (int) pairs[i] & (1 << SLOT_BITS) - 1);
    }
    for (int at = 0; at < bits.length; at++) {
      for (long left = bits[at]; left != 0; left &= left - 1) {
        visitor.pair(at / words, at % words * 64 + Long.numberOfTrailingZeros(left));
      }
    }
  }

  /**
   * The pairs of one window.
   *
   * @param pairs the row {@code <<} 24 | the slot
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(long windowEndMicros, long[] pairs) {}

  Columns columns() {
    ToldPairs listed = new ToldPairs(windowEndMicros);
    forEach((row, slot) -> listed.append((long) row << SLOT_BITS | slot));
    return new Columns(windowEndMicros, Arrays.copyOf(listed.pairs, listed.size));
  }

  /** The same after rows have moved; pairs of rows that are gone (-1) are left out. */
  ToldPairs moved(int[] rows) {
    ToldPairs moved = new ToldPairs(windowEndMicros);
    forEach(
        (row, slot) -> {
          if (rows[row] >= 0) {
            moved.add(rows[row], slot, rows.length, slot + 1);
          }
        });
    return moved;
  }

  /** The same without a session. */
  ToldPairs without(int gone, int rows) {
    ToldPairs left = new ToldPairs(windowEndMicros);
    forEach(
        (row, slot) -> {
          if (slot != gone) {
            left.add(row, slot, rows, slot + 1);
          }
        });
    return left;
  }

  static ToldPairs of(Columns columns) {
    ToldPairs told = new ToldPairs(columns.windowEndMicros());
    told.pairs = columns.pairs();
    told.size = columns.pairs().length;
    return told;
  }
}
