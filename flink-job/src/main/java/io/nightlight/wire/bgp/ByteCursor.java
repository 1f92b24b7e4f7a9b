package io.nightlight.wire.bgp;

import io.nightlight.wire.RejectReason;
import java.util.Arrays;

/**
 * A position in untrusted bytes, in network order. Never reads beyond its end and never allocates
 * more than it holds.
 */
public final class ByteCursor {
  private final byte[] bytes;
  private final int end;
  private int at;

  private ByteCursor(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  public static ByteCursor of(byte[] bytes) {
    return new ByteCursor(bytes, 0, bytes.length);
  }

  /**
   * A part of the bytes.
   *
   * @param from the first byte to read
   * @param to the first byte not to read
   */
  public static ByteCursor of(byte[] bytes, int from, int to) {
    if (from < 0 || from > to || to > bytes.length) {
      throw new IndexOutOfBoundsException(from + " to " + to + " of " + bytes.length);
    }
    return new ByteCursor(bytes, from, to);
  }

  public int remaining() {
    return end - at;
  }

  public boolean isEmpty() {
    return at == end;
  }

  /** One unsigned byte. */
  public int u8() throws BgpFormatException {
    require(1);
    return bytes[at++] & 0xFF;
  }

  /** Two bytes, unsigned. */
  public int u16() throws BgpFormatException {
    require(2);
    int value = ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    at += 2;
    return value;
  }

  /** Four bytes, unsigned. */
  public long u32() throws BgpFormatException {
    return ((long) u16() << 16) | u16();
  }

  public void skip(int count) throws BgpFormatException {
    require(count);
    at += count;
  }

  /** A copy of the next bytes. */
  public byte[] copy(int count) throws BgpFormatException {
    require(count);
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  /** Moves the next bytes to {@code target}. */
  void copyTo(byte[] target, int targetAt, int count) throws BgpFormatException {
    require(count);
    System.arraycopy(bytes, at, target, targetAt, count);
    at += count;
  }

  /** A copy of all that is left. */
  public byte[] copyRest() {
    byte[] rest = Arrays.copyOfRange(bytes, at, end);
    at = end;
    return rest;
  }

  /**
   * The next bytes as a cursor of their own.
   *
   * @param count a length that the bytes themselves declared
   * @param what the structure's name, for the error
   * @throws BgpFormatException MALFORMED if fewer are left: the declared length is wrong
   */
  public ByteCursor slice(int count, String what) throws BgpFormatException {
    if (count > end - at) {
      throw new BgpFormatException(
          RejectReason.MALFORMED,
          what + " of " + count + " bytes where " + remaining() + " remain");
    }
    at += count;
    return new ByteCursor(bytes, at - count, at);
  }

  /** The next byte, not consumed; -1 at the end. */
  public int peekU8() {
    return at == end ? -1 : bytes[at] & 0xFF;
  }

  /** A second cursor at the same place, to read ahead with. */
  public ByteCursor fork() {
    return new ByteCursor(bytes, at, end);
  }

  private void require(int count) throws BgpFormatException {
    if (count > end - at) {
      throw new BgpFormatException(
          RejectReason.TRUNCATED, count + " bytes expected, " + remaining() + " left");
    }
  }
}
