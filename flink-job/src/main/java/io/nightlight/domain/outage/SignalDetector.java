package io.nightlight.domain.outage;

import io.nightlight.domain.availability.CountryView;
import io.nightlight.domain.availability.Ratio;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.Sight;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalView;
import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One signal's half of {@link OutageDetector}: whether it is in drop, and since when. The table is
 * there.
 */
final class SignalDetector {

  private final DetectionRules rules;

  /** No threshold is lower, so that most windows need not be told theirs. */
  private final double leastThreshold;

  SignalDetector(DetectionRules rules) {
    this.rules = rules;
    leastThreshold = Ratio.rounded(rules.dropFloor());
  }

  /** What a drop would do. */
  enum Role {
    /** Open an outage. */
    OPENS,
    /** Take part in one that is open. */
    JOINS
  }

  SignalState next(SignalState before, SignalView view, CountryView window, Role role) {
    Double ratio = view.ratio();
    if (ratio == null) {
      return unseen(before, view, window);
    }
    SignalState state = withoutStalePending(before, window.windowStart());
    Drop drop = state.drop();
    if (drop == null) {
      return whileWell(state, view, ratio, window, role);
    }
    Drop next =
        switch (drop.phase()) {
          case PENDING -> whilePending(state, drop, view, ratio, window);
          case DOWN -> whileDown(drop, view, ratio, momentOf(state, window), window);
          case BACK -> whileBack(drop, ratio);
        };
    return new SignalState(state.signal(), window.windowEnd(), next);
  }

  /** Whether the ratio is a drop by today's threshold. */
  boolean isInDrop(SignalView view, double ratio) {
    double shortfall = Ratio.shortfall(ratio);
    return shortfall >= leastThreshold && shortfall >= rules.threshold(view);
  }

  private SignalState unseen(SignalState state, SignalView view, CountryView window) {
    boolean takesNoPart = state.drop() == null || state.isIn(DropPhase.PENDING);
    return view.status() == ScoreStatus.WARMING && takesNoPart
        ? SignalState.fresh(state.signal())
        : withoutStalePending(state, window.windowEnd());
  }

  /** A pending drop that was not seen for too long is forgotten, as if its windows were unknown. */
  private SignalState withoutStalePending(SignalState state, Instant now) {
    Drop drop = state.drop();
    Instant seen = state.seenUntil();
    if (drop == null
        || seen == null
        || !drop.is(DropPhase.PENDING)
        || Duration.between(seen, now).compareTo(rules.pendingGap()) <= 0) {
      return state;
    }
    Instant wellUntil = drop.start().since().earliest().plus(rules.lag(state.signal()));
    return new SignalState(state.signal(), wellUntil, null);
  }

  private SignalState whileWell(
      SignalState state, SignalView view, double ratio, CountryView window, Role role) {
    double shortfall = Ratio.shortfall(ratio);
    if (shortfall < leastThreshold) {
      return new SignalState(state.signal(), window.windowEnd(), null);
    }
    double threshold = role == Role.OPENS ? rules.threshold(view) : rules.thresholdToJoin(view);
    if (shortfall < threshold) {
      return new SignalState(state.signal(), window.windowEnd(), null);
    }
    return state.seenUntil() == null
        ? state
        : new SignalState(
            state.signal(), window.windowEnd(), begun(state, view, ratio, threshold, window));
  }

  private Drop begun(
      SignalState state, SignalView view, double ratio, double threshold, CountryView window) {
    return confirmed(
        new Drop(
            DropPhase.PENDING,
            threshold,
            Run.of(momentOf(state, window), window.length()),
            isDeep(ratio) ? Micros.of(window.length()) : 0,
            sight(state, view, window),
            Depth.first(view, ratio),
            null,
            null,
            null,
            null),
        view,
        window);
  }

  private @Nullable Drop whilePending(
      SignalState state, Drop drop, SignalView view, double ratio, CountryView window) {
    if (Ratio.shortfall(ratio) < drop.threshold()) {
      return null;
    }
    Sight sight = sight(state, view, window);
    return confirmed(
        new Drop(
            DropPhase.PENDING,
            drop.threshold(),
            drop.start().longerBy(window.length()),
            isDeep(ratio) ? drop.deepHeldMicros() + Micros.of(window.length()) : 0,
            drop.sight() == Sight.REDUCED ? Sight.REDUCED : sight,
            drop.depth().orDeeper(view, ratio),
            null,
            null,
            null,
            null),
        view,
        window);
  }

  /**
   * A window tells what was at its end, so the first one in drop proves no time in drop: were it
   * counted, 61 seconds that lie over the ends of two windows would have held two minutes (P20).
   */
  private Drop confirmed(Drop drop, SignalView view, CountryView window) {
    Duration unproven = window.length();
    Duration extra = drop.sight() == Sight.REDUCED ? rules.blindHold() : Duration.ZERO;
    Duration deep = rules.deepHold(view.signal()).plus(extra).plus(unproven);
    Duration any = rules.hold(view.signal()).plus(extra).plus(unproven);
    boolean certain = drop.deepHeldMicros() >= Micros.of(deep) || drop.start().hasHeld(any);
    return certain ? drop.withPhase(DropPhase.DOWN, null) : drop;
  }

