package io.nightlight.domain.outage;

import io.nightlight.domain.availability.Demand;
import io.nightlight.domain.availability.Ratio;
import io.nightlight.domain.availability.ScoringRules;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalView;
import java.io.Serializable;
import java.time.Duration;

/**
 * All that decides when a shortfall is an outage. A shortfall is {@code 1 - ratio}; all shares lie
 * in [0, 1]. How long a drop must hold counts from the end of its first window.
 *
 * @param scoring what the ratios are made of
 * @param dropFloor no smaller shortfall is a drop
 * @param dropCeiling every larger shortfall is a drop
 * @param dropBlocks a drop loses at least this many blocks of a small country (P38)
 * @param dropProbesBlocks likewise of the probes, which chance alone keeps from answering
 * @param dropNoiseFactor a drop is at least this many times the country's noise
 * @param deepDrop a shortfall from which on {@code deepHold} is enough
 * @param deepHold how long a deep drop must hold to be an outage
 * @param hold how long any drop must hold
 * @param probesDeepHold how long a deep drop of the probes must hold: into the second round
 * @param probesHold how long any drop of the probes must hold: two rounds
 * @param probesRound how long it takes until every block was probed once: what is learned of one
 *     may be older by so much
 * @param blindHold how much longer a drop must hold after many sources went blind
 * @param pendingGap a pending drop that was not seen for longer is forgotten
 * @param recoveryShare recovery is a shortfall of at most this share of the drop's threshold; below
 *     1, so that a level at the threshold does not chatter (P45)
 * @param recoveryHold how long a recovery must hold; a fall within it is the same outage (P44)
 * @param plateauBand a plateau's ratios differ by no more than this (P41)
 * @param plateauHold how long a plateau must hold
 * @param plateauClimb a plateau ends an outage if it is more than this share of the way back up
 * @param shiftLevel a ratio above which an outage can turn out to be a change of level (P37)
 * @param shiftHold how long it must stay above
 * @param majorAt the lowest ratio at or below which an outage is MAJOR
 * @param totalAt the lowest ratio at or below which an outage is TOTAL
 * @param retractWithin how long after its start an outage is taken back if it turns out that the
 *     sources were blind and those that are left see none (P62)
 */
