package io.nightlight.integration.suite;

import io.nightlight.integration.world.CountrySpace;
import java.util.Arrays;
import java.util.List;

/**
 * A country and the /24s that it announces.
 *
 * @param probed whether vantages probe it, too
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Land(String country, long[] prefixes, boolean probed) {
  /** No smaller share of a country's blocks is an outage: the default of the job's key. */
  private static final double FLOOR = 0.15;

  /** Nor fewer blocks than this. */
  private static final double FEWEST_BLOCKS = 1.5;

  private static final double CEILING = 0.9;

  static Land of(String country, int blocks, boolean probed) {
    long[] prefixes = CountrySpace.ipv4Blocks(country, blocks);
    if (prefixes.length < blocks) {
      throw new IllegalArgumentException(country + " has " + prefixes.length + " /24s only");
    }
    return new Land(country, prefixes, probed);
  }

  int size() {
    return prefixes.length;
  }

  /** The fewest prefixes whose loss is an outage. */
  int fewestLost() {
    double share = Math.min(CEILING, Math.max(FLOOR, FEWEST_BLOCKS / size()));
    return (int) Math.ceil(share * size() - 1e-9);
  }

  /** So many of its prefixes, from the first on. */
  long[] some(int from, int to) {
    return Arrays.copyOfRange(prefixes, from, to);
  }

  /** From one /24 to a hundred. */
  static List<Land> all() {
    return List.of(
        of("PT", 100, true),
        of("GR", 40, true),
        of("KE", 40, true),
        of("LK", 40, true),
        of("NZ", 40, true),
        of("UY", 40, true),
        of("MN", 40, true),
        of("TN", 80, false),
        of("BO", 60, false),
        of("IS", 30, false),
        of("MT", 20, false),
        of("FJ", 12, false),
        of("TO", 8, false),
        of("KP", 4, false),
        of("NR", 2, false),
        of("TV", 1, false));
  }
}
