package io.nightlight.domain.measurement;

import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.VantageStanding.Sight;
import io.nightlight.domain.net.Vantage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One vantage as its results tell of it, up to the end of a window.
 *
 * @param lastSeenMicros the time of its latest result, in microseconds since 1970
 * @param usualGapMicros the usual time between two windows with results; 0 while unknown
 * @param usualResults how many results a window with any usually brings, in 64ths
 * @param reaches by country, in alphabetical order
 * @param sight after the window
 * @param blindSinceMicros of a spell of blindness its beginning; {@link Long#MAX_VALUE} outside
 * @param reason of a spell why
 * @param seesSinceMicros within a spell since when it sees again; {@link Long#MAX_VALUE} if it
 *     doesn't
 * @param isTold whether others were told of the spell
 */
public record VantageWatch(
    Vantage vantage,
    long lastSeenMicros,
    long usualGapMicros,
    long usualResults,
    List<VantageReach> reaches,
    Sight sight,
    long blindSinceMicros,
    @Nullable Reason reason,
    long seesSinceMicros,
    boolean isTold) {
  /** A new gap, or number of results, moves the usual one by one part in so many. */
  private static final int WEIGHT = 8;

  private static final int UNIT = 64;

  static VantageWatch of(Vantage vantage) {
    return new VantageWatch(
        vantage,
        Long.MIN_VALUE,
        0,
        0,
        List.of(),
        Sight.SEES,
        Long.MAX_VALUE,
        null,
        Long.MAX_VALUE,
        false);
  }

  /** After a window's results, before it is judged. */
  VantageWatch next(@Nullable VantageSummary summary, long windowEndMicros, VantageRules rules) {
    Map<String, CountrySuccess> now = new TreeMap<>();
    if (summary != null) {
      summary.countries().forEach(success -> now.put(success.country(), success));
    }
    List<VantageReach> next = new ArrayList<>();
    for (VantageReach reach : reaches) {
      next.add(reach.next(now.remove(reach.country()), windowEndMicros, rules));
    }
    now.values()
        .forEach(
            success ->
                next.add(VantageReach.of(success.country()).next(success, windowEndMicros, rules)));
    next.sort((a, b) -> a.country().compareTo(b.country()));
    if (summary == null) {
      return with(next, lastSeenMicros, usualGapMicros, usualResults);
    }
    long seen = Math.max(lastSeenMicros, summary.lastSeenMicros());
    long gap = seen - lastSeenMicros;
    boolean isNew = lastSeenMicros == Long.MIN_VALUE;
    long results = (long) summary.results() * UNIT;
    return with(
        next,
        seen,
        isNew ? 0 : usualGapMicros == 0 ? gap : usualGapMicros + (gap - usualGapMicros) / WEIGHT,
        isNew ? results : usualResults + (results - usualResults) / WEIGHT);
  }

  private VantageWatch with(List<VantageReach> next, long seen, long gap, long results) {
    return new VantageWatch(
        vantage,
        seen,
        gap,
        results,
        next,
        sight,
        blindSinceMicros,
        reason,
        seesSinceMicros,
        isTold);
  }

  boolean isSilent(long windowEndMicros, VantageRules rules) {
    return rules.watch().isSilent(windowEndMicros - lastSeenMicros, usualGapMicros);
  }

  boolean isRetired(long windowEndMicros, VantageRules rules) {
    return windowEndMicros - lastSeenMicros > rules.watch().retireMicros();
  }

  /** Whether its blindness is worth telling, beside so many results of all vantages. */
  boolean matters(long resultsOfAll) {
    return usualResults * 100 >= resultsOfAll;
  }

  /**
   * Whether anybody was heard in the latter half of its silence. Else all may have fallen silent
   * together, each found so by its own usual gap.
   *
   * @param heardMicros the latest result of any vantage
   */
  boolean isOutlived(long heardMicros, long windowEndMicros) {
    return windowEndMicros - lastSeenMicros >= 2 * (windowEndMicros - heardMicros);
  }

  /**
   * With what was judged of the window.
   *
   * @param cause why it is blind; null if it sees
   */
  VantageWatch judged(
      Sight now, @Nullable Reason cause, List<VantageReach> learnt, long windowEndMicros) {
    long sinceThen = cause == Reason.SILENCE ? lastSeenMicros : windowEndMicros;
    if (cause != null) {
      boolean isNew = blindSinceMicros == Long.MAX_VALUE;
      return new VantageWatch(
          vantage,
          lastSeenMicros,
          usualGapMicros,
          usualResults,
          learnt,
          now,
          isNew ? sinceThen : blindSinceMicros,
          isNew ? cause : reason,
          Long.MAX_VALUE,
          isTold);
    }
    boolean isInSpell = blindSinceMicros != Long.MAX_VALUE;
    return new VantageWatch(
        vantage,
        lastSeenMicros,
        usualGapMicros,
        usualResults,
        learnt,
        now,
        isTold ? blindSinceMicros : Long.MAX_VALUE,
        reason,
        isInSpell ? Math.min(seesSinceMicros, windowEndMicros) : Long.MAX_VALUE,
        isTold);
  }

  /** Whether a spell of blindness that others were told of is over for a round. */
  boolean isRestored(long windowEndMicros, VantageRules rules) {
    return isTold
        && seesSinceMicros != Long.MAX_VALUE
        && windowEndMicros - seesSinceMicros >= rules.roundMicros();
  }

  VantageWatch told() {
    return new VantageWatch(
        vantage,
        lastSeenMicros,
        usualGapMicros,
        usualResults,
        reaches,
        sight,
        blindSinceMicros,
        reason,
        seesSinceMicros,
        true);
  }

  VantageWatch restored() {
    return new VantageWatch(
        vantage,
        lastSeenMicros,
        usualGapMicros,
        usualResults,
        reaches,
        sight,
        Long.MAX_VALUE,
        null,
        Long.MAX_VALUE,
        false);
  }

  /** As if the time between two windows had not passed: no input at all came in it. */
  public VantageWatch without(long pauseMicros) {
    return pauseMicros == 0
        ? this
        : with(
            reaches.stream().map(reach -> reach.without(pauseMicros)).toList(),
            lastSeenMicros + pauseMicros,
            usualGapMicros,
            usualResults);
  }
}
