package io.nightlight.operator;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Columns of numbers in the bytes of a checkpoint: the length, then the numbers. */
final class ColumnBytes {
  /** Numbers are taken in parts: one by one, the checks of a stream cost more than the bytes. */
  private static final int PART = 1024;

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
    byte[] part = new byte[Long.BYTES * Math.min(column.length, PART)];
    for (int at = 0; at < column.length; at += PART) {
      int length = Math.min(PART, column.length - at);
      ByteBuffer.wrap(part).asLongBuffer().put(column, at, length);
      out.write(part, 0, Long.BYTES * length);
    }
  }

  static long[] readLongs(DataInputView in) throws IOException {
    long[] column = new long[in.readInt()];
    byte[] part = new byte[Long.BYTES * Math.min(column.length, PART)];
    for (int at = 0; at < column.length; at += PART) {
      int length = Math.min(PART, column.length - at);
      in.readFully(part, 0, Long.BYTES * length);
      ByteBuffer.wrap(part).asLongBuffer().get(column, at, length);
    }
    return column;
  }

  static void write(int[] column, DataOutputView out) throws IOException {
    out.writeInt(column.length);
    for (int value : column) {
      out.writeInt(value);
    }
  }

  static int[] readInts(DataInputView in) throws IOException {
    int[] column = new int[in.readInt()];
    for (int i = 0; i < column.length; i++) {
      column[i] = in.readInt();
    }
    return column;
  }

  static void write(short[] column, DataOutputView out) throws IOException {
    out.writeInt(column.length);
    for (short value : column) {
      out.writeShort(value);
    }
  }

  static short[] readShorts(DataInputView in) throws IOException {
    short[] column = new short[in.readInt()];
    for (int i = 0; i < column.length; i++) {
      column[i] = in.readShort();
    }
    return column;
  }

  static void write(byte[] column, DataOutputView out) throws IOException {
    out.writeInt(column.length);
    out.write(column);
  }

  static byte[] readBytes(DataInputView in) throws IOException {
    byte[] column = new byte[in.readInt()];
    in.readFully(column);
    return column;
  }
}
