package io.nightlight.domain.availability;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a ratio to the usual is made of.
 *
 * @param window length of one window
 * @param baselineSpan how much undisturbed time the baseline looks back on; also the gap without
 *     any known window after which the past is forgotten
 * @param baselineBin time whose median is one element of the baseline
 * @param warmupRoutes known time needed before routes are judged, after a finished table dump
 * @param warmupUpdatesOnly known time needed where the routes come from updates alone
 * @param warmupProbes known time needed before probes are judged
 * @param unknownShare a signal is unknown if more than this share of its baseline is, 0 to below 1
 * @param noiseSpan how far the noise history looks back
 * @param noiseNeeded known time below which a country counts as free of noise
 * @param noiseQuantile which quantile of the shortfalls is the noise, 0 to 1
 * @param noiseDipFrom shortfall from which on a run of windows is a dip, 0 to 1
 * @param noiseDipLongest a dip longer than this is no noise
 * @param noiseDipDeepest a window with a larger shortfall is no noise, 0 to 1
 * @param blindLookBack how long before a window a loss of voters makes its drop doubtful
 * @param blindShare the share of the members that must have lost their vote for that, 0 to 1
 */
public record ScoringRules(
    Duration window,
    Duration baselineSpan,
    Duration baselineBin,
    Duration warmupRoutes,
    Duration warmupUpdatesOnly,
    Duration warmupProbes,
    double unknownShare,
    Duration noiseSpan,
    Duration noiseNeeded,
    double noiseQuantile,
    double noiseDipFrom,
    Duration noiseDipLongest,
    double noiseDipDeepest,
    Duration blindLookBack,
    double blindShare)
    implements Serializable {

  /**
   * Checks each number and the relations between them.
   *
   * @throws IllegalArgumentException with one line that names the offender
   */
  public ScoringRules {
    Demand.positive("window", window);
    Demand.wholeMultiple("baselineBin", baselineBin, "window", window);
    Demand.wholeMultiple("a day", Duration.ofDays(1), "baselineBin", baselineBin);
    Demand.wholeMultiple("baselineSpan", baselineSpan, "baselineBin", baselineBin);
    Demand.notNegative("warmupRoutes", warmupRoutes);
    Demand.notLess("warmupUpdatesOnly", warmupUpdatesOnly, "warmupRoutes", warmupRoutes);
    Demand.notNegative("warmupProbes", warmupProbes);
    Demand.share("unknownShare", unknownShare);
    Demand.that(unknownShare < 1, "unknownShare must be below 1, but is " + unknownShare);
    Demand.wholeMultiple("noiseSpan", noiseSpan, "window", window);
    Demand.notLess("noiseSpan", noiseSpan, "noiseNeeded", noiseNeeded);
    Demand.share("noiseQuantile", noiseQuantile);
    Demand.share("noiseDipFrom", noiseDipFrom);
    Demand.notNegative("noiseDipLongest", noiseDipLongest);
    Demand.share("noiseDipDeepest", noiseDipDeepest);
    Demand.notNegative("blindLookBack", blindLookBack);
    Demand.share("blindShare", blindShare);
  }

  public static ScoringRules defaults() {
    return new ScoringRules(
        Duration.ofMinutes(1),
        Duration.ofDays(7),
        Duration.ofMinutes(10),
        Duration.ofMinutes(60),
        Duration.ofHours(24),
        Duration.ofDays(3),
        0.5,
        Duration.ofDays(7),
        Duration.ofDays(1),
        0.99,
        0.15,
        Duration.ofMinutes(30),
        0.5,
        Duration.ofMinutes(10),
        0.5);
  }

  /** The same rules with another warm-up of the routes: for short recordings. */
  public ScoringRules withWarmup(Duration routes, Duration updatesOnly) {
    return new ScoringRules(
        window,
        baselineSpan,
        baselineBin,
        routes,
        updatesOnly,
        warmupProbes,
        unknownShare,
        noiseSpan,
        noiseNeeded,
        noiseQuantile,
        noiseDipFrom,
        noiseDipLongest,
        noiseDipDeepest,
        blindLookBack,
        blindShare);
  }

  Duration warmup(Signal signal, RouteHistory history) {
    if (signal == Signal.PROBES) {
      return warmupProbes;
    }
    return history == RouteHistory.FINISHED_RIB ? warmupRoutes : warmupUpdatesOnly;
  }
}
