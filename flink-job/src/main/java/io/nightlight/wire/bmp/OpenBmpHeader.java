package io.nightlight.wire.bmp;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.wire.CollectorHosts;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * OpenBMP's binary header of {@code bmp_raw}, version 1 (SNAS/openbmp, docs/MESSAGE_BUS_API.md).
 *
 * @param collector the name under which sessions are kept apart: the collector's administrative id
 *     without its host's domain, and the router's name, for a peer may face several routers of one
 *     collector from one address (pitfall P27)
 * @param observedAtMicros when the collector had it from the router, microseconds since 1970; 0
 *     where it does not say
 * @param messageBytes the length of the BMP messages behind the header
 */
record OpenBmpHeader(String collector, long observedAtMicros, long messageBytes) {
  private static final long MAGIC = 0x4F42_4D50;
  private static final int MAJOR_VERSION = 1;
  private static final int BMP_RAW = 12;
  private static final int FIXED_BYTES = 8;
  private static final int HASH_BYTES = 16;
  private static final int ADDRESS_BYTES = 16;
  private static final int ROUTER_IS_IPV6 = 0x40;
  private static final long MICROS_PER_SECOND = 1_000_000;

  /** What OpenBMP calls the group of routers that nobody has put into one. */
  private static final String NO_GROUP = "default";

  /** Reads the header, to where it says that it ends. */
  static OpenBmpHeader read(ByteCursor in) throws BgpFormatException {
    if (in.remaining() < FIXED_BYTES || in.u32() != MAGIC) {
      throw new BgpFormatException(RejectReason.MALFORMED, "no OpenBMP header");
    }
    int major = in.u8();
    int minor = in.u8();
    if (major != MAJOR_VERSION) {
      throw new BgpFormatException(
          RejectReason.UNSUPPORTED_TYPE, "OpenBMP header of version " + major + "." + minor);
    }
    ByteCursor rest = in.slice(Math.max(0, in.u16() - FIXED_BYTES), "OpenBMP header");
    return readRest(rest);
  }

  private static OpenBmpHeader readRest(ByteCursor in) throws BgpFormatException {
    long messageBytes = in.u32();
    int flags = in.u8();
    int objectType = in.u8();
    if (objectType != BMP_RAW) {
      throw new BgpFormatException(
          RejectReason.UNSUPPORTED_TYPE, "OpenBMP object of type " + objectType);
    }
    long micros = in.u32() * MICROS_PER_SECOND + in.u32();
    in.skip(HASH_BYTES);
    String adminId = CollectorHosts.withoutDomain(text(in));
    in.skip(HASH_BYTES);
    byte[] address = in.copy(ADDRESS_BYTES);
    String group = text(in);
    String router = group.isEmpty() || group.equals(NO_GROUP) ? name(address, flags) : group;
    return new OpenBmpHeader(joined(adminId, router), micros, messageBytes);
  }

  private static String text(ByteCursor in) throws BgpFormatException {
    return new String(in.copy(in.u16()), StandardCharsets.UTF_8);
  }

  /** Empty where the header does not know the router's address. */
  private static String name(byte[] address, int flags) {
    if (Arrays.equals(address, new byte[ADDRESS_BYTES])) {
      return "";
    }
    boolean ipv6 = (flags & ROUTER_IS_IPV6) != 0;
    return IpAddress.format(ipv6 ? address : Arrays.copyOf(address, 4));
  }

  private static String joined(String adminId, String router) {
    if (adminId.isEmpty() || router.isEmpty() || adminId.equals(router)) {
      return adminId.isEmpty() ? router : adminId;
    }
    return adminId + "." + router;
  }
}
