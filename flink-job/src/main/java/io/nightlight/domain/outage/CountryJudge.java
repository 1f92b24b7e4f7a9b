package io.nightlight.domain.outage;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.BaselineAge;
import io.nightlight.domain.availability.CountryView;
import io.nightlight.domain.availability.Recount;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalHistory;
import io.nightlight.domain.availability.SignalHistory.Grip;
import io.nightlight.domain.availability.SignalHistory.Lesson;
import io.nightlight.domain.availability.SignalHistory.Yardstick;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.availability.SignalView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;

/**
 * One country's judge: from the readings of a window to its score and what is to be told.
 *
 * <p>It is hot state, changed in place; {@link #snapshot} takes all that it remembers, and {@link
 * #restore} goes on from there as if nothing had happened. A baseline stands still while an outage
 * is open, and does not see windows in drop.
 */
public final class CountryJudge {

  private final String country;
  private final DetectionRules rules;
  private final OutageDetector detector;
  private final EnumMap<Signal, SignalHistory> histories = new EnumMap<>(Signal.class);
  private OutageState outage = OutageState.initial();

  private CountryJudge(String country, DetectionRules rules, Provenance provenance) {
    this.country = country;
    this.rules = rules;
    detector = new OutageDetector(rules, provenance);
  }

  /** The judge of a country that was never seen before. */
  public static CountryJudge of(String country, DetectionRules rules, Provenance provenance) {
    return new CountryJudge(country, rules, provenance);
  }

  /** The judge that a snapshot was taken of; rules and provenance are today's. */
  public static CountryJudge restore(
      Snapshot snapshot, DetectionRules rules, Provenance provenance) {
    CountryJudge judge = new CountryJudge(snapshot.country(), rules, provenance);
    for (SignalHistory.Snapshot history : snapshot.histories()) {
      judge.histories.put(history.signal(), SignalHistory.restore(history, rules.scoring()));
    }
    judge.outage = snapshot.outage();
    return judge;
  }

  /**
   * Judges one window. Windows come in the order of time; they may jump, and nothing that lies
   * between counts as known. A signal met before and missing now counts as not observed.
   *
   * @param windowStart first instant of the window
   * @param windowEnd first instant after it
   * @param readings at most one of each signal, in any order
   */
  public Verdict judge(Instant windowStart, Instant windowEnd, List<SignalReading> readings) {
    CountryView window =
        new CountryView(country, windowStart, windowEnd, views(windowEnd, readings));
    Step step = detector.next(outage, window);
    outage = step.state();
    // Before the window is learned: its views tell of the past without it.
    AvailabilityScore score = score(window);
    for (Rebase moved : step.moved()) {
      SignalHistory history = Objects.requireNonNull(histories.get(moved.signal()));
      history.rebase(windowEnd, moved.level(), moved.held());
    }
    learn(windowEnd, window);
    return new Verdict(score, step.events(), confirmations(readings));
  }

  private int confirmations(List<SignalReading> readings) {
    int most = 0;
    for (SignalReading reading : readings) {
      if (outage.of(reading.signal()).drop() != null) {
        most = Math.max(most, reading.losses().confirmations());
      }
    }
    return most;
  }

  /**
   * From the window on that is judged next, blocks are counted by another country map: what is
   * usual changes at the same instant as what is there (P53). A signal that was never met warms up
   * as ever.
   *
   * @param windowEnd the end of that window
   */
  public void recount(Instant windowEnd, List<Recount> recounts) {
    for (Recount recount : recounts) {
      SignalHistory history = histories.get(recount.signal());
      if (history != null) {
        boolean isInDrop = outage.of(recount.signal()).drop() != null;
        history.recount(windowEnd, isInDrop ? recount::usualInDrop : recount::usual);
      }
    }
  }

