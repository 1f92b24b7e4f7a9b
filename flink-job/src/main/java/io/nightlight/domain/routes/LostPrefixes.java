package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prefixes of one country that were lost within the last hour and are not back: what an outage
 * shows as evidence.
 */
public final class LostPrefixes {
  private static final long REMEMBERED_MICROS = 3_600_000_000L;

  private static final Comparator<Long> LARGEST_FIRST =
      Comparator.<Long>comparingLong(Prefix::blockCount).reversed().thenComparing(p -> p);

  private final Map<Long, Long> lostAt = new HashMap<>();

  public void note(long prefix, Visibility after, long windowEndMicros) {
    if (after == Visibility.LOST) {
      lostAt.put(prefix, windowEndMicros);
    } else {
      lostAt.remove(prefix);
    }
  }

  /** Forgets what was lost more than an hour before. */
  public void forgetBefore(long windowEndMicros) {
    lostAt.values().removeIf(at -> at < windowEndMicros - REMEMBERED_MICROS);
  }

  /** The largest ones of a family in the usual notation, at most {@code most}, in one order. */
  public List<String> largest(IpFamily family, int most) {
    return lostAt.keySet().stream()
        .filter(prefix -> IpFamily.of(prefix) == family)
        .sorted(LARGEST_FIRST)
        .limit(most)
        .map(Prefix::format)
        .toList();
  }

  /** Prefixes, and the end of the window in which each was lost. */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Snapshot(long[] prefixes, long[] lostAtMicros) {}

  public Snapshot snapshot() {
    long[] prefixes = lostAt.keySet().stream().mapToLong(p -> p).sorted().toArray();
    return new Snapshot(prefixes, Arrays.stream(prefixes).map(lostAt::get).toArray());
  }

  public static LostPrefixes restore(Snapshot snapshot) {
    LostPrefixes lost = new LostPrefixes();
    for (int i = 0; i < snapshot.prefixes().length; i++) {
      lost.lostAt.put(snapshot.prefixes()[i], snapshot.lostAtMicros()[i]);
    }
    return lost;
  }
}
