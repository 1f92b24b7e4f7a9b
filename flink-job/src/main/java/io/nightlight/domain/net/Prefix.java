package io.nightlight.domain.net;

/**
 * A routable IP prefix packed into one {@code long}, so that hot state holds prefixes in primitive
 * arrays.
 *
 * <p>IPv4: {@code address << 8 | length}. IPv6: the sign bit, then the upper 48 bits of the address
 * {@code << 8 | length}. Prefixes longer than /48 cannot be packed; they are ignored before they
 * get here, as every prefix that {@link Routability} refuses. Bits beyond the length are zero, so
 * that equal prefixes have equal keys.
 */
public final class Prefix {
  private static final long IPV6 = 1L << 63;
  private static final long IPV6_ADDRESS = 0xFFFF_FFFF_FFFFL;

  private Prefix() {}

  /**
   * Packs an IPv4 prefix; bits of {@code address} beyond {@code length} are cleared.
   *
   * @param address the four bytes in network order
   * @param length 0 to 32
   */
  public static long ipv4(int address, int length) {
    int masked = length == 0 ? 0 : address & (-1 << (32 - length));
    return (masked & 0xFFFF_FFFFL) << 8 | length;
  }

  /**
   * Packs an IPv6 prefix; bits beyond {@code length} are cleared.
   *
   * @param upper48 the first 48 bits of the address
   * @param length 0 to 48
   */
  public static long ipv6(long upper48, int length) {
    long masked = length == 0 ? 0 : upper48 & (IPV6_ADDRESS << (48 - length)) & IPV6_ADDRESS;
    return IPV6 | masked << 8 | length;
  }

  public static boolean isIpv6(long prefix) {
    return prefix < 0;
  }

  /** The prefix length, 0 to 32 for IPv4 and 0 to 48 for IPv6. */
  public static int length(long prefix) {
    return (int) prefix & 0xFF;
  }

  /** The four address bytes of an IPv4 prefix in network order. */
  public static int ipv4Address(long prefix) {
    return (int) (prefix >>> 8);
  }

  /** The first 48 bits of the address of an IPv6 prefix. */
  public static long ipv6Upper48(long prefix) {
    return prefix >>> 8 & IPV6_ADDRESS;
  }

  /**
   * The first address block that the prefix covers: the index of a /24 (0 to 2^24 - 1) in IPv4, of
   * a /48 (0 to 2^48 - 1) in IPv6.
   */
  public static long firstBlock(long prefix) {
    return isIpv6(prefix) ? ipv6Upper48(prefix) : (ipv4Address(prefix) & 0xFFFF_FFFFL) >>> 8;
  }

  /**
   * How many address blocks the prefix covers; 1 for what is longer than a block. An IPv6 prefix
   * counts for at most 65,536 /48s, the first ones of its range: else a single /20 would outweigh
   * every other route of a country.
   */
  public static long blockCount(long prefix) {
    int length = length(prefix);
    if (isIpv6(prefix)) {
      return 1L << Math.min(16, 48 - length);
    }
    return length >= 24 ? 1 : 1L << (24 - length);
  }

  /** A hash whose bits are all well mixed, equal on every machine and in every version. */
  public static int hash(long prefix) {
    long h = prefix * 0x9E37_79B9_7F4A_7C15L;
    h ^= h >>> 32;
    h *= 0xD6E8_FEB8_6659_FD93L;
    return (int) (h ^ h >>> 32);
  }

  /**
   * Reads the usual notation, {@code 175.45.176.0/24} or {@code 2001:db8::/32}.
   *
   * @throws IllegalArgumentException if it is no prefix, or an IPv6 prefix longer than /48
   */
  public static long parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a prefix (no length): " + text);
    }
    byte[] address = IpAddress.parse(text.substring(0, slash));
    int length;
    try {
      length = Integer.parseInt(text.substring(slash + 1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a prefix (bad length): " + text, e);
    }
    int longest = address.length == 4 ? 32 : 48;
    if (length < 0 || length > longest) {
      throw new IllegalArgumentException("not a prefix of at most /" + longest + ": " + text);
    }
    long bits = 0;
    for (int i = 0; i < (address.length == 4 ? 4 : 6); i++) {
      bits = bits << 8 | address[i] & 0xFF;
    }
    return address.length == 4 ? ipv4((int) bits, length) : ipv6(bits, length);
  }

  /** The usual notation; IPv6 compressed as RFC 5952 says. */
  public static String format(long prefix) {
    byte[] address;
    if (isIpv6(prefix)) {
      address = new byte[16];
      for (int i = 0; i < 6; i++) {
        address[i] = (byte) (ipv6Upper48(prefix) >>> (40 - 8 * i));
      }
    } else {
      address = new byte[4];
      for (int i = 0; i < 4; i++) {
        address[i] = (byte) (ipv4Address(prefix) >>> (24 - 8 * i));
      }
    }
    return IpAddress.format(address) + "/" + length(prefix);
  }
}
