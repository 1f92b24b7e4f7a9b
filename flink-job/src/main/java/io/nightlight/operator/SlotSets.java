package io.nightlight.operator;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Sets of session slots in the bytes of a checkpoint, written as what sets them apart from another
 * one that is known: one byte for the same set and for the empty one, and one more for each session
 * that is in one of the two only.
 */
final class SlotSets {
  private static final int EMPTY = 0;
  private static final int PLAIN = 1;
  private static final int SAME = 2;

  private final int words;
  private final long[] differing;

  /**
   * @param words how many {@code long}s a set takes
   */
  SlotSets(int words) {
    this.words = words;
    differing = new long[words];
  }

  /**
   * Writes the set of a row.
   *
   * @param column sets, row by row
   * @param known where the known set is
   * @param knownRow its row there; below 0 if it is empty
   */
  void write(long[] column, int row, long[] known, int knownRow, DataOutputView out)
      throws IOException {
    int at = row * words;
    boolean empty = true;
    int differences = 0;
    for (int w = 0; w < words; w++) {
      long set = column[at + w];
      empty &= set == 0;
      differing[w] = set ^ (knownRow < 0 ? 0 : known[knownRow * words + w]);
      differences += Long.bitCount(differing[w]);
    }
    if (empty) {
      out.writeByte(EMPTY);
    } else if (differences >= words * Long.BYTES) {
      out.writeByte(PLAIN);
      for (int w = 0; w < words; w++) {
        out.writeLong(column[at + w]);
      }
    } else {
      ColumnBytes.writeNumber(SAME + differences, out);
      writeDiffering(out);
    }
  }

  private void writeDiffering(DataOutputView out) throws IOException {
    int before = 0;
    for (int w = 0; w < words; w++) {
      for (long left = differing[w]; left != 0; left &= left - 1) {
        int slot = w * Long.SIZE + Long.numberOfTrailingZeros(left);
        ColumnBytes.writeNumber(slot - before, out);
        before = slot;
      }
    }
  }

  /** Reads the set of a row into the column; the rest is as in {@link #write}. */
  void read(long[] column, int row, long[] known, int knownRow, DataInputView in)
      throws IOException {
    int at = row * words;
    int head = ColumnBytes.readNumber(in);
    if (head == EMPTY) {
      Arrays.fill(column, at, at + words, 0);
    } else if (head == PLAIN) {
      for (int w = 0; w < words; w++) {
        column[at + w] = in.readLong();
      }
    } else {
      for (int w = 0; w < words; w++) {
        column[at + w] = knownRow < 0 ? 0 : known[knownRow * words + w];
      }
      int slot = 0;
      for (int left = head - SAME; left > 0; left--) {
        slot += ColumnBytes.readNumber(in);
        column[at + (slot >>> 6)] ^= 1L << slot;
      }
    }
  }
}
