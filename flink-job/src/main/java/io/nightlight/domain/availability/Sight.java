package io.nightlight.domain.availability;

/** Whether a signal's own eyes were steady before a window. */
public enum Sight {
  STEADY,
  /** Many sources have gone blind in the last minutes, so a drop may be their doing. */
  REDUCED
}
