package io.nightlight.benchmark;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One country is gone: all peers withdraw all of its prefixes, and tell them again later. */
final class CountryOutage {
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(50);
  private static final Duration LENGTH = Duration.ofMinutes(30);
  private static final int PREFIXES_OF_A_WITHDRAWAL = 100;

  private CountryOutage() {}

  /** The country whose number of IPv4 prefixes comes nearest to one in 500. */
  static String country(PrefixTable table) {
    Map<String, Integer> sizes = new HashMap<>();
    for (int place = 0; place < table.end(IpFamily.IPV4); place++) {
      sizes.merge(table.country(place), 1, Integer::sum);
    }
    int wanted = table.size() / 500;
    return sizes.entrySet().stream()
        .min(
            (a, b) -> {
              int byDistance =
                  Integer.compare(Math.abs(a.getValue() - wanted), Math.abs(b.getValue() - wanted));
              return byDistance != 0 ? byDistance : a.getKey().compareTo(b.getKey());
            })
        .orElseThrow()
        .getKey();
  }

  static void plan(
      PrefixTable table,
      List<Feed> feeds,
      String country,
      Instant start,
      SplittableRandom random,
      Message.Sink out) {
    for (Feed feed : feeds) {
      long gone = Micros.of(start) + random.nextLong(Micros.of(HEARD_WITHIN));
      long back = Micros.of(start.plus(LENGTH)) + random.nextLong(Micros.of(HEARD_WITHIN));
      int groups = table.endGroup(feed.family());
      for (int group = table.firstGroup(feed.family()); group < groups; group++) {
        int from = table.groupStart(group);
        if (table.country(from).equals(country)) {
          long[] prefixes = table.told(feed, from, table.groupStart(group + 1));
          for (int i = 0; i < prefixes.length; i += PREFIXES_OF_A_WITHDRAWAL) {
            int end = Math.min(prefixes.length, i + PREFIXES_OF_A_WITHDRAWAL);
            out.accept(Message.withdraw(feed, gone++, Arrays.copyOfRange(prefixes, i, end)));
          }
          if (prefixes.length > 0) {
            out.accept(Message.announce(feed, back++, prefixes, table.path(feed, from, 0)));
          }
        }
      }
    }
  }
}
