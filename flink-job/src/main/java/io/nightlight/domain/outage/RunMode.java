package io.nightlight.domain.outage;

/** What the input was. */
public enum RunMode {
  LIVE,
  REPLAY
}
