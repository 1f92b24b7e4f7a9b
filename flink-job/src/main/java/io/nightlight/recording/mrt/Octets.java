package io.nightlight.recording.mrt;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Bytes in network order that grow as they are written. Lengths stand before what they measure, so
 * they are left open and filled in afterwards.
 */
final class Octets {
  private byte[] bytes = new byte[4096];
  private int size;

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  Octets u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  Octets u16(int value) {
    return u8(value >>> 8).u8(value);
  }

  Octets u32(long value) {
    return u16((int) (value >>> 16)).u16((int) value);
  }

  Octets all(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  /** Leaves two bytes open; their place is what {@link #measure} takes. */
  int openLength() {
    u16(0);
    return size - 2;
  }

  /** Fills in how many bytes have been written since the length was opened. */
  void measure(int opened) {
    put16(opened, size - opened - 2);
  }

  void put16(int at, int value) {
    if (value > 0xFFFF) {
      throw new IllegalArgumentException("longer than 65,535 bytes: " + value);
    }
    bytes[at] = (byte) (value >>> 8);
    bytes[at + 1] = (byte) value;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
