package io.nightlight.backtest.suite;

import io.nightlight.backtest.Comparison;
import java.util.Collection;

/**
 * What came of a part of the suite.
 *
 * @param nightlight what the rules told
 * @param silent the control that never speaks
 * @param alwaysFiring the control that tells of an outage every 20 minutes
 * @param unlabelled so many reports tell of a loss that is an outage and that ordinary life, not
 *     the suite, brought about: neither found nor false
 * @param borderline likewise of a loss that lacks little to be one
 */
public record PartResult(
    SuitePart part,
    Comparison nightlight,
    Comparison silent,
    Comparison alwaysFiring,
    int unlabelled,
    int borderline) {

  static PartResult sum(SuitePart part, Collection<PartResult> worlds) {
    return new PartResult(
        part,
        Comparison.sum(worlds.stream().map(PartResult::nightlight).toList()),
        Comparison.sum(worlds.stream().map(PartResult::silent).toList()),
        Comparison.sum(worlds.stream().map(PartResult::alwaysFiring).toList()),
        worlds.stream().mapToInt(PartResult::unlabelled).sum(),
        worlds.stream().mapToInt(PartResult::borderline).sum());
  }
}
