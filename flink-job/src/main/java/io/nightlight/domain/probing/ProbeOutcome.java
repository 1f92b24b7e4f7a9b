package io.nightlight.domain.probing;

import io.nightlight.domain.observation.ProbeMethod;

/**
 * What came of a measurement packed into one {@code int}: the method, then the replies, then how
 * many probes were not silent. So, of two outcomes by the same method, the larger is the one with
 * more replies, and of equally many the one with fewer silences.
 */
public final class ProbeOutcome {
  /** More are counted as so many. */
  static final int MOST = (1 << 14) - 1;

  private static final int COUNT_BITS = 14;

  private ProbeOutcome() {}

  public static int of(ProbeMethod method, int replies, int silences) {
    int heard = Math.min(replies, MOST);
    int notSilent = MOST - Math.min(silences, MOST);
    return method.ordinal() << 2 * COUNT_BITS | heard << COUNT_BITS | notSilent;
  }

  /** {@link ProbeMethod#ordinal()}. */
  static int method(int outcome) {
    return outcome >>> 2 * COUNT_BITS;
  }

  static int replies(int outcome) {
    return outcome >>> COUNT_BITS & MOST;
  }

  static int silences(int outcome) {
    return MOST - (outcome & MOST);
  }
}
