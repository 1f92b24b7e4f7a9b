package io.nightlight.domain.outage;

import io.nightlight.domain.availability.CountryView;
import io.nightlight.domain.availability.Ratio;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalView;
import io.nightlight.domain.outage.SignalDetector.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state machine that tells outages: one step a window, values in and values out.
 *
 * <p>A window's shortfall is {@code d = 1 - ratio}. Its threshold is {@code T = min(0.90, max(0.15,
 * 1.5 / blocks, 1.5 * noise))}, where blocks are those that the ratio is a share of (probes: 2.5 /
 * blocks, unless an outage is open); a drop keeps the threshold of its first window. Times held
 * count known windows only. A drop's first one does not count, for it tells only what was at its
 * end (P20); the first one of what ends an outage does. The numbers here are the defaults of {@link
 * DetectionRules}.
 *
 * <p>Each signal by itself ({@link SignalDetector}):
 *
 * <pre>
 * state    window                                   then
 * well     WARMING                                  well, and unproven: nothing starts before a
 *                                                   window with d &lt; T (P46)
 * well     UNKNOWN                                  well
 * well     d &lt; T                                    well, proven
 * well     d &gt;= T, unproven                         well, unproven
 * well     d &gt;= T, proven                           PENDING since this window's beginning
 * PENDING  WARMING                                  well, unproven
 * PENDING  UNKNOWN, or none at all, up to 10 min    PENDING, no time is added
 * PENDING  UNKNOWN, or none at all, for longer      well
 * PENDING  d &lt; T                                    well: it was no outage
 * PENDING  d &gt;= T, held 5 min, or 2 min of d &gt;= 0.5 DOWN (probes: 22, or 12 min; 10 more if over half
 *                                                   of the members lost their vote in the 10 min
 *                                                   before, or if a window of it follows a gap)
 * PENDING  d &gt;= T, not held for so long             PENDING
 * DOWN     UNKNOWN                                  DOWN, all its timers pause
 * DOWN     d &lt;= T/2 for 10 min                      BACK since the first of these windows
 * DOWN     ratio within 0.05 for 6 h, and more      BACK since it was above 0.5 if the lowest was
 *          than halfway from the lowest to 1        0.1 or less, else since the first of these
 *                                                   windows; this level is the usual one from the
 *                                                   end on (P41)
 * DOWN     ratio above 0.5 for 7 days               BACK as LEVEL_SHIFT; likewise (P37)
 * DOWN     anything else                            DOWN
 * BACK     d &gt;= T, against the level it came to     DOWN
 * BACK     anything else                            BACK
 * </pre>
 *
 * <p>The country:
 *
 * <pre>
 * state    signals                                  then, and what is told
 * none     none is DOWN                             none
 * none     one is DOWN                              open, STARTED: since the earliest start
 * open     one is DOWN or PENDING                   open; UPDATED if the severity rose, another
 *                                                   class of signals takes part, or the start moved
 *                                                   to an earlier time
 * open     none is DOWN or PENDING                  none, RECOVERED: at the latest BACK; every signal
 *                                                   is well
 * open     within 30 min of the start, sources of   none, RETRACTED: every signal is well
 *          each that is DOWN lose their vote, blind
 *          since before its start was over, and of
 *          those left d &lt; T; none is BACK
 * </pre>
 *
 * <p>A signal's return is bounded by the windows that show it; that of probes, which may still
 * sleep, by the last one in drop less a round. Where such bounds have time in common, signals saw
 * one end, and the one with the narrowest bounds says when.
 *
 * <p>So signals that see one event at different times make one outage (P50), a fall within ten
 * minutes of a recovery is the same outage (P44), and an outage at the end of the input stays open.
 */
public final class OutageDetector {

  private final DetectionRules rules;
  private final SignalDetector signals;
  private final EventWriter events;

  public OutageDetector(DetectionRules rules, Provenance provenance) {
    this.rules = rules;
    signals = new SignalDetector(rules);
    events = new EventWriter(provenance);
  }

