package io.nightlight.badhouse.domain.observation;

/** Uses what its room may not. */
public final class Fact {
  io.nightlight.badhouse.domain.routes.Table forbidden;
}