  private List<SignalView> views(Instant windowEnd, List<SignalReading> readings) {
    for (SignalReading reading : readings) {
      if (!histories.containsKey(reading.signal())) {
        histories.put(reading.signal(), new SignalHistory(reading.signal(), rules.scoring()));
      }
    }
    Grip grip = outage.open() == null ? Grip.FREE : Grip.FROZEN;
    List<SignalView> views = new ArrayList<>();
    for (SignalHistory history : histories.values()) {
      Signal signal = history.signal();
      Yardstick against =
          outage.of(signal).isIn(DropPhase.DOWN) ? Yardstick.EXPECTED : Yardstick.LEAST;
      views.add(history.view(windowEnd, readingOf(signal, readings), grip, against));
    }
    return views;
  }

  private static SignalReading readingOf(Signal signal, List<SignalReading> readings) {
    for (SignalReading reading : readings) {
      if (reading.signal() == signal) {
        return reading;
      }
    }
    return SignalReading.blind(signal, 0);
  }

  private void learn(Instant windowEnd, CountryView window) {
    for (SignalView view : window.signals()) {
      boolean usual = outage.open() == null && outage.of(view.signal()).drop() == null;
      SignalHistory history = Objects.requireNonNull(histories.get(view.signal()));
      history.learn(windowEnd, view, usual ? Lesson.USUAL : Lesson.DISTURBED);
    }
  }

  private AvailabilityScore score(CountryView window) {
    List<ScoreStatus> verdicts = new ArrayList<>(window.signals().size());
    for (SignalView view : window.signals()) {
      verdicts.add(verdict(view));
    }
    return window.scored(countryVerdict(window, verdicts), verdicts);
  }

  private ScoreStatus verdict(SignalView view) {
    if (!view.status().isKnown()) {
      return view.status();
    }
    if (outage.of(view.signal()).isIn(DropPhase.DOWN)) {
      return ScoreStatus.OUT;
    }
    return detector.isInDrop(view) ? ScoreStatus.DEGRADED : ScoreStatus.AVAILABLE;
  }

  /** The worst of the signals that speak for the country; a lesser one alone makes it DEGRADED. */
  private static ScoreStatus countryVerdict(CountryView window, List<ScoreStatus> verdicts) {
    List<SignalView> headline = window.headline();
    ScoreStatus worst = ScoreStatus.UNKNOWN;
    boolean lesserOut = false;
    for (int i = 0; i < verdicts.size(); i++) {
      if (headline.contains(window.signals().get(i))) {
        ScoreStatus verdict = verdicts.get(i);
        worst = verdict.compareTo(worst) > 0 ? verdict : worst;
      } else {
        lesserOut |= verdicts.get(i) == ScoreStatus.OUT;
      }
    }
    return worst == ScoreStatus.AVAILABLE && lesserOut ? ScoreStatus.DEGRADED : worst;
  }

  /** After the window judged last. */
  public boolean hasOpenOutage() {
    return outage.open() != null;
  }

  /** How well it is known what is usual, of each signal that was learned of, after a window. */
  public List<BaselineAge> baselineAges(Instant windowEnd) {
    List<BaselineAge> ages = new ArrayList<>(histories.size());
    for (SignalHistory history : histories.values()) {
      history.baselineAge(windowEnd).ifPresent(ages::add);
    }
    return ages;
  }

  /** Takes all that the judge remembers; later windows change nothing in it. */
  public Snapshot snapshot() {
    return new Snapshot(
        country, histories.values().stream().map(SignalHistory::snapshot).toList(), outage);
  }

  /**
   * What a window comes to.
   *
   * @param score how much answered
   * @param events what is to be told, in order; mostly nothing
   * @param confirmations how many witnesses say each by itself what the signals in drop say
   *     together: those of the best confirmed signal; 0 if none is in drop
   */
  public record Verdict(AvailabilityScore score, List<OutageEvent> events, int confirmations) {

    public Verdict {
      events = List.copyOf(events);
    }
  }

  /**
   * All that a judge remembers.
   *
   * @param country ISO 3166-1 alpha-2 code
   * @param histories one a signal, ordered by signal
   * @param outage the detector's state
   */
  public record Snapshot(
      String country, List<SignalHistory.Snapshot> histories, OutageState outage) {

    public Snapshot {
      histories = List.copyOf(histories);
    }
  }
}