  /**
   * The step of one window.
   *
   * @param state after the window before; windows come in the order of time and may jump
   * @param window every signal that the country has; one that is missing counts as not seen
   */
  public Step next(OutageState state, CountryView window) {
    Role role = state.open() == null ? Role.OPENS : Role.JOINS;
    List<SignalState> next = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      SignalView view = window.of(signal);
      SignalState before = state.of(signal);
      if (view != null) {
        next.add(signals.next(before, view, window, role));
      } else if (state.signals().contains(before)) {
        next.add(before);
      }
    }
    List<SignalState> takingPart = new ArrayList<>();
    for (SignalState one : next) {
      if (one.isIn(DropPhase.DOWN) || one.isIn(DropPhase.BACK)) {
        takingPart.add(one);
      }
    }
    if (takingPart.isEmpty()) {
      return new Step(new OutageState(next, null), List.of(), List.of());
    }
    OpenOutage known = state.open();
    if (known != null && isRefuted(known, takingPart, window)) {
      return retracted(known, next, window);
    }
    OpenOutage now = known == null ? begun(takingPart, window) : grown(known, takingPart);
    if (next.stream().anyMatch(OutageDetector::keepsOpen)) {
      return stillOpen(known, now, next, window);
    }
    return closed(now, next, window);
  }

  private static boolean keepsOpen(SignalState state) {
    return state.isIn(DropPhase.DOWN) || state.isIn(DropPhase.PENDING);
  }

  private OpenOutage begun(List<SignalState> takingPart, CountryView window) {
    Moment start = start(takingPart);
    String id = events.idOf(window.country(), start.at(), window.windowEnd());
    return new OpenOutage(id, 0, start, severity(takingPart), classification(takingPart));
  }

  private OpenOutage grown(OpenOutage known, List<SignalState> takingPart) {
    Severity severity = severity(takingPart);
    return new OpenOutage(
        known.eventId(),
        known.revision() + 1,
        known.start().orNotLater(start(takingPart)),
        severity.compareTo(known.severity()) > 0 ? severity : known.severity(),
        classification(takingPart));
  }

  private Step stillOpen(
      @Nullable OpenOutage known, OpenOutage now, List<SignalState> next, CountryView window) {
    if (known != null && isOldNews(known, now)) {
      return new Step(new OutageState(next, known), List.of(), List.of());
    }
    EventKind kind = known == null ? EventKind.STARTED : EventKind.UPDATED;
    OutageEvent event = events.open(kind, now, next, window);
    return new Step(new OutageState(next, now), List.of(event), List.of());
  }

  /**
   * Whether those who told of the outage had been blind, and those who see tell of none (P62). What
   * came back by itself was gone.
   */
  private boolean isRefuted(OpenOutage known, List<SignalState> takingPart, CountryView window) {
    Duration age = Duration.between(known.start().at(), window.windowEnd());
    return age.compareTo(rules.retractWithin()) <= 0
        && takingPart.stream().allMatch(state -> isRefuted(state, window));
  }

  private static boolean isRefuted(SignalState state, CountryView window) {
    SignalView view = window.of(state.signal());
    Drop drop = state.drop();
    if (view == null || drop == null || !drop.is(DropPhase.DOWN)) {
      return false;
    }
    Instant blindSince = view.reading().blindSince();
    Double ratio = view.ratio();
    return blindSince != null
        && !blindSince.isAfter(drop.start().since().latest())
        && ratio != null
        && Ratio.shortfall(ratio) < drop.threshold();
  }

  private Step retracted(OpenOutage known, List<SignalState> next, CountryView window) {
    OpenOutage last =
        new OpenOutage(
            known.eventId(),
            known.revision() + 1,
            known.start(),
            known.severity(),
            known.classification());
    OutageEvent event = events.retracted(last, next, window);
    return new Step(new OutageState(well(next), null), List.of(event), List.of());
  }

  /** All of them well, but for drops that are pending. */
  private static List<SignalState> well(List<SignalState> states) {
    return states.stream()
        .map(s -> s.isIn(DropPhase.PENDING) ? s : new SignalState(s.signal(), s.seenUntil(), null))
        .toList();
  }

  private static boolean isOldNews(OpenOutage known, OpenOutage now) {
    return known.severity() == now.severity()
        && known.classification() == now.classification()
        && known.start().equals(now.start());
  }

  private Step closed(OpenOutage now, List<SignalState> next, CountryView window) {
    List<Ending> endings = drops(next).map(Drop::ending).filter(Objects::nonNull).toList();
    boolean shifted = endings.stream().anyMatch(e -> e.reason() == EndReason.LEVEL_SHIFT);
    EndReason reason = shifted ? EndReason.LEVEL_SHIFT : EndReason.RECOVERED;
    OutageEvent event = events.closed(now, end(endings, shifted), reason, next, window);
    List<Rebase> moved = new ArrayList<>();
    for (SignalState state : next) {
      Ending ending = state.drop() == null ? null : state.drop().ending();
      if (ending != null && ending.movesTheUsual()) {
        moved.add(new Rebase(state.signal(), ending.level(), ending.held()));
      }
    }
    return new Step(new OutageState(well(next), null), List.of(event), moved);
  }

  /** A shift is declared at the end of all its days; nothing else happened at the same time. */
  private static Moment end(List<Ending> endings, boolean shifted) {
    Stream<Moment> moments = endings.stream().map(Ending::moment);
    return shifted
        ? moments.max(Comparator.comparing(Moment::at)).orElseThrow()
        : moments.reduce(Moment::orLater).orElseThrow();
  }

  /** Whether a signal's ratio is a drop by today's threshold, whatever its state. */
  boolean isInDrop(SignalView view) {
    Double ratio = view.ratio();
    return ratio != null && signals.isInDrop(view, ratio);
  }

  private Severity severity(List<SignalState> takingPart) {
    return rules.severity(EventWriter.lowest(takingPart));
  }

  private static Classification classification(List<SignalState> takingPart) {
    return Classification.of(takingPart.stream().map(SignalState::signal).toList());
  }

  private static Moment start(List<SignalState> takingPart) {
    return drops(takingPart).map(d -> d.start().since()).reduce(Moment::orEarlier).orElseThrow();
  }

  private static Stream<Drop> drops(List<SignalState> states) {
    return states.stream().map(SignalState::drop).filter(Objects::nonNull);
  }
}
