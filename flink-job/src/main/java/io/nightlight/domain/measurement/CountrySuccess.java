package io.nightlight.domain.measurement;

/**
 * How a vantage's probes into one country fared in a window.
 *
 * @param country ISO 3166-1 alpha-2 code
 * @param replies probes that were answered
 * @param silences probes that were not
 */
public record CountrySuccess(String country, int replies, int silences) {

  CountrySuccess plus(CountrySuccess other) {
    return new CountrySuccess(
        country, Sums.of(replies, other.replies), Sums.of(silences, other.silences));
  }
}
