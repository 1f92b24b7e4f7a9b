package io.nightlight.badhouse.domain.availability;

/** Uses what its room may not. */
public final class Score {
  io.nightlight.badhouse.domain.outage.Verdict forbidden;
}
