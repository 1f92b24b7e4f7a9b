package io.nightlight.domain.geo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Compares maps with what is counted out unit by unit in a small space: 16 blocks of 256 units,
 * which are the addresses of 20.0.0.0/20 or the /56s of 2001:db8::/44.
 */
class CountryMapProperties {
  private static final int BLOCKS = 16;
  private static final int UNITS_PER_BLOCK = 256;
  private static final int UNITS = BLOCKS * UNITS_PER_BLOCK;
  private static final String NOBODY = "EU";

  /** Units {@code first} to {@code last}, both included. */
  record Claim(int first, int last, String country) {}

  @Property
  void ipv4NetworksSettleAsCountedOut(@ForAll("networks") List<Claim> networks) {
    CountryMapBuilder builder = new CountryMapBuilder();
    for (Claim network : networks) {
      int length = Integer.numberOfLeadingZeros(network.last - network.first);
      builder.addNetwork(ipv4(network.first), length, network.country);
    }

    checkAllPrefixes(builder.build("test"), Prefix.parse("20.0.0.0/20"), networks);
  }

  @Property
  void ipv4RangesSettleAsCountedOut(@ForAll("ranges") List<Claim> ranges) {
    CountryMapBuilder builder = new CountryMapBuilder();
    for (Claim range : ranges) {
      builder.addRange(ipv4(range.first), ipv4(range.last), range.country);
    }

    checkAllPrefixes(builder.build("test"), Prefix.parse("20.0.0.0/20"), ranges);
  }

  @Property
  void ipv6RangesSettleAsCountedOut(@ForAll("ranges") List<Claim> ranges) {
    CountryMapBuilder builder = new CountryMapBuilder();
    for (Claim range : ranges) {
      builder.addRange(ipv6(range.first, 0), ipv6(range.last, 0xFF), range.country);
    }

    checkAllPrefixes(builder.build("test"), Prefix.parse("2001:db8::/44"), ranges);
  }

  @Property
  void mapBuiltFromTheRangesOfAMapIsThatMap(@ForAll("ranges") List<Claim> ranges) {
    CountryMapBuilder builder = new CountryMapBuilder();
    for (Claim range : ranges) {
      builder.addRange(ipv4(range.first), ipv4(range.last), range.country);
      builder.addRange(ipv6(range.last, 0), ipv6(UNITS - 1, 0xFF), range.country);
    }
    CountryMap map = builder.build("test");

    CountryMapBuilder again = new CountryMapBuilder();
    map.forEachIpv6Range(again::addIpv6Blocks);
    map.forEachIpv4Range(again::addIpv4Blocks);

    assertThat(again.build("test")).isSameAs(map);
  }

  @Provide
  Arbitrary<List<Claim>> networks() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 12), Arbitraries.integers().between(0, UNITS - 1))
        .flatAs(
            (bits, at) -> {
              int first = at & -(1 << bits);
              return countries().map(country -> new Claim(first, first + (1 << bits) - 1, country));
            })
        .list()
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Claim>> ranges() {
    Arbitrary<Integer> anywhere = Arbitraries.integers().between(0, UNITS - 1);
    Arbitrary<Integer> atEdges =
        Arbitraries.integers().between(0, 2 * BLOCKS - 1).map(i -> (i + 1) / 2 * 256 - i % 2);
    Arbitrary<Integer> units = Arbitraries.oneOf(anywhere, atEdges);
    return Combinators.combine(units, units, countries())
        .as((a, b, country) -> new Claim(Math.min(a, b), Math.max(a, b), country))
        .list()
        .ofMaxSize(12);
  }

  private static Arbitrary<String> countries() {
    return Arbitraries.of("DE", "FR", "JP", NOBODY);
  }

  private static void checkAllPrefixes(CountryMap map, long space, List<Claim> claims) {
    List<String> owners = ownersOfBlocks(claims);
    for (int bits = 0; bits <= 4; bits++) {
      for (int block = 0; block < BLOCKS; block += 1 << bits) {
        long prefix = subPrefix(space, block, bits);
        assertThat(Parts.of(map, prefix))
            .as(Prefix.format(prefix))
            .isEqualTo(parts(owners, Prefix.firstBlock(space), block, 1 << bits));
        assertThat(map.countryOf(prefix).orElse(NOBODY)).isEqualTo(owners.get(block));
      }
    }
  }

  private static long subPrefix(long space, int block, int bits) {
    return Prefix.isIpv6(space)
        ? Prefix.ipv6(Prefix.firstBlock(space) + block, 48 - bits)
        : Prefix.ipv4((int) (Prefix.firstBlock(space) + block) << 8, 24 - bits);
  }

  private static List<String> parts(List<String> owners, long base, int from, int count) {
    List<String> parts = new ArrayList<>();
    for (int i = from; i < from + count; ) {
      int end = i;
      while (end < from + count && owners.get(end).equals(owners.get(i))) {
        end++;
      }
      if (!owners.get(i).equals(NOBODY)) {
        parts.add(owners.get(i) + " " + (base + i) + "+" + (end - i));
      }
      i = end;
    }
    return parts;
  }

  private static List<String> ownersOfBlocks(List<Claim> claims) {
    List<String> owners = new ArrayList<>();
    for (int block = 0; block < BLOCKS; block++) {
      Map<String, Integer> sizes = new LinkedHashMap<>();
      for (int i = 0; i < UNITS_PER_BLOCK; i++) {
        sizes.merge(ownerOfUnit(claims, block * UNITS_PER_BLOCK + i), 1, Integer::sum);
      }
      sizes.remove(NOBODY);
      int most = sizes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      owners.add(
          sizes.keySet().stream().filter(c -> sizes.get(c) == most).findFirst().orElse(NOBODY));
    }
    return owners;
  }

  private static String ownerOfUnit(List<Claim> claims, int unit) {
    Claim best = new Claim(0, UNITS, NOBODY);
    for (Claim claim : claims) {
      boolean holds = claim.first <= unit && unit <= claim.last;
      if (holds && claim.last - claim.first <= best.last - best.first) {
        best = claim;
      }
    }
    return best.country;
  }

  private static byte[] ipv4(int unit) {
    return IpAddress.parse("20.0." + (unit >> 8) + "." + (unit & 0xFF));
  }

  /** The lowest or highest address of a /56, by the byte that fills the rest. */
  private static byte[] ipv6(int unit, int rest) {
    byte[] address = IpAddress.parse("2001:db8::");
    address[5] = (byte) (unit >> 8);
    address[6] = (byte) unit;
    for (int i = 7; i < address.length; i++) {
      address[i] = (byte) rest;
    }
    return address;
  }
}
