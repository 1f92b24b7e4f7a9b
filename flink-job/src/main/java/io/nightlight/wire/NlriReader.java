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

  private static final long[] NOTHING = {};

  private long[] keys = new long[64];
  private int[] ids = new int[64];
  private long[] pathIds = new long[64];
  private int pathIdCount;
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
    begin();
    for (int i = 0; i < pathIds.size(); i++) {
      addPathId(pathIds.get(i));
    }
  }

  /** Begins a list of prefixes whose path identifiers, if it has any, are added one by one. */
  void begin() {
    pathIdCount = 0;
    count = 0;
    met = 0;
  }

  void addPathId(long pathId) {
    if (pathIdCount == pathIds.length) {
      pathIds = Arrays.copyOf(pathIds, 2 * pathIdCount);
    }
    pathIds[pathIdCount++] = pathId;
  }

  /**
   * @throws RefusedException if a prefix is cut short or longer than /32
   */
  void readIpv4(ByteBuffer prefixes) {
    int from = prefixes.arrayOffset() + prefixes.position();
    readIpv4(prefixes.array(), from, from + prefixes.remaining());
  }

  /**
   * @throws RefusedException if a prefix is cut short or longer than /128
   */
  void readIpv6(ByteBuffer prefixes) {
    int from = prefixes.arrayOffset() + prefixes.position();
    readIpv6(prefixes.array(), from, from + prefixes.remaining());
  }

  /**
   * @throws RefusedException if a prefix is cut short or longer than /32
   */
  void readIpv4(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = readLength(bytes, at, to, 32);
      int address = (int) (readUpper48(bytes, at, length) >>> 16);
      add(Prefix.ipv4(address, length), Routability.isRoutableIpv4(address, length));
      at += 1 + (length + 7) / 8;
    }
  }

  /**
   * @throws RefusedException if a prefix is cut short or longer than /128
   */
  void readIpv6(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = readLength(bytes, at, to, 128);
      long upper48 = readUpper48(bytes, at, length);
      boolean routable = Routability.isRoutableIpv6(upper48, length);
      add(routable ? Prefix.ipv6(upper48, length) : 0, routable);
      at += 1 + (length + 7) / 8;
    }
  }

  /** The prefixes of the list. */
  long[] take() {
    return count == 0 ? NOTHING : Arrays.copyOf(keys, count);
  }

  /**
   * The path identifiers of the same prefixes; empty if the list has none.
   *
   * @throws RefusedException if there is not one for each prefix
   */
  int[] takePathIds() {
    if (pathIdCount == 0) {
      return BgpObservation.noPathIds();
    }
    if (pathIdCount != met) {
      throw new RefusedException(
          RejectReason.INVALID_VALUE, pathIdCount + " path identifiers of " + met + " prefixes");
    }
    return Arrays.copyOf(ids, count);
  }

  /** How many prefixes were left out since the last reset. */
  int ignored() {
    return ignored;
  }

  private static int readLength(byte[] bytes, int at, int to, int longest) {
    int length = bytes[at] & 0xFF;
    if (length > longest) {
      throw new RefusedException(
          RejectReason.INVALID_VALUE, "a prefix of /" + length + " where /" + longest + " is most");
    }
    int left = to - at - 1;
    if ((length + 7) / 8 > left) {
      throw new RefusedException(
          RejectReason.TRUNCATED, "a prefix of /" + length + " with " + left + " bytes left");
    }
    return length;
  }

  /** What is beyond 48 bits is read over: such prefixes are never routable. */
  private static long readUpper48(byte[] bytes, int lengthAt, int length) {
    int most = Math.min(6, (length + 7) / 8);
    long upper48 = 0;
    for (int i = 0; i < most; i++) {
      upper48 |= (bytes[lengthAt + 1 + i] & 0xFFL) << (40 - 8 * i);
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
      ids[count] = met < pathIdCount ? pathId(pathIds[met]) : 0;
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
