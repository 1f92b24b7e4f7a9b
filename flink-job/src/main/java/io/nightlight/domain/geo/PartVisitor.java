package io.nightlight.domain.geo;

/** Is told the parts of some address space that belong to countries, in the order of the blocks. */
@FunctionalInterface
public interface PartVisitor {
  /**
   * One run of blocks of one country.
   *
   * @param country the country's key, see {@link CountryCode}
   * @param firstBlock index of a /24 (IPv4) or /48 (IPv6), as {@link
   *     io.nightlight.domain.net.Prefix#firstBlock}
   * @param blockCount at least 1
   */
  void part(String country, long firstBlock, long blockCount);
}
