package io.nightlight.wire.bgp;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.wire.RejectReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the path attributes of one UPDATE or one row of a table dump say of unicast routes (RFC 4271
 * section 4.3, RFC 4760, RFC 6793). Attributes that bear on neither reach nor path are passed over,
 * and so are their errors.
 */
public final class PathAttributes {
  private static final int ORIGIN = 1;
  private static final int AS_PATH = 2;
  private static final int AGGREGATOR = 7;
  private static final int MP_REACH_NLRI = 14;
  private static final int MP_UNREACH_NLRI = 15;
  private static final int AS4_PATH = 17;
  private static final int AS4_AGGREGATOR = 18;

  private static final int EXTENDED_LENGTH = 0x10;
  private static final int SAFI_UNICAST = 1;
  private static final int AS_TRANS = 23456;
  private static final int LAST_ORIGIN_CODE = 2;

  private final BgpEncoding encoding;
  private List<AsPath.Segment> asPath = List.of();
  private List<AsPath.Segment> as4Path = List.of();
  private boolean aggregatorIsNotTrans;
  private boolean hasAs4Aggregator;
  private Nlri reachedIpv4 = Nlri.NONE;
  private Nlri reachedIpv6 = Nlri.NONE;
  private Nlri unreachedIpv4 = Nlri.NONE;
  private Nlri unreachedIpv6 = Nlri.NONE;
  private EndOfRib unreachOf = EndOfRib.NONE;
  private long typesSeen;
  private int count;
  private int otherFamilies;

  private PathAttributes(BgpEncoding encoding) {
    this.encoding = encoding;
  }

  /** Reads the attributes of an UPDATE: all that is left of {@code in}. */
  static PathAttributes ofUpdate(ByteCursor in, BgpEncoding encoding) throws BgpFormatException {
    PathAttributes attributes = new PathAttributes(encoding);
    while (!in.isEmpty()) {
      attributes.readOne(in, PathAttributes::reach);
    }
    return attributes;
  }

  /**
   * Reads the attributes of a row of a table dump. Its prefix stands in the row; of MP_REACH_NLRI
   * only the next hop is recorded (RFC 6396 section 4.3.4), by some writers the whole attribute.
   */
  public static PathAttributes ofRibRow(ByteCursor in, AsnWidth width) throws BgpFormatException {
    PathAttributes attributes = new PathAttributes(new BgpEncoding(width, PathIds.ABSENT));
    while (!in.isEmpty()) {
      attributes.readOne(in, PathAttributes::reachOfRow);
    }
    return attributes;
  }

  /** The path, AS_PATH and AS4_PATH merged. */
  public AsPath path() {
    boolean ignoreAs4 =
        encoding.asnWidth() == AsnWidth.FOUR_BYTES || (hasAs4Aggregator && aggregatorIsNotTrans);
    return AsPath.of(ignoreAs4 ? asPath : AsPath.merge(asPath, as4Path));
  }

  Nlri reached(IpFamily family) {
    return family == IpFamily.IPV4 ? reachedIpv4 : reachedIpv6;
  }

  Nlri unreached(IpFamily family) {
    return family == IpFamily.IPV4 ? unreachedIpv4 : unreachedIpv6;
  }

  int count() {
    return count;
  }

  /** Whether an empty MP_UNREACH_NLRI of a unicast family stands alone (RFC 4724 section 2). */
  EndOfRib endOfRib() {
    return count == 1 && unreachedIpv4.isEmpty() && unreachedIpv6.isEmpty()
        ? unreachOf
        : EndOfRib.NONE;
  }

  /** How many MP_REACH_NLRI and MP_UNREACH_NLRI were passed over: not IPv4 or IPv6 unicast. */
  int otherFamilies() {
    return otherFamilies;
  }

  private interface ReachReader {
    void read(PathAttributes attributes, ByteCursor value) throws BgpFormatException;
  }

