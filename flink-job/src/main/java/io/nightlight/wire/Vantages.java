package io.nightlight.wire;

import io.nightlight.domain.net.Vantage;
import java.util.HashMap;
import java.util.Map;

/**
 * The vantages met so far, one object for each: tens of thousands of results a second name the same
 * few thousand. For one thread at a time.
 */
final class Vantages {
  private static final int MOST_NAME_LENGTH = 255;

  /** Several times as many as RIPE Atlas has probes; beyond that the names are made up. */
  private static final int MOST_VANTAGES = 1 << 16;

  private final Map<String, Vantage> byName = new HashMap<>();

  /**
   * The vantage of that name.
   *
   * @throws RefusedException if it is no name
   */
  Vantage intern(String name) {
    Vantage vantage = byName.get(name);
    if (vantage == null) {
      check(name);
      vantage = Vantage.of(name);
      if (byName.size() >= MOST_VANTAGES) {
        byName.clear();
      }
      byName.put(name, vantage);
    }
    return vantage;
  }

  private static void check(String name) {
    if (name.isBlank()) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "no vantage's name");
    }
    if (name.length() > MOST_NAME_LENGTH) {
      throw new RefusedException(
          RejectReason.TOO_LARGE, "a vantage's name of " + name.length() + " characters");
    }
  }
}
