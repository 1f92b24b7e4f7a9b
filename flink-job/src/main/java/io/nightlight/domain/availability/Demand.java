package io.nightlight.domain.availability;

import java.time.Duration;

/** What rules demand of their numbers; each failure is one line that names the offender. */
public final class Demand {

  private Demand() {}

  public static void that(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  public static void positive(String name, Duration value) {
    that(value.compareTo(Duration.ZERO) > 0, name + " must be above 0, but is " + value);
  }

  public static void notNegative(String name, Duration value) {
    that(!value.isNegative(), name + " must not be negative, but is " + value);
  }

  public static void notLess(String name, Duration value, String floorName, Duration floor) {
    that(
        value.compareTo(floor) >= 0,
        name + " must be at least " + floorName + " (" + floor + "), but is " + value);
  }

  public static void wholeMultiple(String name, Duration value, String unitName, Duration unit) {
    positive(name, value);
    that(
        value.toNanos() % unit.toNanos() == 0,
        name + " must be a multiple of " + unitName + " (" + unit + "), but is " + value);
  }

  /** A share lies in [0, 1]. */
  public static void share(String name, double value) {
    that(value >= 0 && value <= 1, name + " must lie between 0 and 1, but is " + value);
  }
}
