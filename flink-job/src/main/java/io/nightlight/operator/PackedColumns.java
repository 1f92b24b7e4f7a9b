package io.nightlight.operator;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Columns of numbers that take the fewer bytes the closer neighbours are to one another. */
final class PackedColumns {
  private PackedColumns() {}

  /** An unsigned number, the smaller the shorter: seven bits a byte, the lowest first. */
  static void writeNumber(long number, DataOutputView out) throws IOException {
    long left = number;
    while ((left & ~0x7FL) != 0) {
      out.writeByte((int) left & 0x7F | 0x80);
      left >>>= 7;
    }
    out.writeByte((int) left);
  }

  static long readNumber(DataInputView in) throws IOException {
    long number = 0;
    int shift = 0;
    int next = in.readUnsignedByte();
    while ((next & 0x80) != 0) {
      number |= (next & 0x7FL) << shift;
      shift += 7;
      next = in.readUnsignedByte();
    }
    return number | (long) next << shift;
  }

  /** A number that is the shorter the closer it is to 0; any number can be written. */
  static void writeSigned(long number, DataOutputView out) throws IOException {
    writeNumber(number << 1 ^ number >> 63, out);
  }

  static long readSigned(DataInputView in) throws IOException {
    long number = readNumber(in);
    return number >>> 1 ^ -(number & 1);
  }

  /** The length, then each number's distance from the one before. */
  static void writeSteps(long[] column, DataOutputView out) throws IOException {
    writeNumber(column.length, out);
    long before = 0;
    for (long value : column) {
      writeSigned(value - before, out);
      before = value;
    }
  }

  static long[] readSteps(DataInputView in) throws IOException {
    long[] column = new long[ColumnBytes.readNumber(in)];
    long before = 0;
    for (int i = 0; i < column.length; i++) {
      before += readSigned(in);
      column[i] = before;
    }
    return column;
  }

  /** The length, then the numbers. */
  static void write(int[] column, DataOutputView out) throws IOException {
    writeNumber(column.length, out);
    for (int value : column) {
      ColumnBytes.writeNumber(value, out);
    }
  }

  static int[] readInts(DataInputView in) throws IOException {
    int[] column = new int[ColumnBytes.readNumber(in)];
    for (int i = 0; i < column.length; i++) {
      column[i] = ColumnBytes.readNumber(in);
    }
    return column;
  }

  /** The length, then how often each number follows itself and its distance from the one before. */
  static void writeRuns(long[] column, DataOutputView out) throws IOException {
    writeNumber(column.length, out);
    long before = 0;
    int end;
    for (int at = 0; at < column.length; at = end) {
      end = at + 1;
      while (end < column.length && column[end] == column[at]) {
        end++;
      }
      writeNumber(end - at, out);
      writeSigned(column[at] - before, out);
      before = column[at];
    }
  }

  static long[] readRuns(DataInputView in) throws IOException {
    long[] column = new long[ColumnBytes.readNumber(in)];
    long before = 0;
    int end;
    for (int at = 0; at < column.length; at = end) {
      end = at + ColumnBytes.readNumber(in);
      before += readSigned(in);
      Arrays.fill(column, at, end, before);
    }
    return column;
  }
}
