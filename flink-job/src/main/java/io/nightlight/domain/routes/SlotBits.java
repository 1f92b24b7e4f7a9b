package io.nightlight.domain.routes;

import java.util.Arrays;

/** One bit for each pair of a row and a session slot, in one flat array. */
final class SlotBits {
  private int words;
  private long[] bits;

  /**
   * @param words how many {@code long}s a row takes
   */
  SlotBits(int words, int rows) {
    this(words, new long[words * rows]);
  }

  /** Over an array that is no longer anybody else's. */
  SlotBits(int words, long[] bits) {
    this.words = words;
    this.bits = bits;
  }

  /** How many {@code long}s a row takes. */
  int words() {
    return words;
  }

  /** How many rows there is room for. */
  int rows() {
    return bits.length / words;
  }

  boolean get(int row, int slot) {
    return (bits[row * words + (slot >>> 6)] >>> slot & 1) != 0;
  }

  void set(int row, int slot) {
    bits[row * words + (slot >>> 6)] |= 1L << slot;
  }

  void clear(int row, int slot) {
    bits[row * words + (slot >>> 6)] &= ~(1L << slot);
  }

  /** Slots 64 x {@code word} to 64 x {@code word} + 63 of a row. */
  long word(int row, int word) {
    return bits[row * words + word];
  }

  void setWord(int row, int word, long value) {
    bits[row * words + word] = value;
  }

  boolean isEmpty(int row) {
    for (int w = 0; w < words; w++) {
      if (bits[row * words + w] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Clears a slot in all rows. */
  void clearSlot(int slot) {
    long kept = ~(1L << slot);
    for (int at = slot >>> 6; at < bits.length; at += words) {
      bits[at] &= kept;
    }
  }

  void clearRow(int row) {
    Arrays.fill(bits, row * words, (row + 1) * words, 0);
  }

  /** Makes a row what it is in the other matrix, which is as wide. */
  void copyRow(int row, SlotBits from) {
    System.arraycopy(from.bits, row * words, bits, row * words, words);
  }

  /** Moves a row to another place. */
  void move(int from, int to) {
    System.arraycopy(bits, from * words, bits, to * words, words);
  }

  /** Makes room; rows beyond those that there were are empty. */
  void resize(int newWords, int rows) {
    if (newWords == words) {
      bits = Arrays.copyOf(bits, words * rows);
      return;
    }
    long[] wider = new long[newWords * rows];
    for (int row = 0; row < Math.min(rows, bits.length / words); row++) {
      System.arraycopy(bits, row * words, wider, row * newWords, words);
    }
    words = newWords;
    bits = wider;
  }

  /** The first rows, row by row, as if there were room for so many. Changes nothing. */
  long[] firstRows(int newWords, int rows) {
    SlotBits fitted = new SlotBits(words, bits);
    fitted.resize(newWords, rows);
    return fitted.bits;
  }

  /** The first rows, row by row. */
  long[] firstRows(int rows) {
    return Arrays.copyOf(bits, rows * words);
  }
}
