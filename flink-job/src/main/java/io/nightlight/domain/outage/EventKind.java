package io.nightlight.domain.outage;

/** Why a revision of an outage was written. */
public enum EventKind {
  /** The outage began. */
  STARTED,
  /** It became more severe, or another signal joined. */
  UPDATED,
  /** It ended. */
  RECOVERED,
  /** There was none: the detector had been blind. */
  RETRACTED
}
