package io.nightlight.domain.outage;

/** Why an outage is closed. */
public enum EndReason {
  /** The level came back, wholly or to a plateau more than halfway up. */
  RECOVERED,
  /** It stayed above half of the usual for so long that this is the new usual. */
  LEVEL_SHIFT,
  /** There was no outage. */
  RETRACTED
}
