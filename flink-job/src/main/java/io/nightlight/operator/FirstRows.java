package io.nightlight.operator;

import java.util.Arrays;

/**
 * The rows in which each pattern stands for the first time, by its number, and which of them is met
 * most: writer and reader come to the same as they go from row to row.
 */
final class FirstRows {
  private static final int NONE = -1;

  private int[] rows = new int[64];
  private int[] uses = new int[64];
  private int size;
  private int favourite = NONE;

  int size() {
    return size;
  }

  /** The row where the pattern stood first. */
  int rowOf(int pattern) {
    return rows[pattern];
  }

  /** The first row of the pattern that is met most so far; -1 while there is none. */
  int favourite() {
    return favourite == NONE ? NONE : rows[favourite];
  }

  /** Gives the next number to the pattern of the row. */
  void add(int row) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
      uses = Arrays.copyOf(uses, 2 * size);
    }
    rows[size] = row;
    uses[size] = 0;
    use(size++);
  }

  /** A row has the pattern. */
  void use(int pattern) {
    uses[pattern]++;
    if (favourite == NONE || uses[pattern] > uses[favourite]) {
      favourite = pattern;
    }
  }
}
