package io.nightlight.domain.geo;

/**
 * Collects who holds which addresses and settles it into a {@link CountryMap}.
 *
 * <p>Networks and ranges may come in any order, nest and overlap: the smallest that holds an
 * address wins, which for networks is the longest match; of equally large ones the last added. A
 * /24 (IPv4) or /48 (IPv6) that several countries share goes to the one with the largest part of
 * it, of equals to the first by address. In IPv6 what is smaller than a /64 counts as its /64.
 */
public final class CountryMapBuilder {
  private static final int IPV4_BLOCK_BITS = 8;
  private static final int IPV6_BLOCK_BITS = 16;

  private final Claims ipv4 = new Claims(Integer.SIZE, IPV4_BLOCK_BITS);
  private final Claims ipv6 = new Claims(Long.SIZE, IPV6_BLOCK_BITS);

  /**
   * Adds a network; bits of the address beyond the length don't matter.
   *
   * @param address 4 or 16 bytes in network order
   * @param length 0 to 32 or to 128
   * @param country as {@link CountryCode#parse} reads it; nobody's space overrides what it lies in
   * @throws IllegalArgumentException if the length or the country can't be
   */
  public void addNetwork(byte[] address, int length, String country) {
    if (length < 0 || length > 8 * address.length) {
      throw new IllegalArgumentException("no network has the length " + length);
    }
    int unitBits = address.length == 4 ? Integer.SIZE : Long.SIZE;
    int hostBits = Math.max(0, unitBits - length);
    long host = hostBits == Long.SIZE ? -1L : (1L << hostBits) - 1;
    long units = units(address);
    claims(address).add(units & ~host, units | host, CountryCode.indexOf(country));
  }

  /**
   * Adds a range of addresses, both ends included.
   *
   * @param first 4 or 16 bytes in network order
   * @param last as many
   * @param country as {@link CountryCode#parse} reads it; nobody's space overrides what it lies in
   * @throws IllegalArgumentException if the range or the country can't be
   */
  public void addRange(byte[] first, byte[] last, String country) {
    if (first.length != last.length) {
      throw new IllegalArgumentException("a range starts in one address family, ends in another");
    }
    claims(first).add(units(first), units(last), CountryCode.indexOf(country));
  }

  /**
   * Adds a run of /24s.
   *
   * @param country as {@link CountryCode#parse} reads it
   * @throws IllegalArgumentException if the run leaves 0 to 2^24 - 1 or the country can't be
   */
  public void addIpv4Blocks(String country, long firstBlock, long blockCount) {
    addBlocks(ipv4, IPV4_BLOCK_BITS, 1L << 24, country, firstBlock, blockCount);
  }

  /**
   * Adds a run of /48s.
   *
   * @param country as {@link CountryCode#parse} reads it
   * @throws IllegalArgumentException if the run leaves 0 to 2^48 - 1 or the country can't be
   */
  public void addIpv6Blocks(String country, long firstBlock, long blockCount) {
    addBlocks(ipv6, IPV6_BLOCK_BITS, 1L << 48, country, firstBlock, blockCount);
  }

  private static void addBlocks(
      Claims claims, int blockBits, long blocks, String country, long first, long count) {
    if (first < 0 || count < 1 || first >= blocks || count > blocks - first) {
      throw new IllegalArgumentException("no blocks: " + count + " from " + first);
    }
    long firstUnit = first << blockBits;
    claims.add(firstUnit, firstUnit + (count << blockBits) - 1, CountryCode.indexOf(country));
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return ipv4.isEmpty() && ipv6.isEmpty();
  }

  /**
   * The map; the builder may be used on.
   *
   * @param name where the map comes from, see {@link CountryMap#name}
   * @throws IllegalArgumentException if the name isn't of the form that {@link CountryMap#name}
   *     promises
   */
  public CountryMap build(String name) {
    return CountryMap.of(name, ipv4.settle(), ipv6.settle());
  }

  private Claims claims(byte[] address) {
    return address.length == 4 ? ipv4 : ipv6;
  }

  private static long units(byte[] address) {
    long units = 0;
    for (int i = 0; i < Math.min(address.length, Long.BYTES); i++) {
      units = (units << 8) | (address[i] & 0xFF);
    }
    return units;
  }
}
