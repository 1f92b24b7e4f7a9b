package io.nightlight.benchmark;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Every session tells its whole table, group by group, beginning anywhere in it, and ends with an
 * End-of-RIB marker. All do so at the same time, some faster than others.
 */
final class TableTransfer {
  private static final Duration LATEST_START = Duration.ofMinutes(2);
  private static final Duration SHORTEST = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private TableTransfer() {}

  static void tell(PrefixTable table, List<Feed> feeds, SplittableRandom random, Message.Sink out) {
    PriorityQueue<Teller> tellers =
        new PriorityQueue<>(Comparator.comparingLong(Teller::nextMicros));
    for (Feed feed : feeds) {
      tellers.add(new Teller(table, feed, random));
    }
    while (!tellers.isEmpty()) {
      Teller next = tellers.poll();
      if (next.tell(out)) {
        tellers.add(next);
      }
    }
  }

  private static final class Teller {
    private final PrefixTable table;
    private final Feed feed;
    private final int first;
    private final int groups;
    private final int offset;
    private final long startMicros;
    private final long lengthMicros;
    private int told;

    Teller(PrefixTable table, Feed feed, SplittableRandom random) {
      this.table = table;
      this.feed = feed;
      first = table.firstGroup(feed.family());
      groups = table.endGroup(feed.family()) - first;
      offset = random.nextInt(groups);
      startMicros = Micros.of(Sizes.BEGIN) + random.nextLong(Micros.of(LATEST_START));
      lengthMicros = random.nextLong(Micros.of(SHORTEST), Micros.of(LONGEST));
    }

    long nextMicros() {
      return startMicros + (long) ((double) lengthMicros * told / groups);
    }

    /** Whether there is more to tell. */
    boolean tell(Message.Sink out) {
      long at = nextMicros();
      if (told == groups) {
        out.accept(Message.endOfRib(feed, at));
        return false;
      }
      int group = first + (offset + told++) % groups;
      int from = table.groupStart(group);
      long[] prefixes = table.told(feed, from, table.groupStart(group + 1));
      if (prefixes.length > 0) {
        out.accept(Message.announce(feed, at, prefixes, table.path(feed, from, 0)));
      }
      return true;
    }
  }
}
