package io.nightlight.domain.measurement;

import io.nightlight.domain.net.IpFamily;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the session that alone withdraws much of its table: that is the peer's trouble, not the
 * world's.
 *
 * <p>A session is gutted when, within ten windows, it withdrew on balance at least {@link
 * WatchRules#guttedPrefixes()} prefixes and {@link WatchRules#guttedShare()} of its table, and no
 * other session of the collector, of another AS, did the like: withdrew a tenth as many prefixes
 * (whatever share of its table they are: a full table loses with a partial feed what both had), or
 * half of its own table (so that small feeds that all fell are believed). A collector with nobody
 * to compare to cannot know, so there the session abstains, too. It is whole again when it has
 * announced nine tenths of it again, at a new End-of-RIB, at the end of a dump begun since, when it
 * comes up anew, or when others follow within ten windows, whom it merely preceded.
 */
final class LoneWithdrawals {
  private static final int LIKE_DIVISOR = 10;

  /** A smaller table that loses half says nothing. */
  private static final int SMALLEST_TABLE = 100;

  private LoneWithdrawals() {}

  /** The sessions of one collector after a window, with those that were gutted in it marked. */
  static Map<Long, SessionWatch> judge(
      Map<Long, SessionWatch> sessions, long windowStartMicros, WatchRules rules) {
    Map<Long, SessionWatch> judged = new HashMap<>(sessions);
    for (IpFamily family : IpFamily.values()) {
      sessions.forEach(
          (id, session) -> {
            Withdrawals before = session.table(family).withdrawals();
            Withdrawals after = judge(session, family, sessions.values(), windowStartMicros, rules);
            if (!after.equals(before)) {
              judged.computeIfPresent(id, (same, watch) -> watch.with(family, after));
            }
          });
    }
    return judged;
  }

  private static Withdrawals judge(
      SessionWatch session,
      IpFamily family,
      Collection<SessionWatch> all,
      long windowStartMicros,
      WatchRules rules) {
    TableWatch table = session.table(family);
    Withdrawals withdrawals = table.withdrawals();
    if (withdrawals.isGutted()) {
      boolean mayBeJoined = withdrawals.windows() <= Withdrawals.WINDOWS;
      return mayBeJoined && !isAlone(session, family, withdrawals.hole(), all, rules)
          ? withdrawals.joined()
          : withdrawals;
    }
    int most = withdrawals.most();
    boolean isMuch = most >= rules.guttedPrefixes() && most >= rules.guttedShare() * table.size();
    return isMuch && isAlone(session, family, most, all, rules)
        ? withdrawals.gutted(windowStartMicros)
        : withdrawals;
  }

  private static boolean isAlone(
      SessionWatch session,
      IpFamily family,
      int withdrawn,
      Collection<SessionWatch> all,
      WatchRules rules) {
    return all.stream()
        .filter(other -> other.session().peerAsn() != session.session().peerAsn())
        .filter(other -> other.speaksFor(family, rules))
        .map(other -> other.table(family))
        .noneMatch(other -> isLike(other, withdrawn));
  }

  private static boolean isLike(TableWatch other, int withdrawn) {
    int most = other.withdrawals().most();
    boolean many = most * LIKE_DIVISOR >= withdrawn;
    boolean half = other.size() >= SMALLEST_TABLE && 2 * most >= other.size();
    return many || half;
  }
}