public record DetectionRules(
    ScoringRules scoring,
    double dropFloor,
    double dropCeiling,
    double dropBlocks,
    double dropProbesBlocks,
    double dropNoiseFactor,
    double deepDrop,
    Duration deepHold,
    Duration hold,
    Duration probesDeepHold,
    Duration probesHold,
    Duration probesRound,
    Duration blindHold,
    Duration pendingGap,
    double recoveryShare,
    Duration recoveryHold,
    double plateauBand,
    Duration plateauHold,
    double plateauClimb,
    double shiftLevel,
    Duration shiftHold,
    double majorAt,
    double totalAt,
    Duration retractWithin)
    implements Serializable {

  /**
   * Checks each number and the relations between them.
   *
   * @throws IllegalArgumentException with one line that names the offender
   */
  public DetectionRules {
    Demand.share("dropFloor", dropFloor);
    Demand.that(dropFloor > 0, "dropFloor must be above 0, else a healthy country is in drop");
    Demand.share("dropCeiling", dropCeiling);
    Demand.that(
        dropFloor <= dropCeiling,
        "dropFloor (" + dropFloor + ") must not exceed dropCeiling (" + dropCeiling + ")");
    Demand.that(dropBlocks >= 0, "dropBlocks must not be negative, but is " + dropBlocks);
    Demand.that(
        dropProbesBlocks >= dropBlocks,
        "dropProbesBlocks ("
            + dropProbesBlocks
            + ") must be at least dropBlocks ("
            + dropBlocks
            + ")");
    Demand.that(
        dropNoiseFactor >= 0, "dropNoiseFactor must not be negative, but is " + dropNoiseFactor);
    Demand.share("deepDrop", deepDrop);
    Demand.positive("deepHold", deepHold);
    Demand.notLess("hold", hold, "deepHold", deepHold);
    Demand.notLess("probesDeepHold", probesDeepHold, "deepHold", deepHold);
    Demand.notLess("probesHold", probesHold, "probesDeepHold", probesDeepHold);
    Demand.notNegative("probesRound", probesRound);
    Demand.notNegative("blindHold", blindHold);
    Demand.notNegative("pendingGap", pendingGap);
    Demand.share("recoveryShare", recoveryShare);
    Demand.that(
        recoveryShare < 1,
        "recoveryShare must be below 1, else recovery and drop overlap, but is " + recoveryShare);
    Demand.positive("recoveryHold", recoveryHold);
    Demand.share("plateauBand", plateauBand);
    Demand.notLess("plateauHold", plateauHold, "recoveryHold", recoveryHold);
    Demand.share("plateauClimb", plateauClimb);
    Demand.share("shiftLevel", shiftLevel);
    Demand.notLess("shiftHold", shiftHold, "plateauHold", plateauHold);
    Demand.share("majorAt", majorAt);
    Demand.share("totalAt", totalAt);
    Demand.that(
        totalAt <= majorAt, "totalAt (" + totalAt + ") must not exceed majorAt (" + majorAt + ")");
    Demand.notNegative("retractWithin", retractWithin);
  }

  public static DetectionRules defaults() {
    return new DetectionRules(
        ScoringRules.defaults(),
        0.15,
        0.90,
        1.5,
        2.5,
        1.5,
        0.5,
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(12),
        Duration.ofMinutes(22),
        Duration.ofMinutes(10),
        Duration.ofMinutes(10),
        Duration.ofMinutes(10),
        0.5,
        Duration.ofMinutes(10),
        0.05,
        Duration.ofHours(6),
        0.5,
        0.5,
        Duration.ofDays(7),
        0.5,
        0.1,
        Duration.ofMinutes(30));
  }

  /** The same rules over other ratios. */
  public DetectionRules withScoring(ScoringRules newScoring) {
    return new DetectionRules(
        newScoring,
        dropFloor,
        dropCeiling,
        dropBlocks,
        dropProbesBlocks,
        dropNoiseFactor,
        deepDrop,
        deepHold,
        hold,
        probesDeepHold,
        probesHold,
        probesRound,
        blindHold,
        pendingGap,
        recoveryShare,
        recoveryHold,
        plateauBand,
        plateauHold,
        plateauClimb,
        shiftLevel,
        shiftHold,
        majorAt,
        totalAt,
        retractWithin);
  }

  /**
   * The shortfall from which on a signal that has a ratio is in drop. More than 1, so none at all,
   * if the blocks that are known are too few to lose as many as it takes: one of two that is lost
   * while nobody can speak of the other, or so few that answer probes that chance may silence all.
   */
  double threshold(SignalView view) {
    return threshold(view, view.signal() == Signal.PROBES ? dropProbesBlocks : blocks(view));
  }

  /**
   * Likewise, where an outage is open already: chance does not silence the few blocks that answer
   * probes just when the routes are gone, so that these may confirm what they may not open.
   */
  double thresholdToJoin(SignalView view) {
    return threshold(view, blocks(view));
  }

  private double blocks(SignalView view) {
    return StrictMath.min(dropBlocks, dropCeiling * view.baseline());
  }

  private double threshold(SignalView view, double blocks) {
    double ordinary = StrictMath.max(dropFloor, dropNoiseFactor * view.noise());
    return Ratio.rounded(
        StrictMath.max(StrictMath.min(dropCeiling, ordinary), blocks / view.knownBlocks()));
  }

  /** The shortfall up to which a signal that was in drop is well again. */
  double recoveryThreshold(double dropThreshold) {
    return Ratio.rounded(recoveryShare * dropThreshold);
  }

  Duration hold(Signal signal) {
    return signal == Signal.PROBES ? probesHold : hold;
  }

  Duration deepHold(Signal signal) {
    return signal == Signal.PROBES ? probesDeepHold : deepHold;
  }

  /** How much later than it happens something may be seen. */
  Duration lag(Signal signal) {
    return signal == Signal.PROBES ? probesRound : Duration.ZERO;
  }

  Severity severity(double lowestRatio) {
    if (lowestRatio > majorAt) {
      return Severity.MINOR;
    }
    return lowestRatio > totalAt ? Severity.MAJOR : Severity.TOTAL;
  }
}
