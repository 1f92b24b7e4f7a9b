package io.nightlight.backtest.suite;

import java.util.List;

/**
 * The one place that says which seeds may be looked at while rules are changed, and which only
 * judge them. A held-out seed whose failures were read one by one has become a tuning seed: move it
 * and take a fresh one.
 */
public final class SuiteSeeds {

  /** For reading, understanding and changing rules. */
  public static final List<Long> TUNING = List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);

  /** For floors in the build and for figures in documents; never for a choice. */
  public static final List<Long> HELD_OUT = List.of(7001L, 7002L, 7003L, 7004L);

  private SuiteSeeds() {}
}
