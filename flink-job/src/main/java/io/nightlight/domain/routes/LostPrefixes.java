package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The prefixes of one country that were lost within the last hour and are not back, and who
 * originated them: what an outage shows as evidence.
 */
public final class LostPrefixes {
  /** The most prefixes and the most origins in a list. */
  public static final int LISTED = 20;

  private static final long REMEMBERED_MICROS = 3_600_000_000L;

  /**
   * One lost prefix.
   *
   * @param prefix a {@link Prefix} key
   * @param lostAtMicros the end of the window in which it was lost
   * @param originAsn the AS that had originated it; 0 where unknown
   * @param collectors how many collectors have lost it by themselves
   */
  public record Lost(long prefix, long lostAtMicros, long originAsn, int collectors) {}

  private final LostTable ipv4 = new LostTable();
  private final LostTable ipv6 = new LostTable();

  public void note(VisibilityChange change, long windowEndMicros) {
    long prefix = change.prefix();
    LostTable lost = in(IpFamily.of(prefix));
    if (change.onlyConfirms()) {
      lost.confirm(prefix, change.collectors());
    } else if (change.after() == Visibility.LOST) {
      lost.put(new Lost(prefix, windowEndMicros, change.originAsn(), change.collectors()));
    } else {
      lost.remove(prefix);
    }
  }

  private LostTable in(IpFamily family) {
    return family == IpFamily.IPV6 ? ipv6 : ipv4;
  }

  /** Forgets what was lost more than an hour before. */
  public void forgetBefore(long windowEndMicros) {
    ipv4.forgetBefore(windowEndMicros - REMEMBERED_MICROS);
    ipv6.forgetBefore(windowEndMicros - REMEMBERED_MICROS);
  }

  /** Forgets all but these prefixes. */
  public void keepOnly(Set<Long> prefixes) {
    ipv4.keepOnly(prefixes::contains);
    ipv6.keepOnly(prefixes::contains);
  }

  /** The largest ones of a family in the usual notation, {@link #LISTED} at most, in one order. */
  public List<String> largest(IpFamily family) {
    return in(family).largest(LISTED).keys().mapToObj(Prefix::format).toList();
  }

  /**
   * The ASes that originated the most address blocks of what was lost of a family, {@link #LISTED}
   * at most, those with the most blocks first, then by number.
   */
  public List<Long> origins(IpFamily family) {
    return in(family).origins(LISTED).keys().boxed().toList();
  }

  /**
   * By how many collectors the loss is confirmed: so many have lost each prefix of at least half of
   * the address blocks of what was lost of a family; 0 if nothing was.
   */
  public int collectors(IpFamily family) {
    return in(family).collectors();
  }

  /** All of them, in the order of their keys. */
  public List<Lost> all() {
    return Stream.concat(ipv4.all(), ipv6.all())
        .sorted(Comparator.comparingLong(Lost::prefix))
        .toList();
  }

  public static LostPrefixes of(List<Lost> all) {
    LostPrefixes lost = new LostPrefixes();
    all.forEach(is -> lost.in(IpFamily.of(is.prefix())).put(is));
    return lost;
  }
}
