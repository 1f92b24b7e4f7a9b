package io.nightlight.domain.availability;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All signals of one country in one window, beside what their histories say.
 *
 * @param country ISO 3166-1 alpha-2 code
 * @param windowStart first instant of the window
 * @param windowEnd first instant after it
 * @param signals each at most once, ordered by signal
 */
public record CountryView(
    String country, Instant windowStart, Instant windowEnd, List<SignalView> signals) {

  public CountryView {
    signals = List.copyOf(signals);
  }

  public Duration length() {
    return Duration.between(windowStart, windowEnd);
  }

  /** That of one signal; null if the country has none such. */
  public @Nullable SignalView of(Signal signal) {
    for (SignalView view : signals) {
      if (view.signal() == signal) {
        return view;
      }
    }
    return null;
  }

  /**
   * The country's score: the weakest of IPv4 routes and probes among those known, IPv6 routes where
   * they are all there is; null where there is no evidence.
   */
  public @Nullable Double score() {
    Double weakest = null;
    for (SignalView view : headline()) {
      Double ratio = view.ratio();
      weakest = weakest == null || (ratio != null && ratio < weakest) ? ratio : weakest;
    }
    return weakest;
  }

  /** The signals that speak for the country as a whole. */
  public List<SignalView> headline() {
    List<SignalView> ipv4 = new ArrayList<>(signals.size());
    for (SignalView view : signals) {
      boolean speaks = view.baseline() > 0 || view.status() == ScoreStatus.WARMING;
      if (speaks && view.signal() != Signal.IPV6_ROUTES) {
        ipv4.add(view);
      }
    }
    return ipv4.isEmpty() ? signals : ipv4;
  }

  /**
   * The score to publish.
   *
   * @param status the verdict on the country
   * @param verdicts those on the signals, in their order
   */
  public AvailabilityScore scored(ScoreStatus status, List<ScoreStatus> verdicts) {
    List<SignalScore> scores = new ArrayList<>();
    for (int i = 0; i < signals.size(); i++) {
      scores.add(signals.get(i).score(verdicts.get(i)));
    }
    return new AvailabilityScore(country, windowStart, windowEnd, status, score(), scores);
  }
}
