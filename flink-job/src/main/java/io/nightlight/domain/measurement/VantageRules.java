package io.nightlight.domain.measurement;

import java.io.Serializable;

/**
 * When a vantage is taken for blind, or for cut off from a country.
 *
 * @param roundMicros in which each vantage probes all of its targets once
 * @param collapsedShare success in a country has collapsed below this share of its own median
 * @param fewestResults a success is read from the latest windows that bring so many results, or
 *     from a whole round if it brings fewer
 * @param fewestCountries a vantage is judged by no fewer countries
 * @param blindShare it is blind when its success has collapsed in at least this share of them
 * @param forgetMicros a success that has collapsed for so long is what is usual from then on
 * @param watch when it is silent, and when gone for good
 */
public record VantageRules(
    long roundMicros,
    double collapsedShare,
    int fewestResults,
    int fewestCountries,
    double blindShare,
    long forgetMicros,
    WatchRules watch)
    implements Serializable {
  private static final long MINUTE = 60_000_000L;

  public static VantageRules defaults() {
    return new VantageRules(10 * MINUTE, 0.5, 5, 5, 0.5, 24 * 60 * MINUTE, WatchRules.defaults());
  }
}
