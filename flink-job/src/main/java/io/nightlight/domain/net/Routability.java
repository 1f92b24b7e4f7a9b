package io.nightlight.domain.net;

/**
 * Which prefixes say something about a country's Internet.
 *
 * <p>Refused, and only counted: default routes and everything shorter than /8 (IPv4) or /16 (IPv6),
 * everything longer than /24 or /48 (networks do not carry it across the Internet), special-purpose
 * space (the IANA registries of RFC 6890), and the beacons that RIPE RIS announces and withdraws
 * every two hours on purpose (pitfall P29).
 */
public final class Routability {
  private static final long[] SPECIAL_PURPOSE =
      parseAll(
          "10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24"
              + " 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24"
              + " 2001:db8::/32 2002::/16 3fff::/20");

  /** RIS beacons and their anchors: RIPE NCC, "RIS Routing Beacons". */
  private static final long[] BEACONS =
      parseAll("84.205.64.0/19 93.175.144.0/20 2001:7fb:fe00::/40 2001:7fb:ff00::/40");

  private Routability() {}

  /**
   * @param address the four bytes in network order
   * @param length 0 to 32
   */
  public static boolean isRoutableIpv4(int address, int length) {
    if (length < 8 || length > 24) {
      return false;
    }
    int firstByte = address >>> 24;
    return firstByte != 0 && firstByte < 224 && isOrdinary(Prefix.ipv4(address, length));
  }

  /**
   * Only global unicast space, 2000::/3 (RFC 4291 section 2.4), is routable.
   *
   * @param upper48 the first 48 bits of the address
   * @param length 0 to 128
   */
  public static boolean isRoutableIpv6(long upper48, int length) {
    if (length < 16 || length > 48 || upper48 >>> 45 != 1) {
      return false;
    }
    return isOrdinary(Prefix.ipv6(upper48, length));
  }

  private static boolean isOrdinary(long prefix) {
    for (long special : SPECIAL_PURPOSE) {
      if (covers(special, prefix)) {
        return false;
      }
    }
    for (long beacon : BEACONS) {
      if (covers(beacon, prefix)) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(long wide, long prefix) {
    int length = Prefix.length(wide);
    if (Prefix.isIpv6(wide) != Prefix.isIpv6(prefix) || length > Prefix.length(prefix)) {
      return false;
    }
    int shift = 8 + (Prefix.isIpv6(wide) ? 48 : 32) - length;
    return wide >>> shift == prefix >>> shift;
  }

  private static long[] parseAll(String prefixes) {
    return java.util.Arrays.stream(prefixes.split(" ")).mapToLong(Prefix::parse).toArray();
  }
}
