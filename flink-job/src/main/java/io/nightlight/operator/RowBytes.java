package io.nightlight.operator;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.PrefixRows;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The rows of a table in the bytes of a checkpoint, in their order: the number of the row's
 * pattern, its prefix, its origin.
 *
 * <p>Many prefixes have the same sessions and flags. So a pattern (flags, the day of the loss, the
 * three sets of sessions) is written where it stands first, as what sets it apart from the one that
 * is met most so far, and by its number from then on. Prefixes are the key's 5 bytes in IPv4, 7 in
 * IPv6; origins are numbers of some 3 bytes, for in a shard hardly two rows have the same.
 */
final class RowBytes {
  private static final int NEW_PATTERN = 0;

  private RowBytes() {}

  /**
   * @param family of all the prefixes
   */
  static void write(IpFamily family, PrefixRows.Columns rows, DataOutputView out)
      throws IOException {
    ColumnBytes.writeNumber(rows.words(), out);
    ColumnBytes.writeNumber(rows.keys().length, out);
    FirstRows firsts = new FirstRows();
    PatternIndex patterns = new PatternIndex(rows, firsts);
    SlotSets sets = new SlotSets(rows.words());
    for (int row = 0; row < rows.keys().length; row++) {
      int pattern = patterns.findOrAdd(row);
      if (pattern == firsts.size()) {
        ColumnBytes.writeNumber(NEW_PATTERN, out);
        writePattern(rows, row, firsts.favourite(), sets, out);
        firsts.add(row);
      } else {
        ColumnBytes.writeNumber(pattern + 1, out);
        firsts.use(pattern);
      }
      writeKey(family, rows.keys()[row], out);
      ColumnBytes.writeNumber(rows.origins()[row], out);
    }
  }

  private static void writePattern(
      PrefixRows.Columns rows, int row, int known, SlotSets sets, DataOutputView out)
      throws IOException {
    out.writeByte(rows.flags()[row]);
    ColumnBytes.writeNumber(rows.lostDays()[row] & 0xFFFF, out);
    sets.write(rows.has(), row, rows.has(), known, out);
    sets.write(rows.members(), row, rows.has(), row, out);
    sets.write(rows.held(), row, rows.members(), row, out);
  }

  static PrefixRows.Columns read(IpFamily family, DataInputView in) throws IOException {
    int words = ColumnBytes.readNumber(in);
    int size = ColumnBytes.readNumber(in);
    PrefixRows.Columns rows =
        new PrefixRows.Columns(
            words,
            new long[size],
            new byte[size],
            new short[size],
            new int[size],
            new long[size * words],
            new long[size * words],
            new long[size * words]);
    FirstRows firsts = new FirstRows();
    SlotSets sets = new SlotSets(words);
    for (int row = 0; row < size; row++) {
      int pattern = ColumnBytes.readNumber(in);
      if (pattern == NEW_PATTERN) {
        readPattern(rows, row, firsts.favourite(), sets, in);
        firsts.add(row);
      } else {
        copyPattern(rows, firsts.rowOf(pattern - 1), row);
        firsts.use(pattern - 1);
      }
      rows.keys()[row] = readKey(family, in);
      rows.origins()[row] = ColumnBytes.readNumber(in);
    }
    return rows;
  }

  private static void readPattern(
      PrefixRows.Columns rows, int row, int known, SlotSets sets, DataInputView in)
      throws IOException {
    rows.flags()[row] = in.readByte();
    rows.lostDays()[row] = (short) ColumnBytes.readNumber(in);
    sets.read(rows.has(), row, rows.has(), known, in);
    sets.read(rows.members(), row, rows.has(), row, in);
    sets.read(rows.held(), row, rows.members(), row, in);
  }

  private static void copyPattern(PrefixRows.Columns rows, int from, int to) {
    int words = rows.words();
    rows.flags()[to] = rows.flags()[from];
    rows.lostDays()[to] = rows.lostDays()[from];
    System.arraycopy(rows.has(), from * words, rows.has(), to * words, words);
    System.arraycopy(rows.members(), from * words, rows.members(), to * words, words);
    System.arraycopy(rows.held(), from * words, rows.held(), to * words, words);
  }

  /** What is above the bytes that are written is the family. */
  private static void writeKey(IpFamily family, long key, DataOutputView out) throws IOException {
    if (family == IpFamily.IPV6) {
      out.writeShort((int) (key >>> 40));
    }
    out.writeByte((int) (key >>> 32));
    out.writeInt((int) key);
  }

  private static long readKey(IpFamily family, DataInputView in) throws IOException {
    long above = family == IpFamily.IPV6 ? 1L << 63 | (long) in.readUnsignedShort() << 40 : 0;
    return above | (long) in.readUnsignedByte() << 32 | in.readInt() & 0xFFFF_FFFFL;
  }
}
