package io.nightlight.backtest;

import java.util.List;

/**
 * A detector put to the test: what happened, what it said, and what it could see.
 *
 * @param truth in any order
 * @param reported in any order
 */
public record Trial(List<TruthRow> truth, List<ReportedOutage> reported, WatchedTime watched) {
  public Trial {
    truth = List.copyOf(truth);
    reported = List.copyOf(reported);
  }

  /** Another detector, in the same world. */
  public Trial of(List<ReportedOutage> otherwise) {
    return new Trial(truth, otherwise, watched);
  }
}
