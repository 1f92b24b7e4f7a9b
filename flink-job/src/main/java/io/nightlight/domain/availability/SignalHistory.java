package io.nightlight.domain.availability;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one signal of one country was like before: its warm-up, baseline, noise and voters.
 *
 * <p>Of each window first {@link #view} is asked, then, when the verdict is known, {@link #learn}
 * told. Windows come in the order of time and may jump. A signal warms up anew when its first table
 * dump is finished, since updates alone showed it too few routes, and after a gap longer than the
 * baseline's span; neither while an outage is open.
 */
public final class SignalHistory {

  /** What a window may teach. */
  public enum Lesson {
    /** Undisturbed: it belongs to the usual. */
    USUAL,
    /** In a drop, or beside an open outage: nothing that the usual should follow. */
    DISTURBED
  }

  /** Whether the past must be kept as it is. */
  public enum Grip {
    FREE,
    /** An outage is open: its baseline is frozen, however long. */
    FROZEN
  }

  /** What a window is measured against. */
  public enum Yardstick {
    /** The least that is usual: what is below has fallen. */
    LEAST,
    /** What is to be expected: what is up to it has come back. */
    EXPECTED
  }

  /** Of the probes' warm-up one part in so many; more than a few rounds of a warm-up of days. */
  private static final int MEETING_SHARE = 24;

  /** But no longer than a few rounds take. */
  private static final long MEETING_LONGEST_MICROS = 40 * 60_000_000L;

  private final Signal signal;
  private final ScoringRules rules;
  private final long windowMicros;
  private final long spanMicros;
  private Usual usual;
  private NoiseHistory noise;
  private VoterHistory voters;
  private RouteHistory routes = RouteHistory.UPDATES_ONLY;
  private boolean warm;
  private long warmedMicros;
  private long knownUntilMicros = Long.MIN_VALUE;

  public SignalHistory(Signal signal, ScoringRules rules) {
    this.signal = signal;
    this.rules = rules;
    windowMicros = Micros.of(rules.window());
    spanMicros = Micros.of(rules.baselineSpan());
    usual = Usual.of(signal, rules);
    noise = new NoiseHistory(rules);
    voters = new VoterHistory(rules.blindLookBack());
    warm = rules.warmup(signal, routes).isZero();
  }

  public Signal signal() {
    return signal;
  }

  /** The window as history sees it, against the least that is usual. */
  public SignalView view(Instant windowEnd, SignalReading reading, Grip grip) {
    return view(windowEnd, reading, grip, Yardstick.LEAST);
  }

  /** The window as history sees it. */
  public SignalView view(Instant windowEnd, SignalReading reading, Grip grip, Yardstick yardstick) {
    long windowEndMicros = Micros.of(windowEnd);
    forgetWhatNoLongerHolds(windowEndMicros, reading, grip);
    voters.add(windowEndMicros, reading.voters());
    Sight sight = voters.sight(reading.members(), rules.blindShare());
    if (!warm) {
      return view(reading, ScoreStatus.WARMING, 0, null, sight);
    }
    long level =
        yardstick == Yardstick.LEAST
            ? usual.levelAt(windowEndMicros)
            : usual.middleAt(windowEndMicros);
    if (level == 0 || !isObserved(reading, level)) {
      return view(reading, ScoreStatus.UNKNOWN, level, null, sight);
    }
    double ratio = Ratio.of(reading.visible(), level - reading.unknown());
    return view(reading, ScoreStatus.AVAILABLE, level, ratio, sight);
  }

  private SignalView view(
      SignalReading reading, ScoreStatus status, long level, @Nullable Double ratio, Sight sight) {
    return new SignalView(reading, status, level, ratio, sight, noise);
  }

  /** Takes the window into the past. */
  public void learn(Instant windowEnd, SignalView view, Lesson lesson) {
    long windowEndMicros = Micros.of(windowEnd);
    SignalReading reading = view.reading();
    Double ratio = view.ratio();
    if (ratio != null) {
      noise.add(windowEndMicros, Ratio.shortfall(ratio));
    }
    boolean isObserved =
        reading.unknown() == 0
            ? reading.voters() > 0
            : isObserved(reading, usual.levelAt(windowEndMicros));
    if (!isObserved) {
      return;
    }
    knownUntilMicros = windowEndMicros;
    if (lesson == Lesson.USUAL && !isMeetingBlocks()) {
      // Unknown blocks are taken as still there: going blind changes nothing about the usual (P47).
      usual.add(windowEndMicros, reading.visible() + reading.unknown());
    }
    if (!warm) {
      warmedMicros += windowMicros;
      warm = warmedMicros >= Micros.of(rules.warmup(signal, routes));
    }
  }

  /**
   * Probes meet a country's blocks one after the other, so their first rounds tell nothing of what
   * is usual: two days later they would still stand for half of what is known of their time of day.
   */
  private boolean isMeetingBlocks() {
    return signal == Signal.PROBES
        && !warm
        && warmedMicros < MEETING_LONGEST_MICROS
        && MEETING_SHARE * warmedMicros < Micros.of(rules.warmup(signal, routes));
  }

  /** From now on a level that has held for some time is the usual one. */
  public void rebase(Instant windowEnd, double share, Duration held) {
    usual.rebase(Micros.of(windowEnd), share, held);
  }

  /**
   * From now on the blocks are counted by another country map. The noise stays: it is in shares.
   *
   * @param usualAfter from the usual number of blocks by the old map, at least 1, to that by the
   *     new
   */
  public void recount(Instant windowEnd, LongUnaryOperator usualAfter) {
    long level = usual.levelAt(Micros.of(windowEnd));
    if (level > 0) {
      long after = usualAfter.applyAsLong(level);
      if (after != level) {
        usual.scale((double) after / level);
      }
    } else if (warm) {
      // None of its blocks was ever usual, so nothing is known of those that it has now.
      warmUpAnew();
    }
  }

  /** How well the usual is known at the end of a window; empty as long as there is none. */
  public Optional<BaselineAge> baselineAge(Instant windowEnd) {
    long windowEndMicros = Micros.of(windowEnd);
    long learned = usual.learnedUntilMicros();
    if (learned == Long.MIN_VALUE) {
      return Optional.empty();
    }
    Duration unlearned =
        learned >= windowEndMicros
            ? Duration.ZERO
            : Duration.between(Micros.toInstant(learned), windowEnd);
    return Optional.of(new BaselineAge(signal, unlearned, usual.depthAt(windowEndMicros)));
  }

  private boolean isObserved(SignalReading reading, long level) {
    long expected = level > 0 ? level : reading.visible() + reading.unknown();
    return reading.voters() > 0 && reading.unknown() <= rules.unknownShare() * expected;
  }

  private void forgetWhatNoLongerHolds(long windowEndMicros, SignalReading reading, Grip grip) {
    boolean firstDump =
        routes == RouteHistory.UPDATES_ONLY && reading.history() == RouteHistory.FINISHED_RIB;
    if (firstDump) {
      routes = RouteHistory.FINISHED_RIB;
    }
    boolean longGap =
        knownUntilMicros != Long.MIN_VALUE && windowEndMicros - knownUntilMicros > spanMicros;
    if (grip == Grip.FREE && (firstDump || longGap)) {
      warmUpAnew();
    }
  }

  private void warmUpAnew() {
    usual.clear();
    noise.clear();
    voters.clear();
    warmedMicros = 0;
    knownUntilMicros = Long.MIN_VALUE;
    warm = rules.warmup(signal, routes).isZero();
  }

  public Snapshot snapshot() {
    return new Snapshot(
        signal,
        routes,
        warm,
        warmedMicros,
        knownUntilMicros,
        usual.snapshot(),
        noise.snapshot(),
        voters.snapshot());
  }

  public static SignalHistory restore(Snapshot snapshot, ScoringRules rules) {
    SignalHistory history = new SignalHistory(snapshot.signal(), rules);
    history.routes = snapshot.routes();
    history.warm = snapshot.warm();
    history.warmedMicros = snapshot.warmedMicros();
    history.knownUntilMicros = snapshot.knownUntilMicros();
    history.usual = Usual.restore(snapshot.signal(), snapshot.baseline(), rules);
    history.noise = NoiseHistory.restore(snapshot.noise(), rules);
    history.voters = VoterHistory.restore(snapshot.voters(), rules.blindLookBack());
    return history;
  }

  /**
   * All that a signal's history remembers.
   *
   * @param signal which signal
   * @param routes what its routes were learned from so far
   * @param warm whether the warm-up is over
   * @param warmedMicros known time of the warm-up so far
   * @param knownUntilMicros end of the last known window, {@link Long#MIN_VALUE} without one
   * @param baseline the usual
   * @param noise the ordinary shortfalls
   * @param voters the sources of the last minutes
   */
  public record Snapshot(
      Signal signal,
      RouteHistory routes,
      boolean warm,
      long warmedMicros,
      long knownUntilMicros,
      Baseline.Snapshot baseline,
      NoiseHistory.Snapshot noise,
      VoterHistory.Snapshot voters) {}
}
