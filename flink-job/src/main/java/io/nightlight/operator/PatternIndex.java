package io.nightlight.operator;

import io.nightlight.domain.routes.PrefixRows;
import java.util.Arrays;

/**
 * Finds the number of a row's pattern, which is all but its key and its origin: open addressing
 * over the table's own columns, in which each pattern is where it stood first.
 */
final class PatternIndex {
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  private final PrefixRows.Columns rows;
  private final FirstRows firsts;
  private long[] hashes = new long[256];

  /** The pattern's number + 1; 0 where there is none. */
  private int[] numbers = new int[256];

  /**
   * @param firsts to which new patterns are added elsewhere
   */
  PatternIndex(PrefixRows.Columns rows, FirstRows firsts) {
    this.rows = rows;
    this.firsts = firsts;
  }

  /** The number of the row's pattern; if it is a new one, the next that {@code firsts} gives. */
  int findOrAdd(int row) {
    long hash = hash(row);
    int at = start(hash);
    while (numbers[at] != 0) {
      if (hashes[at] == hash && isSame(row, firsts.rowOf(numbers[at] - 1))) {
        return numbers[at] - 1;
      }
      at = at + 1 & numbers.length - 1;
    }
    hashes[at] = hash;
    numbers[at] = firsts.size() + 1;
    if (numbers[at] * 2L > numbers.length) {
      grow();
    }
    return firsts.size();
  }

  private int start(long hash) {
    return (int) (hash >>> 32) & numbers.length - 1;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldNumbers = numbers;
    hashes = new long[2 * oldNumbers.length];
    numbers = new int[2 * oldNumbers.length];
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != 0) {
        int at = start(oldHashes[i]);
        while (numbers[at] != 0) {
          at = at + 1 & numbers.length - 1;
        }
        hashes[at] = oldHashes[i];
        numbers[at] = oldNumbers[i];
      }
    }
  }

  private long hash(int row) {
    long hash = rows.flags()[row] << Short.SIZE ^ rows.lostDays()[row];
    int end = (row + 1) * rows.words();
    for (int at = row * rows.words(); at < end; at++) {
      hash = mix(hash ^ rows.has()[at]);
      hash = mix(hash ^ rows.members()[at]);
      hash = mix(hash ^ rows.held()[at]);
    }
    return hash;
  }

  private static long mix(long value) {
    long mixed = value * MIX;
    return mixed ^ mixed >>> 32;
  }

  private boolean isSame(int row, int other) {
    int words = rows.words();
    return rows.flags()[row] == rows.flags()[other]
        && rows.lostDays()[row] == rows.lostDays()[other]
        && isSame(rows.has(), row * words, other * words)
        && isSame(rows.members(), row * words, other * words)
        && isSame(rows.held(), row * words, other * words);
  }

  private boolean isSame(long[] column, int at, int otherAt) {
    int words = rows.words();
    return Arrays.equals(column, at, at + words, column, otherAt, otherAt + words);
  }
}
