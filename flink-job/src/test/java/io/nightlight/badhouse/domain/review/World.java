package io.nightlight.badhouse.domain.review;

import io.nightlight.badhouse.domain.routes.Table;

/** Looks at routes, of which the judges of countries have made what counts. */
public final class World {
  Table table;
}
