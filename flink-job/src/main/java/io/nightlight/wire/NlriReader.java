package io.nightlight.wire;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Routability;
import io.nightlight.domain.observation.BgpObservation;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Reads prefixes as RFC 4271 section 4.3 and RFC 4760 section 5 encode them into {@link Prefix}
 * keys, and leaves out those that {@link Routability} refuses. For one thread at a time; reuses its
 * buffer.
 */
final class NlriReader {
  private static final long MOST_PATH_ID = 0xFFFF_FFFFL;

  private long[] keys = new long[64];
  private int[] ids = new int[64];
  private List<Long> pathIds = List.of();
  private int met;
  private int count;
  private int ignored;

  /** Forgets the prefixes read so far and how many were left out. */
  void reset() {
    count = 0;
    ignored = 0;
  }

  /**
   * Begins a list of prefixes.
   *
   * @param pathIds one for each prefix of the list, or none at all
   */
  void begin(List<Long> pathIds) {
    this.pathIds = pathIds;
    count = 0;
    met = 0;
  }

  /**
   * @throws RefusedException if a prefix is cut short or longer than /32
   */
  void readIpv4(ByteBuffer prefixes) {
    ByteBuffer nlri = prefixes.duplicate();
    while (nlri.hasRemaining()) {
      int length = readLength(nlri, 32);
      int address = (int) (readUpper48(nlri, length) >>> 16);
      add(Prefix.ipv4(address, length), Routability.isRoutableIpv4(address, length));
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
      boolean routable = Routability.isRoutableIpv6(upper48, length);
      add(routable ? Prefix.ipv6(upper48, length) : 0, routable);
    }
  }

  /** The prefixes of the list. */
  long[] take() {
    return Arrays.copyOf(keys, count);
  }

  /**
   * The path identifiers of the same prefixes; empty if the list has none.
   *
   * @throws RefusedException if there is not one for each prefix
   */
  int[] takePathIds() {
    if (pathIds.isEmpty()) {
      return BgpObservation.noPathIds();
    }
    if (pathIds.size() != met) {
      throw new RefusedException(
          RejectReason.INVALID_VALUE, pathIds.size() + " path identifiers of " + met + " prefixes");
    }
    return Arrays.copyOf(ids, count);
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

  private void add(long key, boolean routable) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, 2 * count);
      ids = Arrays.copyOf(ids, 2 * count);
    }
    if (routable) {
      keys[count] = key;
      ids[count] = met < pathIds.size() ? pathId(pathIds.get(met)) : 0;
      count++;
    } else {
      ignored++;
    }
    met++;
  }

  private static int pathId(long id) {
    if (id < 0 || id > MOST_PATH_ID) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "path identifier " + id);
    }
    return (int) id;
  }
}
