package io.nightlight.wire.bgp;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.wire.RejectReason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Prefixes of one family in the order in which they came (RFC 4271 section 4.3).
 *
 * @param prefixes for each, one byte of length in bits and the fewest bytes that hold them; bits
 *     beyond the length are zero, though routers need not clear them
 * @param pathIds the path identifier of each prefix, 0 to 2^32 - 1; empty without ADD-PATH
 * @param count how many prefixes
 */
@SuppressWarnings("ArrayRecordComponent") // hot: some for each message; never compared
public record Nlri(byte[] prefixes, long[] pathIds, int count) {
  public static final Nlri NONE = new Nlri(new byte[0], new long[0], 0);

  private static final int PATH_ID_BYTES = 4;

  public boolean isEmpty() {
    return count == 0;
  }

  /** Reads all that is left of {@code in}. */
  public static Nlri decode(ByteCursor in, IpFamily family, PathIds pathIds)
      throws BgpFormatException {
    if (in.isEmpty()) {
      return NONE;
    }
    return switch (pathIds) {
      case ABSENT -> plain(in.copyRest(), family);
      case PRESENT -> withPathIds(in, family);
      case UNDECLARED -> undeclared(in, family);
    };
  }

  /** Reads the one prefix that {@code in} begins with, without a path identifier. */
  public static Nlri decodeOne(ByteCursor in, IpFamily family) throws BgpFormatException {
    int size = sizeOf(in.peekU8(), family);
    byte[] prefix = new byte[size];
    in.copyTo(prefix, 0, size);
    clearTrailingBits(prefix, 0, family);
    return new Nlri(prefix, NONE.pathIds, 1);
  }

  /**
   * One prefix given as a whole address and a length.
   *
   * @param bits the length as it was read, not yet checked
   */
  public static Nlri ofAddress(byte[] address, int bits, IpFamily family)
      throws BgpFormatException {
    byte[] prefix = new byte[sizeOf(bits, family)];
    prefix[0] = (byte) bits;
    System.arraycopy(address, 0, prefix, 1, prefix.length - 1);
    clearTrailingBits(prefix, 0, family);
    return new Nlri(prefix, NONE.pathIds, 1);
  }

  /** The same single prefix with a path identifier. */
  public Nlri withPathId(long pathId) {
    return new Nlri(prefixes, new long[] {pathId}, count);
  }

  /** Both lists, this one first; prefixes without an identifier among others with one get 0. */
  public Nlri and(Nlri other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    byte[] both = Arrays.copyOf(prefixes, prefixes.length + other.prefixes.length);
    System.arraycopy(other.prefixes, 0, both, prefixes.length, other.prefixes.length);
    return new Nlri(both, pathIdsOf(this, other), count + other.count);
  }

  /** The identifiers of two lists, one for each prefix; empty if neither has any. */
  static long[] pathIdsOf(Nlri first, Nlri second) {
    if (first.pathIds.length == 0 && second.pathIds.length == 0) {
      return first.pathIds;
    }
    long[] both = new long[first.count + second.count];
    System.arraycopy(first.pathIds, 0, both, 0, first.pathIds.length);
    System.arraycopy(second.pathIds, 0, both, first.count, second.pathIds.length);
    return both;
  }

  /**
   * {@link PathIds#UNDECLARED}: decided list by list and from nothing but the list, so that a
   * recording says the same wherever it is cut.
   */
  private static Nlri undeclared(ByteCursor in, IpFamily family) throws BgpFormatException {
    Nlri plain = null;
    BgpFormatException refusal = null;
    try {
      plain = plain(in.fork().copyRest(), family);
    } catch (BgpFormatException e) {
      refusal = e;
    }
    if (plain != null && !plain.looksMisread(family)) {
      return plain;
    }
    Nlri withPathIds = honestWithPathIds(in, family);
    if (withPathIds != null) {
      return withPathIds;
    }
    if (refusal != null) {
      throw refusal;
    }
    return plain;
  }

  private static @Nullable Nlri honestWithPathIds(ByteCursor in, IpFamily family) {
    try {
      Nlri read = withPathIds(in, family);
      return read.countOf(1, leastHonestBits(family) - 1) == 0 ? read : null;
    } catch (BgpFormatException noPathIds) {
      return null;
    }
  }

  /** A default route beside another prefix that nobody announces, as small identifiers look. */
  private boolean looksMisread(IpFamily family) {
    return countOf(0, 0) > 0 && countOf(0, leastHonestBits(family) - 1) > 1;
  }

  /** Registries hand out nothing shorter: such a prefix is a leak, a mistake or misread. */
  private static int leastHonestBits(IpFamily family) {
    return family == IpFamily.IPV4 ? 8 : 16;
  }

  /** How many prefixes have a length between the two. */
  private int countOf(int least, int most) {
    int found = 0;
    for (int at = 0; at < prefixes.length; at += 1 + ((prefixes[at] & 0xFF) + 7) / 8) {
      int bits = prefixes[at] & 0xFF;
      if (bits >= least && bits <= most) {
        found++;
      }
    }
    return found;
  }

  private static Nlri plain(byte[] nlri, IpFamily family) throws BgpFormatException {
    int count = 0;
    int at = 0;
    while (at < nlri.length) {
      at = clearTrailingBits(nlri, at, family);
      count++;
    }
    return new Nlri(nlri, NONE.pathIds, count);
  }

  private static Nlri withPathIds(ByteCursor in, IpFamily family) throws BgpFormatException {
    byte[] prefixes = new byte[in.remaining()];
    long[] ids = new long[in.remaining() / (PATH_ID_BYTES + 1)];
    int length = 0;
    int count = 0;
    while (!in.isEmpty()) {
      long id = in.u32();
      int size = sizeOf(in.peekU8(), family);
      in.copyTo(prefixes, length, size);
      clearTrailingBits(prefixes, length, family);
      length += size;
      ids[count++] = id;
    }
    return new Nlri(Arrays.copyOf(prefixes, length), Arrays.copyOf(ids, count), count);
  }

  /** Masks the prefix that begins at {@code at} and returns where the next one begins. */
  private static int clearTrailingBits(byte[] nlri, int at, IpFamily family)
      throws BgpFormatException {
    int bits = nlri[at] & 0xFF;
    int next = at + sizeOf(bits, family);
    if (next > nlri.length) {
      throw new BgpFormatException(
          RejectReason.TRUNCATED, "a prefix of /" + bits + " goes beyond the end of its list");
    }
    if ((bits & 7) != 0) {
      nlri[next - 1] &= (byte) (0xFF << (8 - (bits & 7)));
    }
    return next;
  }

  private static int sizeOf(int bits, IpFamily family) throws BgpFormatException {
    if (bits < 0) {
      throw new BgpFormatException(RejectReason.TRUNCATED, "a prefix is missing");
    }
    if (bits > family.addressBits()) {
      throw new BgpFormatException(
          RejectReason.INVALID_VALUE, "a prefix of /" + bits + " in " + family);
    }
    return 1 + (bits + 7) / 8;
  }
}
