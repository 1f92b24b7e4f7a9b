package io.nightlight.wire;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Routability;
import io.nightlight.domain.net.Target;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Texts to targets. An address that is no part of the Internet (private, reserved, a beacon: what
 * {@link Routability} refuses) is no target of ours: it says nothing of a country.
 */
public final class Targets {
  private static final int IPV4_BYTES = 4;

  private Targets() {}

  /**
   * The target; null if it is none of ours.
   *
   * @throws RefusedException if the text is no address
   */
  public static @Nullable Target find(String text) {
    try {
      return of(IpAddress.parse(text));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "target: " + e.getMessage());
    }
  }

  /** Likewise, of a text in UTF-8 between two places. */
  static @Nullable Target find(byte[] bytes, int from, int to) {
    byte[] address = ipv4(bytes, from, to);
    return address == null
        ? find(new String(bytes, from, to - from, StandardCharsets.UTF_8))
        : of(address);
  }

  private static @Nullable Target of(byte[] address) {
    Target target = Target.of(address);
    boolean routable =
        address.length == IPV4_BYTES
            ? Routability.isRoutableIpv4(int32(address), Prefix.length(target.block()))
            : Routability.isRoutableIpv6(upper48(address), Prefix.length(target.block()));
    return routable ? target : null;
  }

  private static int int32(byte[] address) {
    return (address[0] & 0xFF) << 24
        | (address[1] & 0xFF) << 16
        | (address[2] & 0xFF) << 8
        | address[3] & 0xFF;
  }

  private static long upper48(byte[] address) {
    return (long) int32(address) << 16 & 0xFFFF_FFFF_0000L
        | (address[4] & 0xFFL) << 8
        | address[5] & 0xFF;
  }

  /** Plain dotted decimals; null for any other text, which {@link IpAddress} shall judge. */
  private static byte @Nullable [] ipv4(byte[] bytes, int from, int to) {
    byte[] address = new byte[IPV4_BYTES];
    int part = 0;
    int value = 0;
    int digits = 0;
    for (int at = from; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit >= 0 && digit <= 9 && digits < 3) {
        value = 10 * value + digit;
        digits++;
      } else if (bytes[at] == '.' && digits > 0 && value <= 0xFF && part < IPV4_BYTES - 1) {
        address[part++] = (byte) value;
        value = 0;
        digits = 0;
      } else {
        return null;
      }
    }
    if (part != IPV4_BYTES - 1 || digits == 0 || value > 0xFF) {
      return null;
    }
    address[part] = (byte) value;
    return address;
  }
}
