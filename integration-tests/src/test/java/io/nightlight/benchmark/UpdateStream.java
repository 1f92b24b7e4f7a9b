package io.nightlight.benchmark;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.Micros;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What happens to routes after the tables are told: not single messages but events, each heard of
 * by some peers within a minute or so.
 *
 * <p>Paths change at 20 to 100 % of the peers; routes flap at one to three peers; and a few flap
 * everywhere, with other paths tried before and a return after 20 to 220 s. Few prefixes cause most
 * of it (Zipf's law with exponent 0.9). The country that has the outage is left alone otherwise.
 */
final class UpdateStream {
  private static final long SECOND = 1_000_000;
  private static final double IPV6_EVENTS = 0.24;
  private static final double ONE_PREFIX = 0.74;
  private static final int LONGEST_RUN = 120;
  private static final int MOST_DRAWS = 50;

  /** What flaps everywhere is less than this of a country, so that no outage is made by chance. */
  private static final double MOST_OF_A_COUNTRY = 0.004;

  private final PrefixTable table;
  private final List<Feed> feeds;
  private final Sizes sizes;
  private final SplittableRandom random;
  private final String quietCountry;
  private final double[] weights;
  private final int[] order;
  private final PriorityQueue<Message> due =
      new PriorityQueue<>(
          Comparator.comparingLong(Message::atMicros).thenComparing(m -> m.feed().number()));
  private long planned;

  UpdateStream(
      PrefixTable table, List<Feed> feeds, Sizes sizes, String outage, SplittableRandom random) {
    this.table = table;
    this.feeds = feeds;
    this.sizes = sizes;
    this.random = random;
    quietCountry = outage;
    weights = table.weights();
    order = IntStream.range(0, table.size()).toArray();
    shuffle(table.first(IpFamily.IPV4), table.end(IpFamily.IPV4));
    shuffle(table.first(IpFamily.IPV6), table.end(IpFamily.IPV6));
  }

  private void shuffle(int from, int to) {
    for (int i = to - 1; i > from; i--) {
      int other = random.nextInt(from, i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }

  /** Tells all updates in the order of time; about as many as there should be. */
  void tell(Message.Sink out) {
    if (sizes.hasOutage()) {
      CountryOutage.plan(table, feeds, quietCountry, sizes.outageAt(), random.split(), due::add);
    }
    long begin = Micros.of(sizes.tablesTold());
    long end = Micros.of(sizes.end());
    for (long now = begin; now < end; now += SECOND) {
      double share = (double) (now + SECOND - begin) / (end - begin);
      while (planned < share * sizes.messages()) {
        plan(now + random.nextLong(SECOND));
      }
      while (!due.isEmpty() && due.peek().atMicros() < Math.min(now + SECOND, end)) {
        out.accept(due.poll());
      }
    }
  }

  private void plan(long at) {
    IpFamily family = random.nextDouble() < IPV6_EVENTS ? IpFamily.IPV6 : IpFamily.IPV4;
    double kind = random.nextDouble();
    boolean everywhere = kind >= sizes.profile().pathChanges + sizes.profile().localFlaps;
    int from = drawPlace(family);
    int to = drawEnd(from);
    for (int draw = 0; draw < MOST_DRAWS && isTooMuch(from, to, everywhere); draw++) {
      from = drawPlace(family);
      to = drawEnd(from);
    }
    if (isTooMuch(from, to, everywhere)) {
      return;
    }
    if (everywhere) {
      flapEverywhere(at, family, from, to);
    } else if (kind < sizes.profile().pathChanges) {
      changePaths(at, family, from, to);
    } else {
      flapAtSome(at, family, from, to);
    }
  }

  private int drawEnd(int from) {
    int run =
        random.nextDouble() < ONE_PREFIX ? 1 : 2 + PrefixTable.heavyTailed(random, LONGEST_RUN);
    return table.endOfRun(from, run);
  }

  private boolean isTooMuch(int from, int to, boolean everywhere) {
    if (table.country(from).equals(quietCountry)) {
      return true;
    }
    return everywhere
        && IntStream.range(from, to).mapToDouble(i -> weights[i]).sum() > MOST_OF_A_COUNTRY;
  }

  /** For exponents s below 1 the share of the first k of n is (k / n) ^ (1 - s). */
  private int drawPlace(IpFamily family) {
    int first = table.first(family);
    double rank = Math.pow(random.nextDouble(), 10);
    return order[first + (int) (rank * (table.end(family) - first))];
  }

  private void changePaths(long at, IpFamily family, int from, int to) {
    double share = random.nextDouble(0.2, 1);
    for (Feed feed : feeds) {
      if (feed.family() == family && random.nextDouble() < share) {
        long heard = at + exponential(15);
        announce(feed, heard, from, to);
        if (random.nextBoolean()) {
          announce(feed, heard + exponential(20), from, to);
        }
      }
    }
  }

  private void flapAtSome(long at, IpFamily family, int from, int to) {
    List<Feed> ofFamily = feeds.stream().filter(feed -> feed.family() == family).toList();
    int count = random.nextInt(1, 4);
    int first = random.nextInt(ofFamily.size());
    for (int i = 0; i < Math.min(count, ofFamily.size()); i++) {
      Feed feed = ofFamily.get((first + i) % ofFamily.size());
      long lost = at + exponential(5);
      withdraw(feed, lost, from, to);
      announce(feed, lost + random.nextLong(20 * SECOND, 220 * SECOND), from, to);
    }
  }

  private void flapEverywhere(long at, IpFamily family, int from, int to) {
    long back = at + random.nextLong(20 * SECOND, 220 * SECOND);
    for (Feed feed : feeds) {
      if (feed.family() == family) {
        long heard = at + exponential(8);
        if (random.nextBoolean()) {
          announce(feed, heard, from, to);
          heard += exponential(5);
        }
        withdraw(feed, heard, from, to);
        announce(feed, Math.max(heard, back) + exponential(8), from, to);
      }
    }
  }

  private long exponential(double meanSeconds) {
    return 1 + (long) (-Math.log(1 - random.nextDouble()) * meanSeconds * SECOND);
  }

  private void announce(Feed feed, long at, int from, int to) {
    long[] prefixes = table.told(feed, from, to);
    if (prefixes.length > 0) {
      due.add(Message.announce(feed, at, prefixes, table.path(feed, from, 1 + at % 7)));
      planned++;
    }
  }

  private void withdraw(Feed feed, long at, int from, int to) {
    long[] prefixes = table.told(feed, from, to);
    if (prefixes.length > 0) {
      due.add(Message.withdraw(feed, at, prefixes));
      planned++;
    }
  }
}
