package io.nightlight.domain.measurement;

import java.util.Comparator;

/**
 * When a session last came up or went down: what it said before is void.
 *
 * @param atMicros microseconds since 1970; {@link Long#MIN_VALUE} if never
 * @param sequence orders the reset among what bears the same time
 */
public record Reset(long atMicros, long sequence) implements Comparable<Reset> {
  public static final Reset NEVER = new Reset(Long.MIN_VALUE, 0);

  private static final Comparator<Reset> ORDER =
      Comparator.comparingLong(Reset::atMicros).thenComparingLong(Reset::sequence);

  @Override
  public int compareTo(Reset other) {
    return ORDER.compare(this, other);
  }

  public boolean isAfter(Reset other) {
    return compareTo(other) > 0;
  }
}
