package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The prefixes of one country that were lost within the last hour and are not back, and who
 * originated them: what an outage shows as evidence.
 */
public final class LostPrefixes {
  /** The most prefixes and the most origins in a list. */
  public static final int LISTED = 20;

  private static final long REMEMBERED_MICROS = 3_600_000_000L;

  private static final Comparator<Long> LARGEST_FIRST =
      Comparator.<Long>comparingLong(Prefix::blockCount).reversed().thenComparing(p -> p);

  private static final Comparator<Map.Entry<Long, Long>> MOST_BLOCKS_FIRST =
      Map.Entry.<Long, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey());

  /**
   * One lost prefix.
   *
   * @param prefix a {@link Prefix} key
   * @param lostAtMicros the end of the window in which it was lost
   * @param originAsn the AS that had originated it; 0 where unknown
   * @param collectors how many collectors have lost it by themselves
   */
  public record Lost(long prefix, long lostAtMicros, long originAsn, int collectors) {}

  private final Map<Long, Lost> lost = new HashMap<>();

  /** Lists are asked for in every window and seldom change. */
  private final Map<IpFamily, List<String>> largest = new EnumMap<>(IpFamily.class);

  private final Map<IpFamily, List<Long>> origins = new EnumMap<>(IpFamily.class);
  private final Map<IpFamily, Integer> collectors = new EnumMap<>(IpFamily.class);

  public void note(VisibilityChange change, long windowEndMicros) {
    forgetLists();
    long prefix = change.prefix();
    if (change.onlyConfirms()) {
      lost.computeIfPresent(
          prefix,
          (same, is) -> new Lost(same, is.lostAtMicros(), is.originAsn(), change.collectors()));
    } else if (change.after() == Visibility.LOST) {
      lost.put(prefix, new Lost(prefix, windowEndMicros, change.originAsn(), change.collectors()));
    } else {
      lost.remove(prefix);
    }
  }

  /** Forgets what was lost more than an hour before. */
  public void forgetBefore(long windowEndMicros) {
    if (lost.values().removeIf(is -> is.lostAtMicros() < windowEndMicros - REMEMBERED_MICROS)) {
      forgetLists();
    }
  }

  /** Forgets all but these prefixes. */
  public void keepOnly(Set<Long> prefixes) {
    lost.keySet().retainAll(prefixes);
    forgetLists();
  }

  private void forgetLists() {
    largest.clear();
    origins.clear();
    collectors.clear();
  }

  /** The largest ones of a family in the usual notation, {@link #LISTED} at most, in one order. */
  public List<String> largest(IpFamily family) {
    return largest.computeIfAbsent(family, this::listLargest);
  }

  private List<String> listLargest(IpFamily family) {
    return lost.keySet().stream()
        .filter(prefix -> IpFamily.of(prefix) == family)
        .sorted(LARGEST_FIRST)
        .limit(LISTED)
        .map(Prefix::format)
        .toList();
  }

  /**
   * The ASes that originated the most address blocks of what was lost of a family, {@link #LISTED}
   * at most, those with the most blocks first, then by number.
   */
  public List<Long> origins(IpFamily family) {
    return origins.computeIfAbsent(family, this::listOrigins);
  }

  private List<Long> listOrigins(IpFamily family) {
    Map<Long, Long> blocks = new HashMap<>();
    for (Lost is : lost.values()) {
      if (is.originAsn() != 0 && IpFamily.of(is.prefix()) == family) {
        blocks.merge(is.originAsn(), Prefix.blockCount(is.prefix()), Long::sum);
      }
    }
    return blocks.entrySet().stream()
        .sorted(MOST_BLOCKS_FIRST)
        .limit(LISTED)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * By how many collectors the loss is confirmed: so many have lost each prefix of at least half of
   * the address blocks of what was lost of a family; 0 if nothing was.
   */
  public int collectors(IpFamily family) {
    return collectors.computeIfAbsent(family, this::countCollectors);
  }

  private int countCollectors(IpFamily family) {
    TreeMap<Integer, Long> blocks = new TreeMap<>(Comparator.reverseOrder());
    for (Lost is : lost.values()) {
      if (IpFamily.of(is.prefix()) == family) {
        blocks.merge(is.collectors(), Prefix.blockCount(is.prefix()), Long::sum);
      }
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

  /** All of them, in the order of their keys. */
  public List<Lost> all() {
    return lost.values().stream().sorted(Comparator.comparingLong(Lost::prefix)).toList();
  }

  public static LostPrefixes of(List<Lost> all) {
    LostPrefixes lost = new LostPrefixes();
    all.forEach(is -> lost.lost.put(is.prefix(), is));
    return lost;
  }
}
