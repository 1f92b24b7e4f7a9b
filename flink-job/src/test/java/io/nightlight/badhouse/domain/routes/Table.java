package io.nightlight.badhouse.domain.routes;

/** Uses what its room may not. */
public final class Table {
  io.nightlight.badhouse.domain.availability.Score forbidden;
}
