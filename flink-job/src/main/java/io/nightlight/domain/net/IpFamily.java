package io.nightlight.domain.net;

import org.jspecify.annotations.Nullable;

/** The address families that Nightlight reads, by their IANA number (RFC 4760 section 3). */
public enum IpFamily {
  IPV4(1, 4),
  IPV6(2, 16);

  private final int afi;
  private final int addressBytes;

  IpFamily(int afi, int addressBytes) {
    this.afi = afi;
    this.addressBytes = addressBytes;
  }

  /** The family of an AFI; null for every other (Ethernet, BGP-LS and so on). */
  public static @Nullable IpFamily ofAfi(int afi) {
    if (afi == IPV4.afi) {
      return IPV4;
    }
    return afi == IPV6.afi ? IPV6 : null;
  }

  /** The family of a {@link Prefix} key. */
  public static IpFamily of(long prefix) {
    return Prefix.isIpv6(prefix) ? IPV6 : IPV4;
  }

  /** Bytes of an address: 4 or 16. */
  public int addressBytes() {
    return addressBytes;
  }

  /** The longest prefix: 32 or 128. */
  public int addressBits() {
    return 8 * addressBytes;
  }
}
