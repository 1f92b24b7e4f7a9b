package io.nightlight.wire.bmp;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.ByteCursor;

/**
 * Whom a BMP message is about (RFC 7854 section 4.2).
 *
 * @param peerType 0 for a peer of the router itself
 * @param flags as they came
 * @param address the peer's address, 4 or 16 bytes
 * @param asn the peer's AS number
 * @param micros when the router had the routes, microseconds since 1970; 0 where it does not say
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PerPeerHeader(int peerType, int flags, byte[] address, long asn, long micros) {
  private static final int GLOBAL_INSTANCE = 0;
  private static final int IPV6 = 0x80;
  private static final int POST_POLICY = 0x40;
  private static final int TWO_BYTE_AS_PATH = 0x20;

  /** RFC 8671 section 4. */
  private static final int ADJ_RIB_OUT = 0x10;

  private static final int DISTINGUISHER_BYTES = 8;
  private static final int BGP_ID_BYTES = 4;
  private static final int IPV4_PADDING_BYTES = 12;
  private static final long MICROS_PER_SECOND = 1_000_000;

  static PerPeerHeader read(ByteCursor in) throws BgpFormatException {
    int peerType = in.u8();
    int flags = in.u8();
    in.skip(DISTINGUISHER_BYTES);
    boolean ipv6 = (flags & IPV6) != 0;
    in.skip(ipv6 ? 0 : IPV4_PADDING_BYTES);
    byte[] address = in.copy(ipv6 ? 16 : 4);
    long asn = in.u32();
    in.skip(BGP_ID_BYTES);
    long micros = in.u32() * MICROS_PER_SECOND + in.u32();
    return new PerPeerHeader(peerType, flags, address, asn, micros);
  }

  String addressText() {
    return IpAddress.format(address);
  }

  /** Not one of a virtual router (types 1 and 2), nor the router's own choice (3, RFC 9069). */
  boolean isOfGlobalInstance() {
    return peerType == GLOBAL_INSTANCE;
  }

  boolean isPostPolicy() {
    return (flags & POST_POLICY) != 0;
  }

  /** Whether the routes are what the router sends to the peer. */
  boolean isAdjRibOut() {
    return (flags & ADJ_RIB_OUT) != 0;
  }

  AsnWidth asnWidth() {
    return (flags & TWO_BYTE_AS_PATH) != 0 ? AsnWidth.TWO_BYTES : AsnWidth.FOUR_BYTES;
  }
}
