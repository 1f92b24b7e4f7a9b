package io.nightlight.wire;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Routability;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads prefixes as RFC 4271 section 4.3 and RFC 4760 section 5 encode them into {@link Prefix}
 * keys, and leaves out those that {@link Routability} refuses. For one thread at a time; reuses its
 * buffer.
 */
final class NlriReader {
  private long[] keys = new long[64];
  private int count;
  private int ignored;

  /** Forgets the prefixes read so far and how many were left out. */
  void reset() {
    count = 0;
    ignored = 0;
  }

  /**
   * @throws RefusedException if a prefix is cut short or longer than /32
   */
  void readIpv4(ByteBuffer prefixes) {
    ByteBuffer nlri = prefixes.duplicate();
    while (nlri.hasRemaining()) {
      int length = readLength(nlri, 32);
      int address = (int) (readUpper48(nlri, length) >>> 16);
      if (Routability.isRoutableIpv4(address, length)) {
        add(Prefix.ipv4(address, length));
      } else {
        ignored++;
      }
    }
  }

  /**
   * @throws RefusedException if a prefix is cut short or longer than /128
   */
  void readIpv6(ByteBuffer prefixes) {
    ByteBuffer nlri = prefixes.duplicate();
    while (nlri.hasRemaining()) {
      int length = readLength(nlri, 128);
      long upper48 = readUpper48(nlri, length);
      if (Routability.isRoutableIpv6(upper48, length)) {
        add(Prefix.ipv6(upper48, length));
      } else {
        ignored++;
      }
    }
  }

  /** The prefixes read since the last call or reset. */
  long[] take() {
    long[] taken = Arrays.copyOf(keys, count);
    count = 0;
    return taken;
  }

  /** How many prefixes were left out since the last reset. */
  int ignored() {
    return ignored;
  }

  private static int readLength(ByteBuffer nlri, int longest) {
    int length = nlri.get() & 0xFF;
    if (length > longest) {
      throw new RefusedException(
          RejectReason.INVALID_VALUE, "a prefix of /" + length + " where /" + longest + " is most");
    }
    int bytes = (length + 7) / 8;
    if (bytes > nlri.remaining()) {
      throw new RefusedException(
          RejectReason.TRUNCATED,
          "a prefix of /" + length + " with " + nlri.remaining() + " bytes left");
    }
    return length;
  }

  /** What is beyond 48 bits is read over: such prefixes are never routable. */
  private static long readUpper48(ByteBuffer nlri, int length) {
    int bytes = (length + 7) / 8;
    long upper48 = 0;
    for (int i = 0; i < bytes; i++) {
      int next = nlri.get() & 0xFF;
      if (i < 6) {
        upper48 |= (long) next << (40 - 8 * i);
      }
    }
    return upper48;
  }

  private void add(long key) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
    }
    keys[count++] = key;
  }
}
