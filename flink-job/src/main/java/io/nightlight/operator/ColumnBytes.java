package io.nightlight.operator;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Columns of numbers in the bytes of a checkpoint as they are: the length, then the numbers. Some
 * are only read any more, in formats of earlier releases; {@link PackedColumns} take less.
 */
final class ColumnBytes {
  private ColumnBytes() {}

  /** A number from 0 on, the smaller the shorter: seven bits a byte, the lowest first. */
  static void writeNumber(int number, DataOutputView out) throws IOException {
    int left = number;
    while ((left & ~0x7F) != 0) {
      out.writeByte(left & 0x7F | 0x80);
      left >>>= 7;
    }
    out.writeByte(left);
  }

  static int readNumber(DataInputView in) throws IOException {
    int number = 0;
    int shift = 0;
    int next = in.readUnsignedByte();
    while ((next & 0x80) != 0) {
      number |= (next & 0x7F) << shift;
      shift += 7;
      next = in.readUnsignedByte();
    }
    return number | next << shift;
  }

  static void write(long[] column, DataOutputView out) throws IOException {
    out.writeInt(column.length);
    for (long value : column) {
      out.writeLong(value);
    }
  }

  static long[] readLongs(DataInputView in) throws IOException {
    long[] column = new long[in.readInt()];
    for (int i = 0; i < column.length; i++) {
      column[i] = in.readLong();
    }
    return column;
  }

  static void write(int[] column, DataOutputView out) throws IOException {
    out.writeInt(column.length);
    for (int value : column) {
      out.writeInt(value);
    }
  }

  static void write(short[] column, DataOutputView out) throws IOException {
    out.writeInt(column.length);
    for (short value : column) {
      out.writeShort(value);
    }
  }

  static int[] readInts(DataInputView in) throws IOException {
    int[] column = new int[in.readInt()];
    for (int i = 0; i < column.length; i++) {
      column[i] = in.readInt();
    }
    return column;
  }

  static short[] readShorts(DataInputView in) throws IOException {
    short[] column = new short[in.readInt()];
    for (int i = 0; i < column.length; i++) {
      column[i] = in.readShort();
    }
    return column;
  }

  static byte[] readBytes(DataInputView in) throws IOException {
    byte[] column = new byte[in.readInt()];
    in.readFully(column);
    return column;
  }
}
