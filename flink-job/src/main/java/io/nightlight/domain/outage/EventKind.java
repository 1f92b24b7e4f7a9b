package io.nightlight.domain.outage;

/** Why a revision of an outage was written. */
public enum EventKind {
  /** The outage began. */
  STARTED,
  /** It became more severe, another signal joined, or it belongs to another group. */
  UPDATED,
  /** It ended. */
  RECOVERED,
  /** There was none: the detector had been blind. */
  RETRACTED
}
