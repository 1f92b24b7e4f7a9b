package io.nightlight.backtest.suite;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The prefixes of one address family in one country, and whose they are. Providers are unequal: the
 * n-th largest has about 1/n of the largest one's blocks.
 *
 * @param blocks by prefix
 * @param provider by prefix
 * @param providers how many
 */
record Estate(int[] blocks, int[] provider, int providers) {

  /** The share of prefixes up to each length: half of all IPv4 prefixes are a /24. */
  private static final double[] IPV4_LENGTHS = {.53, .65, .80, .88, .94, .97, .99, .997, 1};

  private static final double[] IPV6_LENGTHS = {.4, .6, .7, .78, 1};
  private static final int[] IPV6_BLOCKS = {1, 16, 256, 4_096, 65_536};

  /** Of so many /24s; no prefix is more than a quarter of the country. */
  static Estate ofIpv4(int total, Chance chance) {
    List<Integer> sizes = new ArrayList<>();
    int left = total;
    while (left > 0) {
      int drawn = 1 << rank(IPV4_LENGTHS, chance.between(0, 1));
      int size = Math.min(Math.max(1, Integer.highestOneBit(Math.max(1, total / 4))), drawn);
      sizes.add(Math.min(size, left));
      left -= Math.min(size, left);
    }
    return shared(sizes, Math.max(1, (int) (StrictMath.sqrt(total) / 2)), chance);
  }

  /** Of so many prefixes between /48 and /32. */
  static Estate ofIpv6(int prefixes, int providers, Chance chance) {
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < prefixes; i++) {
      sizes.add(IPV6_BLOCKS[rank(IPV6_LENGTHS, chance.between(0, 1))]);
    }
    return shared(sizes, providers, chance);
  }

  private static int rank(double[] cumulative, double drawn) {
    int rank = 0;
    while (rank < cumulative.length - 1 && drawn >= cumulative[rank]) {
      rank++;
    }
    return rank;
  }

  private static Estate shared(List<Integer> sizes, int providers, Chance chance) {
    double all = 0;
    for (int n = 1; n <= providers; n++) {
      all += 1.0 / n;
    }
    int[] owner = new int[sizes.size()];
    for (int i = 0; i < owner.length; i++) {
      double drawn = chance.between(0, all);
      int n = 1;
      while (n < providers && drawn >= 1.0 / n) {
        drawn -= 1.0 / n++;
      }
      owner[i] = n - 1;
    }
    return new Estate(sizes.stream().mapToInt(Integer::intValue).toArray(), owner, providers);
  }

  int prefixes() {
    return blocks.length;
  }

  long total() {
    return Arrays.stream(blocks).asLongStream().sum();
  }

  int[] of(int wanted) {
    return indices().filter(i -> provider[i] == wanted).toArray();
  }

  long blocksOf(int[] prefixes) {
    return Arrays.stream(prefixes).mapToLong(i -> blocks[i]).sum();
  }

  double share(int[] prefixes) {
    return (double) blocksOf(prefixes) / total();
  }

  /**
   * Prefixes that come to at least a share of the blocks, and to as little more as can be had:
   * whole providers in random order first, then single prefixes.
   */
  int[] atLeast(double share, Chance chance) {
    long wanted = (long) StrictMath.ceil(share * total() - 1e-9);
    int[] order = byProvider(chance.shuffled(providers));
    boolean[] taken = new boolean[blocks.length];
    long sum = 0;
    for (int prefix : order) {
      if (sum + blocks[prefix] <= wanted) {
        taken[prefix] = true;
        sum += blocks[prefix];
      }
    }
    while (sum < wanted) {
      int smallest =
          indices().filter(i -> !taken[i]).boxed().min(comparingInt(i -> blocks[i])).orElseThrow();
      taken[smallest] = true;
      sum += blocks[smallest];
    }
    return Arrays.stream(order).filter(i -> taken[i]).toArray();
  }

  private int[] byProvider(int[] order) {
    return Arrays.stream(order).flatMap(owner -> Arrays.stream(of(owner))).toArray();
  }

  int[] all() {
    return indices().toArray();
  }

  private IntStream indices() {
    return IntStream.range(0, blocks.length);
  }
}
