package io.nightlight.domain.probing;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;

/**
 * A target packed into one {@code long}: the block and which of its hosts, so that results wait in
 * primitive arrays.
 *
 * <p>IPv4: {@code block << 8 | last octet}, exact. IPv6: the sign bit, then {@code block << 15 |}
 * 15 bits of the host's hash; two hosts of a /48 share them by a chance of 1 to 32,768.
 */
public final class TargetKey {
  private static final long IPV6 = 1L << 63;
  private static final int IPV4_HOST_BITS = 8;
  private static final int IPV6_HOST_BITS = 15;

  private TargetKey() {}

  public static long of(Target target) {
    long block = Prefix.firstBlock(target.block());
    return Prefix.isIpv6(target.block())
        ? IPV6 | block << IPV6_HOST_BITS | target.host() & (1 << IPV6_HOST_BITS) - 1
        : block << IPV4_HOST_BITS | target.host() & (1 << IPV4_HOST_BITS) - 1;
  }

  static boolean isIpv6(long target) {
    return target < 0;
  }

  /** The block's index: of /24s in IPv4, of /48s in IPv6. */
  static long index(long target) {
    return isIpv6(target) ? (target & ~IPV6) >>> IPV6_HOST_BITS : target >>> IPV4_HOST_BITS;
  }

  /** The last octet in IPv4, 15 bits of a hash in IPv6. */
  static int host(long target) {
    int bits = isIpv6(target) ? IPV6_HOST_BITS : IPV4_HOST_BITS;
    return (int) target & (1 << bits) - 1;
  }

  /** The block as a {@link Prefix} key. */
  static long block(long target) {
    return isIpv6(target)
        ? Prefix.ipv6(index(target), 48)
        : Prefix.ipv4((int) (index(target) << 8), 24);
  }
}
