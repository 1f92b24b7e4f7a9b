package io.nightlight.demo;

/**
 * An address that the reconstruction's vantages probe.
 *
 * @param country where its address space is delegated, ISO 3166-1 alpha-2
 * @param address in text form
 * @param route the place in the {@link RouteCatalog} of the route that leads there
 * @param answers the share of probes that it answers, in (0, 1], but for losses on the way
 * @param habit when it is there
 */
record ProbeTarget(String country, String address, int route, double answers, Habit habit) {
  /** When somebody is there. */
  enum Habit {
    ALWAYS,
    /** Switched off at night (pitfall P35). */
    BY_DAY
  }

  boolean isOf(String code) {
    return country.equals(code);
  }
}