  private void readOne(ByteCursor in, ReachReader reach) throws BgpFormatException {
    int flags = in.u8();
    int type = in.u8();
    int length = (flags & EXTENDED_LENGTH) != 0 ? in.u16() : in.u8();
    ByteCursor value = in.slice(length, "path attribute");
    count++;
    if (isRepeated(type)) {
      return;
    }
    switch (type) {
      case ORIGIN -> checkOrigin(value);
      case AS_PATH -> asPath = AsPath.decodeSegments(value, encoding.asnWidth());
      case AGGREGATOR -> aggregatorIsNotTrans = isNotTrans(value);
      case MP_REACH_NLRI -> reach.read(this, value);
      case MP_UNREACH_NLRI -> unreach(value);
      case AS4_PATH -> as4Path = as4Path(value);
      case AS4_AGGREGATOR -> hasAs4Aggregator = true;
      default -> {}
    }
  }

  /** The first of repeated attributes counts, save for reach (RFC 7606 section 3 g). */
  private boolean isRepeated(int type) throws BgpFormatException {
    if (type >= Long.SIZE) {
      return false;
    }
    boolean repeated = (typesSeen & 1L << type) != 0;
    typesSeen |= 1L << type;
    if (repeated && (type == MP_REACH_NLRI || type == MP_UNREACH_NLRI)) {
      throw new BgpFormatException(RejectReason.MALFORMED, "path attribute " + type + " twice");
    }
    return repeated;
  }

  private static void checkOrigin(ByteCursor value) throws BgpFormatException {
    if (value.remaining() != 1) {
      throw new BgpFormatException(
          RejectReason.MALFORMED, "ORIGIN of " + value.remaining() + " bytes");
    }
    int code = value.u8();
    if (code > LAST_ORIGIN_CODE) {
      throw new BgpFormatException(RejectReason.INVALID_VALUE, "ORIGIN " + code);
    }
  }

  private static boolean isNotTrans(ByteCursor value) throws BgpFormatException {
    return value.remaining() >= 2 && value.u16() != AS_TRANS;
  }

  /** A damaged AS4_PATH is left out and the rest stands (RFC 6793 section 6). */
  private static List<AsPath.Segment> as4Path(ByteCursor value) {
    try {
      return AsPath.decodeSegments(value, AsnWidth.FOUR_BYTES);
    } catch (BgpFormatException damaged) {
      return List.of();
    }
  }

  /** RFC 4760 section 3, and RFC 2858 where the reserved byte counts SNPAs. */
  private void reach(ByteCursor value) throws BgpFormatException {
    IpFamily family = unicastFamily(value);
    if (family == null) {
      return;
    }
    skipNextHop(value);
    int snpas = value.u8();
    for (int i = 0; i < snpas; i++) {
      int semiOctets = value.u8();
      value.skip((semiOctets + 1) / 2);
    }
    Nlri reached = Nlri.decode(value, family, encoding.pathIds());
    if (family == IpFamily.IPV4) {
      reachedIpv4 = reached;
    } else {
      reachedIpv6 = reached;
    }
  }

  private void reachOfRow(ByteCursor value) throws BgpFormatException {
    if (value.peekU8() != value.remaining() - 1) {
      int afi = value.u16();
      int safi = value.u8();
      if (IpFamily.ofAfi(afi) == null || safi != SAFI_UNICAST) {
        throw new BgpFormatException(
            RejectReason.MALFORMED, "MP_REACH_NLRI of a row is of AFI " + afi + ", SAFI " + safi);
      }
    }
    skipNextHop(value);
  }

  /** Global, or global and link-local; an IPv6 next hop may carry IPv4 routes (RFC 8950). */
  private static void skipNextHop(ByteCursor value) throws BgpFormatException {
    int length = value.u8();
    if (length != 4 && length != 16 && length != 32) {
      throw new BgpFormatException(RejectReason.INVALID_VALUE, "next hop of " + length + " bytes");
    }
    value.skip(length);
  }

  private void unreach(ByteCursor value) throws BgpFormatException {
    IpFamily family = unicastFamily(value);
    if (family == null) {
      return;
    }
    unreachOf = EndOfRib.of(family);
    Nlri unreached = Nlri.decode(value, family, encoding.pathIds());
    if (family == IpFamily.IPV4) {
      unreachedIpv4 = unreached;
    } else {
      unreachedIpv6 = unreached;
    }
  }

  private @Nullable IpFamily unicastFamily(ByteCursor value) throws BgpFormatException {
    IpFamily family = IpFamily.ofAfi(value.u16());
    if (value.u8() != SAFI_UNICAST || family == null) {
      otherFamilies++;
      return null;
    }
    return family;
  }
}
