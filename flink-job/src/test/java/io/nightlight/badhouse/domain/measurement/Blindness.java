package io.nightlight.badhouse.domain.measurement;

/** Uses what its room may not. */
public final class Blindness {
  io.nightlight.badhouse.domain.probing.Belief forbidden;
}