  private Drop whileDown(Drop drop, SignalView view, double ratio, Moment now, CountryView window) {
    Duration length = window.length();
    boolean isWell = shortfallFrom(drop, ratio) <= rules.recoveryThreshold(drop.threshold());
    Run well = isWell ? extended(drop.well(), now, length) : null;
    Run above = ratio > rules.shiftLevel() ? extended(drop.aboveShift(), now, length) : null;
    Plateau plateau = extended(drop.plateau(), ratio, now, length);
    Drop next =
        new Drop(
            DropPhase.DOWN,
            drop.threshold(),
            drop.start(),
            drop.deepHeldMicros(),
            drop.sight(),
            drop.depth().orDeeper(view, ratio),
            well,
            plateau,
            above,
            drop.ending());
    Ending ending = ending(next, view, ratio, now);
    return ending == null ? next : next.withPhase(DropPhase.BACK, ending);
  }

  private @Nullable Ending ending(Drop drop, SignalView view, double ratio, Moment now) {
    Run well = drop.well();
    if (well != null && well.hasHeld(rules.recoveryHold())) {
      Moment end = recovered(drop, well, view);
      return new Ending(EndReason.RECOVERED, end, drop.level(), well.heldMicros());
    }
    Plateau plateau = drop.plateau();
    Run above = drop.aboveShift();
    double lowest = drop.depth().ratio();
    if (plateau != null
        && plateau.run().hasHeld(rules.plateauHold())
        && plateau.low() > lowest + rules.plateauClimb() * (1 - lowest)) {
      Moment since =
          isNearlyHalfway(lowest) && above != null ? above.since() : plateau.run().since();
      return new Ending(EndReason.RECOVERED, since, ratio, plateau.run().heldMicros());
    }
    if (above != null && above.hasHeld(rules.shiftHold())) {
      // Nothing came back at a certain time: the level of all that time is declared usual now.
      Moment declared = new Moment(now.latest(), above.since().earliest(), now.latest());
      return new Ending(EndReason.LEVEL_SHIFT, declared, ratio, above.heldMicros());
    }
    return null;
  }

  /**
   * When it came back. What the probes lack between drop and recovery may be people who sleep
   * longer than usual, so that they may have come back as soon as they were no longer in drop;
   * routes do not sleep.
   */
  private Moment recovered(Drop drop, Run well, SignalView view) {
    Moment since = well.since();
    if (view.signal() != Signal.PROBES || drop.level() < 1) {
      return since;
    }
    Instant inDrop = view.past().lastShortBy(drop.threshold(), since.at());
    Instant earliest = inDrop == null ? since.earliest() : inDrop.minus(rules.lag(view.signal()));
    return earliest.isBefore(since.earliest())
        ? new Moment(since.at(), earliest, since.latest())
        : since;
  }

  /**
   * Whether the level of a shift is as good as halfway back up: then what ended as a plateau came
   * back when it rose above that level, whatever steps and wobbles followed.
   */
  private boolean isNearlyHalfway(double lowest) {
    return lowest + rules.plateauClimb() * (1 - lowest) <= rules.shiftLevel() + rules.plateauBand();
  }

  /** While another signal keeps the outage open, a new fall of this one belongs to it. */
  private Drop whileBack(Drop drop, double ratio) {
    return shortfallFrom(drop, ratio) >= drop.threshold()
        ? drop.withPhase(DropPhase.DOWN, drop.ending())
        : drop;
  }

  private static double shortfallFrom(Drop drop, double ratio) {
    return Ratio.shortfall(StrictMath.min(1, Ratio.rounded(ratio / drop.level())));
  }

  private Sight sight(SignalState state, SignalView view, CountryView window) {
    boolean unbroken = window.windowStart().equals(state.seenUntil());
    return unbroken ? view.sight() : Sight.REDUCED;
  }

  private boolean isDeep(double ratio) {
    return Ratio.shortfall(ratio) >= rules.deepDrop();
  }

  /** Routes are known as soon as they change; probes learn of a change within a round. */
  private Moment momentOf(SignalState state, CountryView window) {
    Instant seen = state.seenUntil();
    Instant unchanged = seen == null ? window.windowStart() : seen;
    return new Moment(
        window.windowStart(), unchanged.minus(rules.lag(state.signal())), window.windowEnd());
  }

  private static Run extended(@Nullable Run run, Moment now, Duration length) {
    return run == null ? Run.of(now, length) : run.longerBy(length);
  }

  private Plateau extended(@Nullable Plateau plateau, double ratio, Moment now, Duration length) {
    if (plateau != null) {
      double low = StrictMath.min(plateau.low(), ratio);
      double high = StrictMath.max(plateau.high(), ratio);
      if (Ratio.rounded(high - low) <= rules.plateauBand()) {
        return new Plateau(plateau.run().longerBy(length), low, high);
      }
    }
    return new Plateau(Run.of(now, length), ratio, ratio);
  }
}
