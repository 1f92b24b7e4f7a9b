package io.nightlight.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A place in the binary encoding of an Avro record (Avro specification, "Binary Encoding"), for
 * bytes that nobody vouches for: a length or a count is compared with the bytes that are left, and
 * nothing is allocated. What it refuses, and why, is what {@code schemas} refuses. For one thread
 * at a time.
 */
final class AvroBody {
  private static final int MOST_NUMBER_BYTES = 10;

  /** The mark and the fingerprint (Avro specification, "Single-object encoding"). */
  private static final int HEADER_BYTES = 10;

  /** C3 01, the mark of single-object encoding, as a number of two bytes. */
  private static final short MARK = 0x01C3;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final String record;
  private byte[] bytes = {};
  private int at;

  /**
   * @param record the record's name, for messages
   */
  AvroBody(String record) {
    this.record = record;
  }

  /** Whether the bytes say that they are one record of the schema with that fingerprint. */
  static boolean isSingleObject(byte[] bytes, long fingerprint) {
    return bytes.length >= HEADER_BYTES
        && (short) SHORT.get(bytes, 0) == MARK
        && (long) LONG.get(bytes, Short.BYTES) == fingerprint;
  }

  /**
   * @param singleObject what {@link #isSingleObject} says yes to
   */
  void startBehindHeader(byte[] singleObject) {
    start(singleObject, HEADER_BYTES);
  }

  void start(byte[] all, int from) {
    bytes = all;
    at = from;
  }

  int position() {
    return at;
  }

  /**
   * @throws RefusedException if something follows
   */
  void end() {
    if (at < bytes.length) {
      throw new RefusedException(
          RejectReason.MALFORMED, bytes.length - at + " bytes follow the record");
    }
  }

  /** An int or a long. */
  long number() {
    if (at < bytes.length && bytes[at] >= 0) {
      int one = bytes[at++];
      return one >>> 1 ^ -(one & 1);
    }
    long zigzag = 0;
    int from = at;
    skipNumber();
    for (int i = from; i < at; i++) {
      zigzag |= (bytes[i] & 0x7FL) << 7 * (i - from);
    }
    return zigzag >>> 1 ^ -(zigzag & 1);
  }

  /** An int, where the schema says that it is one. */
  int smallNumber() {
    long value = number();
    if (value != (int) value) {
      throw refused(RejectReason.MALFORMED, "an int of " + value);
    }
    return (int) value;
  }

  private void skipNumber() {
    byte[] all = bytes;
    int last = Math.min(all.length, at + MOST_NUMBER_BYTES);
    int next = at;
    while (next < last && all[next] < 0) {
      next++;
    }
    if (next < last) {
      at = next + 1;
      return;
    }
    boolean early = next - at < MOST_NUMBER_BYTES;
    at = next;
    throw early
        ? refused(RejectReason.TRUNCATED, "1 bytes wanted, 0 left")
        : refused(RejectReason.MALFORMED, "a number of more than ten bytes");
  }

  /** A symbol of an enum or a branch of a union, of {@code count} that there are. */
  int oneOf(int count) {
    long index = number();
    if (index < 0 || index >= count) {
      throw refused(RejectReason.MALFORMED, "number " + index + " of " + count);
    }
    return (int) index;
  }

  boolean truth() {
    if (at == bytes.length) {
      throw refused(RejectReason.TRUNCATED, "1 bytes wanted, 0 left");
    }
    byte value = bytes[at++];
    if (value != 0 && value != 1) {
      throw refused(RejectReason.MALFORMED, "a boolean of " + (value & 0xFF));
    }
    return value == 1;
  }

  /** Reads over bytes or a string and returns how many there are: they end at the position. */
  int run() {
    int length = within(number());
    at += length;
    return length;
  }

  /** How many items an array's next block has; 0 at the array's end. */
  int block() {
    long count = number();
    if (count < 0) {
      within(number()); // the block's size in bytes
      count = -count;
    }
    return within(count);
  }

  /** Reads over an array of numbers. */
  void skipNumbers() {
    for (int count = block(); count > 0; count = block()) {
      for (int i = 0; i < count; i++) {
        skipNumber();
      }
    }
  }

  private int within(long length) {
    if (length < 0) {
      throw refused(RejectReason.MALFORMED, "a length of " + length);
    }
    int left = bytes.length - at;
    if (length > left) {
      throw refused(
          RejectReason.TRUNCATED, "a length of " + length + " with " + left + " bytes left");
    }
    return (int) length;
  }

  private RefusedException refused(RejectReason reason, String what) {
    return new RefusedException(reason, "not a " + record + " at byte " + at + ": " + what);
  }
}
