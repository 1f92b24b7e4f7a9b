package io.nightlight.domain.availability;

/** What the routes behind a reading were learned from; it decides how long to warm up. */
public enum RouteHistory {
  /** Updates alone: routes that never change have not been heard of. */
  UPDATES_ONLY,
  /** At least one table dump was read to its end. */
  FINISHED_RIB
}
