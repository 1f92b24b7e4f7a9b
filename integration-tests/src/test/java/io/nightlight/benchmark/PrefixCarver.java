package io.nightlight.benchmark;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Routability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Makes up a routing table out of a country map, so that every prefix lies within one country.
 *
 * <p>47 % are roots, the rest more-specifics within them; lengths are distributed as in a routing
 * table of today, and prefixes over countries by Zipf's law with exponent 1.15, the country with
 * the most address space first.
 */
final class PrefixCarver {
  private static final double IPV6_SHARE = 0.23 / 1.27;
  private static final double ROOTS = 0.47;
  private static final double ZIPF = 1.15;
  private static final int LARGEST_RUN = 200;

  /** Of a range of IPv6 no more roots are cut: a /20 holds a million /40s. */
  private static final int ROOTS_OF_A_RANGE = 256;

  private final SplittableRandom random;
  private final List<Long> prefixes = new ArrayList<>();
  private final List<Short> countryOf = new ArrayList<>();

  private PrefixCarver(SplittableRandom random) {
    this.random = random;
  }

  private record Range(long firstBlock, long blocks) {}

  /**
   * A family's prefixes.
   *
   * @param block the length of an address block
   * @param lengths of roots
   * @param shares how often each length is met
   * @param specificsOfOneBlock the share of more-specifics that are a block
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Shape(
      IpFamily family, int block, int[] lengths, double[] shares, double specificsOfOneBlock) {
    static final Shape IPV4 =
        new Shape(
            IpFamily.IPV4,
            24,
            new int[] {24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14},
            new double[] {.50, .11, .14, .06, .06, .045, .025, .015, .035, .005, .005},
            .74);
    static final Shape IPV6 =
        new Shape(
            IpFamily.IPV6,
            48,
            new int[] {48, 44, 40, 36, 32, 29},
            new double[] {.25, .07, .09, .04, .45, .10},
            .53);

    long prefix(long firstBlock, int length) {
      return family == IpFamily.IPV4
          ? Prefix.ipv4((int) (firstBlock << 8), length)
          : Prefix.ipv6(firstBlock, length);
    }

    boolean isRoutable(long firstBlock, int length) {
      return family == IpFamily.IPV4
          ? Routability.isRoutableIpv4((int) (firstBlock << 8), length)
          : Routability.isRoutableIpv6(firstBlock, length);
    }
  }

  static PrefixTable carve(CountryMap map, int size, SplittableRandom random) {
    PrefixCarver carver = new PrefixCarver(random.split());
    String[] countries = map.countries().toArray(String[]::new);
    int ipv6 = (int) Math.round(size * IPV6_SHARE);
    Map<String, List<Range>> ranges = new TreeMap<>();
    map.forEachIpv4Range((country, first, count) -> note(ranges, country, first, count));
    carver.carve(Shape.IPV4, ranges, countries, size - ipv6);
    int ipv4 = carver.prefixes.size();
    ranges.clear();
    map.forEachIpv6Range((country, first, count) -> note(ranges, country, first, count));
    carver.carve(Shape.IPV6, ranges, countries, ipv6);
    short[] owners = new short[carver.countryOf.size()];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = carver.countryOf.get(i);
    }
    long[] keys = carver.prefixes.stream().mapToLong(p -> p).toArray();
    return new PrefixTable(keys, owners, countries, ipv4, random.split());
  }

  private static void note(
      Map<String, List<Range>> ranges, String country, long first, long count) {
    ranges.computeIfAbsent(country, c -> new ArrayList<>()).add(new Range(first, count));
  }

  private void carve(Shape shape, Map<String, List<Range>> ranges, String[] countries, int wanted) {
    List<Map.Entry<String, List<Range>>> bySpace = new ArrayList<>(ranges.entrySet());
    bySpace.sort((a, b) -> Long.compare(blocks(b.getValue()), blocks(a.getValue())));
    double all = 0;
    for (int rank = 1; rank <= bySpace.size(); rank++) {
      all += Math.pow(rank, -ZIPF);
    }
    double owed = 0;
    for (int rank = bySpace.size(); rank > 0; rank--) {
      // What a small country has no room for falls to larger ones.
      owed += wanted * Math.pow(rank, -ZIPF) / all;
      int country = Arrays.binarySearch(countries, bySpace.get(rank - 1).getKey());
      owed -= carveCountry(shape, bySpace.get(rank - 1).getValue(), (short) country, (int) owed);
    }
  }

  private static long blocks(List<Range> ranges) {
    return ranges.stream().mapToLong(Range::blocks).sum();
  }

  private int carveCountry(Shape shape, List<Range> ranges, short country, int wanted) {
    List<long[]> roots = new ArrayList<>();
    ranges.forEach(range -> cutRoots(shape, range, roots));
    for (int i = roots.size() - 1; i > 0; i--) {
      Collections.swap(roots, i, random.nextInt(i + 1));
    }
    int made = 0;
    for (long[] root : roots) {
      if (made >= wanted) {
        break;
      }
      add(shape.prefix(root[0], (int) root[1]), country);
      made += 1 + addSpecifics(shape, root[0], (int) root[1], country, wanted - made - 1);
    }
    return made;
  }

  /** Cuts a range into roots, each its first block and its length. */
  private void cutRoots(Shape shape, Range range, List<long[]> roots) {
    long at = range.firstBlock();
    long end = at + range.blocks();
    for (int cut = 0;
        at < end && (shape.family == IpFamily.IPV4 || cut < ROOTS_OF_A_RANGE);
        cut++) {
      int bits = shape.block - drawLength(shape);
      bits = Math.min(bits, at == 0 ? bits : Long.numberOfTrailingZeros(at));
      bits = Math.min(bits, 63 - Long.numberOfLeadingZeros(end - at));
      if (shape.isRoutable(at, shape.block - bits)) {
        roots.add(new long[] {at, shape.block - bits});
      }
      at += 1L << bits;
    }
  }

  private int drawLength(Shape shape) {
    double chance = random.nextDouble();
    for (int i = 0; i < shape.shares.length; i++) {
      chance -= shape.shares[i];
      if (chance < 0) {
        return shape.lengths[i];
      }
    }
    return shape.lengths[0];
  }

  /** A run of more-specifics, next to one another; a root of one block has none. */
  private int addSpecifics(Shape shape, long first, int rootLength, short country, int most) {
    int bits = shape.block - rootLength;
    if (bits == 0 || random.nextDouble() > 2 * (1 - ROOTS)) {
      return 0;
    }
    int run = Math.min(most, PrefixTable.heavyTailed(random, LARGEST_RUN));
    Set<Long> made = new HashSet<>();
    long at = first + random.nextLong(1L << bits);
    for (int i = 0; i < run; i++) {
      boolean oneBlock = bits == 1 || random.nextDouble() < shape.specificsOfOneBlock;
      int length = oneBlock ? shape.block : random.nextInt(rootLength + 1, shape.block);
      long prefix = shape.prefix(at, length);
      at = first + (at + (1L << (shape.block - length)) - first & (1L << bits) - 1);
      if (made.add(prefix)) {
        add(prefix, country);
      }
    }
    return made.size();
  }

  private void add(long prefix, short country) {
    prefixes.add(prefix);
    countryOf.add(country);
  }
}
