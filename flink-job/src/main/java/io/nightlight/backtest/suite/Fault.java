package io.nightlight.backtest.suite;

import io.nightlight.domain.availability.Signal;
import java.util.Set;

/**
 * A failure of the measurement, not of the country.
 *
 * @param signals whose
 * @param from first second of it
 * @param to first second after it
 * @param votersLost share of the sources that have no vote
 * @param unknown share of the blocks that nobody can speak of
 * @param phantom share of the blocks that seem lost and are not
 * @param feed whether there is any input at all
 */
record Fault(
    Set<Signal> signals,
    long from,
    long to,
    double votersLost,
    double unknown,
    double phantom,
    Feed feed) {

  enum Feed {
    RUNS,
    /** No input: first windows without evidence, then no windows (P47). */
    STANDS
  }

  static Fault blindness(
      Set<Signal> signals, long from, long to, double votersLost, double unknown) {
    return new Fault(signals, from, to, votersLost, unknown, 0, Feed.RUNS);
  }

  static Fault phantomLoss(Set<Signal> signals, long from, long to, double share) {
    return new Fault(signals, from, to, 0, 0, share, Feed.RUNS);
  }

  static Fault gap(long from, long to) {
    return new Fault(Set.of(Signal.values()), from, to, 1, 1, 0, Feed.STANDS);
  }

  boolean holds(long second) {
    return from <= second && second < to;
  }
}
