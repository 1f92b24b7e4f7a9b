package io.nightlight.domain.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.routes.LostPrefixes.Lost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is kept while prefixes come and go, against counting all of them each time. */
class LostPrefixesProperties {
  private static final long MINUTE = 60_000_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final long[] ORIGINS = {0, 1, 64_500, 64_501, 0x8000_0000L, 0xFFFF_FFFFL};

  /** As the lists are described, and no more. */
  private static final class Plain {
    private final Map<Long, Lost> lost = new HashMap<>();

    void note(VisibilityChange change, long windowEnd) {
      long prefix = change.prefix();
      if (change.onlyConfirms()) {
        lost.computeIfPresent(
            prefix, (p, is) -> new Lost(p, is.lostAtMicros(), is.originAsn(), change.collectors()));
      } else if (change.after() == Visibility.LOST) {
        lost.put(prefix, new Lost(prefix, windowEnd, change.originAsn(), change.collectors()));
      } else {
        lost.remove(prefix);
      }
    }

    List<Lost> of(IpFamily family) {
      return lost.values().stream().filter(is -> IpFamily.of(is.prefix()) == family).toList();
    }

    List<String> largest(IpFamily family) {
      return of(family).stream()
          .map(Lost::prefix)
          .sorted(
              Comparator.<Long>comparingLong(Prefix::blockCount).reversed().thenComparing(p -> p))
          .limit(LostPrefixes.LISTED)
          .map(Prefix::format)
          .toList();
    }

    List<Long> origins(IpFamily family) {
      Map<Long, Long> blocks =
          of(family).stream()
              .filter(is -> is.originAsn() != 0)
              .collect(
                  Collectors.groupingBy(
                      Lost::originAsn,
                      Collectors.summingLong(is -> Prefix.blockCount(is.prefix()))));
      return blocks.entrySet().stream()
          .sorted(
              Map.Entry.<Long, Long>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(LostPrefixes.LISTED)
          .map(Map.Entry::getKey)
          .toList();
    }

    int collectors(IpFamily family) {
      TreeMap<Integer, Long> blocks = new TreeMap<>(Comparator.reverseOrder());
      for (Lost is : of(family)) {
        blocks.merge(is.collectors(), Prefix.blockCount(is.prefix()), Long::sum);
      }
      long all = blocks.values().stream().mapToLong(Long::longValue).sum();
      long above = 0;
      for (Map.Entry<Integer, Long> entry : blocks.entrySet()) {
        above += entry.getValue();
        if (2 * above >= all) {
          return entry.getKey();
        }
      }
      return 0;
    }
  }

  private static long prefix(Random random, int pool) {
    int number = random.nextInt(pool);
    if (number == 0) {
      return Prefix.ipv4(0, 0);
    }
    return number % 3 == 0
        ? Prefix.ipv6(0x2001_0000_0000L + ((long) number << 12), 28 + number % 21)
        : Prefix.ipv4(number << 12, 20 + number % 9);
  }

  private static VisibilityChange change(Random random, long prefix) {
    Visibility before = random.nextBoolean() ? Visibility.VISIBLE : Visibility.LOST;
    Visibility after = random.nextInt(3) > 0 ? Visibility.LOST : Visibility.VISIBLE;
    long origin = ORIGINS[random.nextInt(ORIGINS.length)] + random.nextInt(2) * random.nextInt(30);
    long asn = Math.min(origin, 0xFFFF_FFFFL);
    int collectors = random.nextInt(random.nextInt(10) == 0 ? 60 : 4);
    return new VisibilityChange(prefix, before, after, asn, 9, 9, collectors);
  }

  @Property(tries = 300)
  void whatIsKeptIsWhatIsThere(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 600) int pool,
      @ForAll @IntRange(min = 1, max = 150) int windows) {
    Plain plain = new Plain();
    LostPrefixes lost = new LostPrefixes();
    long now = HOUR;
    for (int window = 0; window < windows; window++) {
      now += MINUTE * (random.nextInt(20) == 0 ? random.nextInt(90) : 1);
      for (int i = random.nextInt(random.nextInt(8) == 0 ? 2 * pool : 9); i > 0; i--) {
        VisibilityChange change = change(random, prefix(random, pool));
        long at = now - (random.nextInt(9) == 0 ? random.nextInt(30) * MINUTE : 0);
        plain.note(change, at);
        lost.note(change, at);
      }
      long end = now;
      plain.lost.values().removeIf(is -> is.lostAtMicros() < end - HOUR);
      lost.forgetBefore(end);
      lost = disturbed(random, lost, plain);
      check(lost, plain);
    }
  }

  private static LostPrefixes disturbed(Random random, LostPrefixes lost, Plain plain) {
    switch (random.nextInt(20)) {
      case 0 -> {
        return LostPrefixes.of(lost.all());
      }
      case 1 -> {
        Set<Long> kept =
            LongStream.range(0, random.nextInt(200))
                .mapToObj(i -> prefix(random, 600))
                .collect(Collectors.toSet());
        plain.lost.keySet().retainAll(kept);
        lost.keepOnly(kept);
        return lost;
      }
      default -> {
        return lost;
      }
    }
  }

  private static void check(LostPrefixes lost, Plain plain) {
    List<Lost> all = new ArrayList<>(plain.lost.values());
    all.sort(Comparator.comparingLong(Lost::prefix));
    assertThat(lost.all()).isEqualTo(all);
    for (IpFamily family : IpFamily.values()) {
      assertThat(lost.largest(family)).isEqualTo(plain.largest(family));
      assertThat(lost.origins(family)).isEqualTo(plain.origins(family));
      assertThat(lost.collectors(family)).isEqualTo(plain.collectors(family));
    }
  }
}
