package io.nightlight.badhouse.domain.geo;

/** Uses what its room may not. */
public final class Map {
  io.nightlight.badhouse.domain.outage.Verdict forbidden;
}
