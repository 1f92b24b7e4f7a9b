package io.nightlight.domain.outage;

/** How sure a drop is. */
public enum DropPhase {
  /** It has not held for long enough. */
  PENDING,
  /** It takes part in an outage. */
  DOWN,
  /** It took part in the outage that is still open, and is over. */
  BACK
}
