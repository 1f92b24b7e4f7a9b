package io.nightlight.recording.mrt;

import io.nightlight.domain.net.Prefix;
import io.nightlight.recording.mrt.MrtWriter.Route;
import io.nightlight.recording.mrt.MrtWriter.Update;
import org.jspecify.annotations.Nullable;

/** Encodes BGP messages (RFC 4271) as a speaker of 4-byte AS numbers sends them (RFC 6793). */
final class BgpPduEncoder {
  private static final int OPEN = 1;
  private static final int UPDATE = 2;
  private static final int KEEPALIVE = 4;

  private static final int WELL_KNOWN = 0x40;
  private static final int OPTIONAL = 0x80;
  private static final int EXTENDED_LENGTH = 0x10;
  private static final int ORIGIN = 1;
  private static final int AS_PATH = 2;
  private static final int NEXT_HOP = 3;
  private static final int MP_REACH_NLRI = 14;
  private static final int MP_UNREACH_NLRI = 15;
  private static final int IGP = 0;
  private static final int AS_SEQUENCE = 2;
  private static final int UNICAST = 1;

  /** Stands for an AS number of four bytes where only two fit (RFC 6793 section 9). */
  private static final int AS_TRANS = 23456;

  private static final int MOST_BYTES = 4096;

  private BgpPduEncoder() {}

  /** RFC 4271 section 4.3; IPv6 in the attributes of RFC 4760. */
  static void update(Octets out, Update update) {
    int start = header(out, UPDATE);
    boolean ipv6 = isIpv6(update);
    int withdrawn = out.openLength();
    if (!ipv6) {
      nlri(out, update.withdrawn());
    }
    out.measure(withdrawn);
    int attributes = out.openLength();
    if (update.route() != null) {
      attributes(out, update.route(), ipv6 ? update.announced() : null);
    }
    if (ipv6 && update.withdrawn().length > 0) {
      unreachable(out, update.withdrawn());
    }
    out.measure(attributes);
    if (!ipv6) {
      nlri(out, update.announced());
    }
    finish(out, start);
  }

  /** The End-of-RIB marker for IPv4, an UPDATE with nothing in it (RFC 4724 section 2). */
  static void endOfRibIpv4(Octets out) {
    int start = header(out, UPDATE);
    out.u16(0).u16(0);
    finish(out, start);
  }

  /** The End-of-RIB marker for IPv6: an MP_UNREACH_NLRI that withdraws nothing. */
  static void endOfRibIpv6(Octets out) {
    int start = header(out, UPDATE);
    out.u16(0);
    int attributes = out.openLength();
    unreachable(out, new long[0]);
    out.measure(attributes);
    finish(out, start);
  }

  /** RFC 4271 section 4.4. */
  static void keepalive(Octets out) {
    finish(out, header(out, KEEPALIVE));
  }

  /** RFC 4271 section 4.2, offering IPv4 and IPv6 unicast and 4-byte AS numbers. */
  static void open(Octets out, long asn, int bgpId, int holdSeconds) {
    int start = header(out, OPEN);
    out.u8(4).u16(asn > 0xFFFF ? AS_TRANS : (int) asn).u16(holdSeconds).u32(bgpId);
    out.u8(20);
    out.u8(2).u8(18); // one optional parameter: capabilities (RFC 5492)
    out.u8(1).u8(4).u16(1).u8(0).u8(UNICAST);
    out.u8(1).u8(4).u16(2).u8(0).u8(UNICAST);
    out.u8(65).u8(4).u32(asn);
    finish(out, start);
  }

  /**
   * The attributes of a RIB row. Of MP_REACH_NLRI a row holds the next hop only: RFC 6396 section
   * 4.3.4.
   */
  static void ribAttributes(Octets out, Route route) {
    originAndPath(out, route);
    byte[] nextHop = route.nextHop();
    if (nextHop.length == 4) {
      out.u8(WELL_KNOWN).u8(NEXT_HOP).u8(4).all(nextHop);
    } else {
      out.u8(OPTIONAL).u8(MP_REACH_NLRI).u8(1 + nextHop.length).u8(nextHop.length).all(nextHop);
    }
  }

  /** A prefix as its length and the bytes that hold it (RFC 4271 section 4.3). */
  static void nlri(Octets out, long prefix) {
    int length = Prefix.length(prefix);
    long bits =
        Prefix.isIpv6(prefix)
            ? Prefix.ipv6Upper48(prefix) << 16
            : (long) Prefix.ipv4Address(prefix) << 32;
    out.u8(length);
    for (int i = 0; i < (length + 7) / 8; i++) {
      out.u8((int) (bits >>> (56 - 8 * i)));
    }
  }

  private static void nlri(Octets out, long[] prefixes) {
    for (long prefix : prefixes) {
      nlri(out, prefix);
    }
  }

  private static void attributes(Octets out, Route route, long @Nullable [] ipv6) {
    if (route.nextHop().length != (ipv6 == null ? 4 : 16)) {
      throw new IllegalArgumentException("the next hop is of the prefixes' family");
    }
    originAndPath(out, route);
    if (ipv6 == null) {
      out.u8(WELL_KNOWN).u8(NEXT_HOP).u8(4).all(route.nextHop());
      return;
    }
    int length = openAttribute(out, OPTIONAL, MP_REACH_NLRI);
    out.u16(2).u8(UNICAST).u8(route.nextHop().length).all(route.nextHop()).u8(0);
    nlri(out, ipv6);
    out.measure(length);
  }

  private static void originAndPath(Octets out, Route route) {
    out.u8(WELL_KNOWN).u8(ORIGIN).u8(1).u8(IGP);
    int length = openAttribute(out, WELL_KNOWN, AS_PATH);
    out.u8(AS_SEQUENCE).u8(route.asPath().length);
    for (long asn : route.asPath()) {
      out.u32(asn);
    }
    out.measure(length);
  }

  private static void unreachable(Octets out, long[] prefixes) {
    int length = openAttribute(out, OPTIONAL, MP_UNREACH_NLRI);
    out.u16(2).u8(UNICAST);
    nlri(out, prefixes);
    out.measure(length);
  }

  private static int openAttribute(Octets out, int flags, int type) {
    return out.u8(flags | EXTENDED_LENGTH).u8(type).openLength();
  }

  private static boolean isIpv6(Update update) {
    boolean ipv6 =
        Prefix.isIpv6(
            update.announced().length > 0 ? update.announced()[0] : update.withdrawn()[0]);
    for (long[] prefixes : new long[][] {update.announced(), update.withdrawn()}) {
      for (long prefix : prefixes) {
        if (Prefix.isIpv6(prefix) != ipv6) {
          throw new IllegalArgumentException("one UPDATE carries prefixes of one family");
        }
      }
    }
    return ipv6;
  }

  /** Returns where the message begins; its length field lies behind the 16 bytes of the marker. */
  private static int header(Octets out, int type) {
    int start = out.size();
    for (int i = 0; i < 4; i++) {
      out.u32(0xFFFF_FFFFL);
    }
    out.u16(0).u8(type);
    return start;
  }

  private static void finish(Octets out, int start) {
    int length = out.size() - start;
    if (length > MOST_BYTES) {
      throw new IllegalArgumentException("a BGP message of " + length + " bytes; 4096 is the most");
    }
    out.put16(start + 16, length);
  }
}
