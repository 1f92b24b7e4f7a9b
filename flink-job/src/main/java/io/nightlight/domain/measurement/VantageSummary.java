package io.nightlight.domain.measurement;

import io.nightlight.domain.net.Vantage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one vantage did in one window, as {@link VantageTally} counts it. Summaries of the same
 * vantage and window add up, in any order.
 *
 * @param windowEndMicros the end of the window
 * @param results how many results came, those among them in which nothing could be sent
 * @param lastSeenMicros the time of the latest, in microseconds since 1970
 * @param countries in alphabetical order
 */
public record VantageSummary(
    Vantage vantage,
    long windowEndMicros,
    int results,
    long lastSeenMicros,
    List<CountrySuccess> countries) {

  /** Both together. */
  public VantageSummary plus(VantageSummary other) {
    Map<String, CountrySuccess> both = new TreeMap<>();
    countries.forEach(success -> both.put(success.country(), success));
    other.countries.forEach(
        success -> both.merge(success.country(), success, CountrySuccess::plus));
    return new VantageSummary(
        vantage,
        windowEndMicros,
        Sums.of(results, other.results),
        Math.max(lastSeenMicros, other.lastSeenMicros),
        List.copyOf(both.values()));
  }
}
