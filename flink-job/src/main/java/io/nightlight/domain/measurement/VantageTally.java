package io.nightlight.domain.measurement;

import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what one vantage reports in one window. What comes twice counts once. */
public final class VantageTally {
  private final Vantage vantage;
  private final long windowEndMicros;
  private final ShapesMet met;
  private int results;
  private long lastSeenMicros = Long.MIN_VALUE;

  /** By country: replies and silences. */
  private final Map<String, int[]> counts = new TreeMap<>();

  public VantageTally(Vantage vantage, long windowEndMicros) {
    this(vantage, windowEndMicros, 0);
  }

  private VantageTally(Vantage vantage, long windowEndMicros, int expected) {
    this.vantage = vantage;
    this.windowEndMicros = windowEndMicros;
    met = new ShapesMet(expected);
  }

  /** The tally of another window of the vantage, with room for as much. */
  public VantageTally of(long otherWindowEndMicros) {
    return new VantageTally(vantage, otherWindowEndMicros, met.size());
  }

  /**
   * Counts a result of this vantage and window.
   *
   * @param country the target's; null if it is nobody's
   */
  public VantageTally add(ProbeObservation observation, @Nullable String country) {
    if (!met.add(observation.observedAtMicros(), 0, shape(observation))) {
      return this;
    }
    results++;
    lastSeenMicros = Math.max(lastSeenMicros, observation.observedAtMicros());
    boolean says = observation.replies() + observation.silences() > 0;
    if (country != null && says) {
      int[] counted = counts.computeIfAbsent(country, c -> new int[2]);
      counted[0] = Sums.of(counted[0], observation.replies());
      counted[1] = Sums.of(counted[1], observation.silences());
    }
    return this;
  }

  /** What makes two results the same: the target, the time, the method. */
  private static long shape(ProbeObservation observation) {
    long shape = observation.target().block() * 0x100_0000_01B3L + observation.target().host();
    shape = shape * 0x100_0000_01B3L + observation.observedAtMicros();
    return shape * 0x100_0000_01B3L + observation.method().ordinal() + 1;
  }

  /** What was counted since the last call; null if nothing was. */
  public @Nullable VantageSummary take() {
    if (results == 0) {
      return null;
    }
    List<CountrySuccess> countries = new ArrayList<>();
    counts.forEach(
        (country, counted) -> countries.add(new CountrySuccess(country, counted[0], counted[1])));
    VantageSummary summary =
        new VantageSummary(vantage, windowEndMicros, results, lastSeenMicros, countries);
    results = 0;
    lastSeenMicros = Long.MIN_VALUE;
    counts.clear();
    return summary;
  }
}
