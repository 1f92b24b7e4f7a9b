package io.nightlight.backtest.text;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.Controls;
import io.nightlight.backtest.Exposure;
import io.nightlight.backtest.Trial;
import io.nightlight.backtest.truth.RefusedRow;
import java.util.List;

/**
 * A backtest of replays against a file of truth.
 *
 * @param refused rows of the truth that count nowhere
 * @param folders how many replays were read
 * @param countries how many countries were watched
 * @param repeated what more than one of the replays watched
 * @param cautions what else a reader should know before he trusts the figures, a sentence each
 * @param nightlight what was reported
 * @param silent the control that never speaks
 * @param alwaysFiring the control that tells of an outage every 20 minutes
 */
public record BacktestResult(
    List<RefusedRow> refused,
    int folders,
    int countries,
    Exposure repeated,
    List<String> cautions,
    Comparison nightlight,
    Comparison silent,
    Comparison alwaysFiring) {
  public BacktestResult {
    refused = List.copyOf(refused);
    cautions = List.copyOf(cautions);
  }

  /** Runs the comparisons. */
  public static BacktestResult of(
      Trial trial, List<RefusedRow> refused, int folders, List<String> cautions) {
    return new BacktestResult(
        refused,
        folders,
        trial.watched().countries().size(),
        trial.watched().repeated(),
        cautions,
        Comparison.of(trial),
        Controls.silent(trial),
        Controls.alwaysFiring(trial));
  }
}
