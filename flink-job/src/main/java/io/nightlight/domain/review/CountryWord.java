package io.nightlight.domain.review;

/**
 * What the judge of a country says of it besides events; it holds until the next one.
 *
 * @param country ISO 3166-1 alpha-2 code
 * @param windowEndMicros the end of the first window that it holds for, in microseconds since 1970
 * @param readiness whether its judge could tell an outage
 * @param confirmations how many witnesses (collectors, vantages) say each by itself what the
 *     signals in drop say together; 0 if none is in drop
 */
public record CountryWord(
    String country, long windowEndMicros, Readiness readiness, int confirmations) {

  /** Whether a country is judged. */
  public enum Readiness {
    /** Its status is known. */
    READY,
    /** It is warming up, or unknown. */
    NOT_READY
  }

  /** The same but for when it was said. */
  public boolean saysTheSameAs(CountryWord other) {
    return readiness == other.readiness && confirmations == other.confirmations;
  }
}
