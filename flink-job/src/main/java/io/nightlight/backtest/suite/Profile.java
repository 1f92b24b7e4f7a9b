package io.nightlight.backtest.suite;

import io.nightlight.backtest.LabelledOutage;
import io.nightlight.domain.availability.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an outage takes, prefix by prefix, and what to call it: it begins when what is lost reaches
 * {@link Definition} and ends when half of that is left.
 */
final class Profile {

  /** Of a loss that stays. */
  static final long FOR_GOOD = Long.MAX_VALUE;

  private record Cut(int prefix, long from, long to) {}

  private record Change(long at, long blocks) {}

  /**
   * Withdrawals converge in most of a minute (P20), and a few prefixes return half an hour late.
   */
  private static final long GOING = 50;

  private static final double LATE = 0.03;

  private final Estate estate;
  private final Chance lags;
  private final List<Cut> cuts = new ArrayList<>();

  Profile(Estate estate, Chance lags) {
    this.estate = estate;
    this.lags = lags;
  }

  /** Each prefix takes its own time to go and to come. */
  Profile cut(int[] prefixes, long from, long to) {
    for (int prefix : prefixes) {
      long back = to == FOR_GOOD ? FOR_GOOD : to + returning();
      cuts.add(new Cut(prefix, from + lags.seconds(0, GOING), back));
    }
    return this;
  }

  private long returning() {
    return lags.happens(LATE) ? lags.seconds(90, 1_800) : lags.seconds(0, 75);
  }

  /** Does it to a signal, and to what depends on it. */
  Profile happensTo(CountryScript script, Signal signal) {
    for (Cut cut : cuts) {
      long to = Math.min(cut.to(), 2 * script.length);
      switch (signal) {
        case IPV4_ROUTES -> script.withdraw(cut.prefix(), cut.from(), to);
        case IPV6_ROUTES -> script.withdraw6(cut.prefix(), cut.from(), to);
        case PROBES -> script.silence(cut.prefix(), cut.from(), to);
      }
    }
    return this;
  }

  /** The largest share that is lost at once. */
  double depth() {
    long lost = 0;
    long most = 0;
    for (Change change : changes()) {
      lost += change.blocks();
      most = Math.max(most, lost);
    }
    return (double) most / estate.total();
  }

  /** Null if it is too little or too short to be an outage. */
  @Nullable SuiteLabel label(CountryScript script, OutageKind kind, Set<Signal> signals) {
    double floor = Definition.floor(estate.total()) * estate.total();
    long from = -1;
    long to = -1;
    long lost = 0;
    for (Change change : changes()) {
      boolean wasIn = lost > floor / 2;
      lost += change.blocks();
      if (lost >= floor && from < 0) {
        from = change.at();
      }
      if (from >= 0 && wasIn && lost <= floor / 2) {
        to = change.at();
      }
    }
    boolean lasts = to < 0 || to - from > Definition.hold(depth());
    if (from < 0 || !lasts) {
      return null;
    }
    Instant end = to < 0 || to >= script.length ? null : CountryLife.instant(to);
    LabelledOutage outage = new LabelledOutage(script.country, CountryLife.instant(from), end);
    return new SuiteLabel(outage, kind, depth(), signals);
  }

  /** In the order of time; of one moment what goes comes before what returns. */
  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (Cut cut : cuts) {
      changes.add(new Change(cut.from(), estate.blocks()[cut.prefix()]));
      if (cut.to() != FOR_GOOD) {
        changes.add(new Change(cut.to(), -estate.blocks()[cut.prefix()]));
      }
    }
    changes.sort(
        Comparator.comparingLong(Change::at)
            .thenComparing(Comparator.comparingLong(Change::blocks).reversed()));
    return changes;
  }
}
