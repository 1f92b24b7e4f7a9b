package io.nightlight.integration.suite;

import java.time.Instant;

/**
 * A collector that hears nothing for a while: of RIS it says that all its sessions went down, of
 * RouteViews nothing at all.
 */
record Fault(String collector, Instant from, Instant to) {

  /** Whether what is said to a collector then is lost. */
  boolean covers(String heardBy, Instant at) {
    return collector.equals(heardBy) && !at.isBefore(from) && at.isBefore(to);
  }
}
