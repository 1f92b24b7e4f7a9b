package io.nightlight.benchmark;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The prefixes of the made-up Internet. Neighbours in the table are neighbours in the world: one
 * country's stand together, a root before its more-specifics, and those that share their attributes
 * form a group, which a peer tells in one message.
 */
final class PrefixTable {
  private static final int LARGEST_GROUP = 250;
  private static final int ORIGINS = 75_000;
  private static final long FIRST_ORIGIN = 200_000;
  private static final int TRANSITS = 3_000;

  private final long[] prefixes;
  private final short[] countryOf;
  private final String[] countries;
  private final int ipv4;

  /** Where each group begins, and after the last of them the end. */
  private final int[] groups;

  private final int ipv4Groups;

  /**
   * @param prefixes those of IPv4 first
   * @param countryOf of each prefix the country's place in {@code countries}
   */
  PrefixTable(
      long[] prefixes, short[] countryOf, String[] countries, int ipv4, SplittableRandom random) {
    this.prefixes = prefixes;
    this.countryOf = countryOf;
    this.countries = countries;
    this.ipv4 = ipv4;
    int[] starts = new int[prefixes.length + 1];
    int count = 0;
    int ofIpv4 = 0;
    for (int at = 0; at < prefixes.length; count++) {
      starts[count] = at;
      ofIpv4 += at < ipv4 ? 1 : 0;
      at = endOfRun(at, heavyTailed(random, LARGEST_GROUP));
    }
    starts[count] = prefixes.length;
    groups = Arrays.copyOf(starts, count + 1);
    ipv4Groups = ofIpv4;
  }

  /** 1 for more than half, and a long tail: a zeta distribution with exponent 2.2, cut off. */
  static int heavyTailed(SplittableRandom random, int most) {
    return (int) Math.min(most, Math.pow(1 - random.nextDouble(), -1 / 1.2));
  }

  int size() {
    return prefixes.length;
  }

  int first(IpFamily family) {
    return family == IpFamily.IPV4 ? 0 : ipv4;
  }

  int end(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4 : prefixes.length;
  }

  String country(int place) {
    return countries[countryOf[place]];
  }

  long prefix(int place) {
    return prefixes[place];
  }

  int firstGroup(IpFamily family) {
    return family == IpFamily.IPV4 ? 0 : ipv4Groups;
  }

  int endGroup(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4Groups : groups.length - 1;
  }

  int groupStart(int group) {
    return groups[group];
  }

  /** The end of a run of neighbours of one country and family that begins at {@code place}. */
  int endOfRun(int place, int length) {
    int most = Math.min(place < ipv4 ? ipv4 : prefixes.length, place + length);
    int end = place + 1;
    while (end < most && countryOf[end] == countryOf[place]) {
      end++;
    }
    return end;
  }

  /** What a peer tells of a run of neighbours. */
  long[] told(Feed feed, int from, int to) {
    long[] told = new long[to - from];
    int count = 0;
    for (int place = from; place < to; place++) {
      if (feed.tells(place)) {
        told[count++] = prefixes[place];
      }
    }
    return count == told.length ? told : Arrays.copyOf(told, count);
  }

  /**
   * One of the ways from a peer to where a run begins.
   *
   * @param way other numbers are other ways
   */
  long[] path(Feed feed, int from, long way) {
    long chance = Feed.mix(from * 31L + feed.number() * 7L + way * 1_000_003L);
    int length = 4 + (int) (chance >>> 60) % 4 + ((chance >>> 57 & 1) == 0 ? 0 : 1);
    long[] path = new long[length];
    path[0] = feed.session().peerAsn();
    for (int hop = 1; hop < length - 1; hop++) {
      path[hop] = 1_000L + Math.floorMod(Feed.mix(chance + hop), TRANSITS);
    }
    path[length - 1] = FIRST_ORIGIN + Math.floorMod(Feed.mix(from / 4L), ORIGINS);
    return path;
  }

  /** How many of the blocks of its country and family each prefix covers, 0 to 1. */
  double[] weights() {
    double[] weights = new double[prefixes.length];
    double[][] blocks = new double[2][countries.length];
    for (int place = 0; place < prefixes.length; place++) {
      double size = Prefix.blockCount(prefixes[place]);
      weights[place] = size;
      blocks[place < ipv4 ? 0 : 1][countryOf[place]] += size;
    }
    for (int place = 0; place < prefixes.length; place++) {
      weights[place] /= blocks[place < ipv4 ? 0 : 1][countryOf[place]];
    }
    return weights;
  }
}
