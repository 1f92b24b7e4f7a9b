package io.nightlight.badhouse.domain.probing;

/** Uses what its room may not. */
public final class Belief {
  io.nightlight.badhouse.domain.routes.Table forbidden;
}
