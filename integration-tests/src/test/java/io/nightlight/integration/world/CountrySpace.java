package io.nightlight.integration.world;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Routability;
import io.nightlight.wire.geo.CountryMapReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** Address space that the shipped map gives to countries, as packed prefixes. */
public final class CountrySpace {
  private static final CountryMap MAP = CountryMapReader.shipped();
  private static final Map<String, List<Range>> IPV4 = new HashMap<>();
  private static final Map<String, List<Range>> IPV6 = new HashMap<>();

  static {
    MAP.forEachIpv4Range((owner, first, count) -> add(IPV4, owner, first, count));
    MAP.forEachIpv6Range((owner, first, count) -> add(IPV6, owner, first, count));
  }

  private CountrySpace() {}

  private static void add(Map<String, List<Range>> to, String owner, long first, long count) {
    to.computeIfAbsent(owner, country -> new ArrayList<>()).add(new Range(first, count));
  }

  /** The country that the prefix begins in; "" if it is nobody's. */
  public static String countryOf(long prefix) {
    return MAP.countryOf(prefix).orElse("");
  }

  /** The first {@code count} routable /24s of a country. */
  public static long[] ipv4Blocks(String country, int count) {
    return ipv4Blocks(country, count, block -> true);
  }

  /**
   * The first {@code count} routable /24s of a country that the condition holds for; fewer if it
   * has no more.
   */
  public static long[] ipv4Blocks(String country, int count, LongPredicate condition) {
    return ranges(country, Family.IPV4).stream()
        .flatMapToLong(range -> LongStream.range(range.first(), range.first() + range.count()))
        .filter(block -> Routability.isRoutableIpv4((int) (block << 8), 24))
        .map(block -> Prefix.ipv4((int) (block << 8), 24))
        .filter(condition)
        .limit(count)
        .toArray();
  }

  /** The first {@code count} /48s of a country. */
  public static long[] ipv6Blocks(String country, int count) {
    return ranges(country, Family.IPV6).stream()
        .flatMapToLong(range -> LongStream.range(range.first(), range.first() + range.count()))
        .limit(count)
        .map(block -> Prefix.ipv6(block, 48))
        .toArray();
  }

  /** The first IPv4 prefix of that length which is the country's as a whole. */
  public static long ipv4Prefix(String country, int length) {
    long size = 1L << (24 - length);
    for (Range range : ranges(country, Family.IPV4)) {
      long aligned = (range.first() + size - 1) / size * size;
      if (aligned + size <= range.first() + range.count()) {
        return Prefix.ipv4((int) (aligned << 8), length);
      }
    }
    throw new NoSuchElementException(country + " has no /" + length);
  }

  /** The /24s that an IPv4 prefix covers. */
  public static long[] partsOf(long prefix) {
    long first = Prefix.firstBlock(prefix);
    return LongStream.range(first, first + Prefix.blockCount(prefix))
        .map(block -> Prefix.ipv4((int) (block << 8), 24))
        .toArray();
  }

  private enum Family {
    IPV4,
    IPV6
  }

  private record Range(long first, long count) {}

  private static List<Range> ranges(String country, Family family) {
    return (family == Family.IPV4 ? IPV4 : IPV6).getOrDefault(country, List.of());
  }
}
