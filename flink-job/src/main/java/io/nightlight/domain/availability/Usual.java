package io.nightlight.domain.availability;

import java.time.Duration;

/**
 * What is usual for a signal of a country. It counts undisturbed time, not calendar time: whoever
 * feeds it leaves out outages, unknown windows and pending drops, and what is left out pushes
 * nothing old out, so that it neither follows an outage down (P39, P40) nor forgets during a gap
 * (P47).
 */
interface Usual {
  /** The usual number of blocks at the end of a window; 0 while there is none to tell. */
  long levelAt(long windowEndMicros);

  /**
   * The same without caution: what is to be expected, where {@link #levelAt} is the least of it.
   * What has fallen is well again only by this, else each evening would end an outage of days.
   */
  default long middleAt(long windowEndMicros) {
    return levelAt(windowEndMicros);
  }

  /** Takes in an undisturbed window; windows come in the order of time. */
  void add(long windowEndMicros, long value);

  /**
   * From now on a share of what was usual is, for it has held for some time.
   *
   * @param windowEndMicros the window that it was found in
   */
  void rebase(long windowEndMicros, double share, Duration held);

  /**
   * From now on all that was usual counts as that share of it, for the country's blocks are others
   * (P53). What was usual at other times of the day is so in the same measure, and what was more
   * than nothing stays so.
   */
  void scale(double share);

  /** A number of blocks scaled. */
  static long scaled(long blocks, double share) {
    return blocks <= 0 ? blocks : Math.max(1, (long) StrictMath.floor(share * blocks + 0.5));
  }

  void clear();

  /**
   * The end of the bin that was learned of last, or in which it was rebased; {@link Long#MIN_VALUE}
   * if nothing was.
   */
  long learnedUntilMicros();

  /** How much is known of what is usual at the end of a window. */
  BaselineAge.Depth depthAt(long windowEndMicros);

  Baseline.Snapshot snapshot();

  static Usual of(Signal signal, ScoringRules rules) {
    return signal == Signal.PROBES ? new CyclicBaseline(rules) : new Baseline(rules);
  }

  static Usual restore(Signal signal, Baseline.Snapshot snapshot, ScoringRules rules) {
    return signal == Signal.PROBES
        ? CyclicBaseline.restore(snapshot, rules)
        : Baseline.restore(snapshot, rules);
  }
}
