package io.nightlight.domain.net;

/**
 * One address that is probed, by the block that it lies in.
 *
 * @param block its /24 (IPv4) or /48 (IPv6), as a {@link Prefix} key
 * @param host which address of the block: the last octet, or the lower 80 bits as one number that
 *     two addresses of a block do not share but by the rarest chance
 */
public record Target(long block, long host) {

  /**
   * @param address 4 or 16 bytes in network order
   * @throws IllegalArgumentException if it has another length
   */
  public static Target of(byte[] address) {
    if (address.length == 4) {
      return new Target(Prefix.ipv4((int) bits(address, 0, 4), 24), address[3] & 0xFF);
    }
    if (address.length != 16) {
      throw new IllegalArgumentException("no address has " + address.length + " bytes");
    }
    long rest = bits(address, 6, 8) * 31 + bits(address, 14, 2);
    return new Target(Prefix.ipv6(bits(address, 0, 6), 48), Identity.mix(rest));
  }

  private static long bits(byte[] address, int from, int count) {
    long bits = 0;
    for (int i = from; i < from + count; i++) {
      bits = bits << 8 | address[i] & 0xFF;
    }
    return bits;
  }
}
