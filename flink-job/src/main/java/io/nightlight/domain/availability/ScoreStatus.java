package io.nightlight.domain.availability;

/** What a window says of a country, or of one signal of it. */
public enum ScoreStatus {
  /** Too little evidence for any verdict. */
  UNKNOWN,
  /** Not enough history yet to judge by. */
  WARMING,
  /** As usual. */
  AVAILABLE,
  /** Clearly below the usual, but no outage (yet). */
  DEGRADED,
  /** An outage is open. */
  OUT;

  /** Whether there is a ratio to the usual. */
  public boolean isKnown() {
    return this != UNKNOWN && this != WARMING;
  }
}
