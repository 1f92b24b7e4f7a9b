package io.nightlight.domain.measurement;

/**
 * Sums of counts that stay at {@link Integer#MAX_VALUE} rather than overflow: a few hundred
 * thousand results, each of them allowed, hold more probes than an {@code int} can. They commute
 * and associate.
 */
final class Sums {
  private Sums() {}

  /** Of two that aren't negative. */
  static int of(int one, int other) {
    return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
  }
}
