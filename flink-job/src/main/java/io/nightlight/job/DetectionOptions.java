package io.nightlight.job;

import io.nightlight.domain.availability.ScoringRules;
import io.nightlight.domain.outage.DetectionRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of {@link DetectionRules}, one for each of its components. */
final class DetectionOptions {
  private static final Map<String, JobOption<?>> BY_COMPONENT = new LinkedHashMap<>();

  static final JobOption<Double> DROP_FLOOR =
      share(
          "dropFloor",
          "detection.drop.floor",
          "0.15",
          """
          No smaller shortfall (1 less the ratio to the baseline) is a drop. Lower finds smaller \
          outages and reports more of the ordinary coming and going of routes.""");

  static final JobOption<Double> DROP_CEILING =
      share(
          "dropCeiling",
          "detection.drop.ceiling",
          "0.9",
          """
          Every shortfall from here on is a drop, in however small or noisy a country. At 1 a \
          country must be gone completely if nothing less is clear.""");

  static final JobOption<Double> DROP_BLOCKS =
      number(
          "dropBlocks",
          "detection.drop.blocks",
          0,
          1000,
          "1.5",
          """
          A drop loses at least this many address blocks: with 1.5, one of four /24s is no outage, \
          two of four and one of one are. Larger makes small countries invisible.""");

  static final JobOption<Double> DROP_PROBES_BLOCKS =
      number(
          "dropProbesBlocks",
          "detection.drop.probes-blocks",
          0,
          1000,
          "2.5",
          """
          A drop of the probes loses at least this many blocks, so fewer that answer them open no \
          outage; at least `detection.drop.blocks`. Chance silences two sparse blocks at once every \
          few months. Where routes have opened an outage `detection.drop.blocks` is enough for the \
          probes to take part in it.""");

  static final JobOption<Double> DROP_NOISE_FACTOR =
      number(
          "dropNoiseFactor",
          "detection.drop.noise-factor",
          0,
          100,
          "1.5",
          """
          A drop is at least this many times what the country falls short by in ordinary times. In a \
          country of few large prefixes that is one of them: from 2 on, two must be gone and more. 0 \
          treats all countries alike, and noisy ones then report often.""");

  static final JobOption<Double> DEEP_DROP =
      share(
          "deepDrop",
          "detection.drop.deep",
          "0.5",
          "From this shortfall on a drop must hold only for `detection.drop.deep-hold`.");

  static final JobOption<Duration> DEEP_HOLD =
      duration(
          "deepHold",
          "detection.drop.deep-hold",
          "1s",
          "2min",
          """
          How long a deep drop must hold to be an outage, from the end of the first window that \
          shows it: a loss no longer than this is never one, one longer by a window or more is. \
          Shorter reports sooner, and reports path changes that last a minute.""");

  static final JobOption<Duration> HOLD =
      duration(
          "hold",
          "detection.drop.hold",
          "1s",
          "5min",
          """
          How long any drop must hold to be an outage, counted likewise; at least \
          `detection.drop.deep-hold`. Each outage is back-dated to its first window, so this delays \
          reports and moves no start.""");

  static final JobOption<Duration> PROBES_DEEP_HOLD =
      duration(
          "probesDeepHold",
          "detection.drop.probes-deep-hold",
          "1s",
          "12min",
          """
          How long a deep drop of the probes must hold, counted likewise; at least \
          `detection.drop.deep-hold`. Less than a round of probing (`probes.round`) takes one bad round \
          for an outage; two rounds or more, and an outage is found only in the third.""");

  static final JobOption<Duration> PROBES_HOLD =
      duration(
          "probesHold",
          "detection.drop.probes-hold",
          "1s",
          "22min",
          """
          How long any drop of the probes must hold, counted likewise; at least \
          `detection.drop.probes-deep-hold`. Less than two rounds of probing takes chance in a country \
          of few blocks for an outage.""");

  static final JobOption<Duration> BLIND_HOLD =
      duration(
          "blindHold",
          "detection.drop.blind-hold",
          "0s",
          "10min",
          """
          How much longer a drop must hold after many sources went blind just before it. 0 takes \
          lost sessions for lost networks more easily.""");

  static final JobOption<Duration> PENDING_GAP =
      duration(
          "pendingGap",
          "detection.drop.pending-gap",
          "0s",
          "10min",
          "A drop that waits to be confirmed and was not seen for longer than this is forgotten.");

  static final JobOption<Double> RECOVERY_SHARE =
      share(
          "recoveryShare",
          "detection.recovery.share",
          "0.5",
          """
          A country is well again at a shortfall of at most this share of the one that counts as a \
          drop; below 1. Near 1, a level at the threshold gives one outage after another.""");

  static final JobOption<Duration> RECOVERY_HOLD =
      duration(
          "recoveryHold",
          "detection.recovery.hold",
          "1s",
          "10min",
          """
          How long a country must be well again to have recovered. A fall within this time is the \
          same outage, one after it a new one.""");

  static final JobOption<Double> PLATEAU_BAND =
      share(
          "plateauBand",
          "detection.plateau.band",
          "0.05",
          "A plateau's ratios differ by no more than this.");

  static final JobOption<Duration> PLATEAU_HOLD =
      duration(
          "plateauHold",
          "detection.plateau.hold",
          "1s",
          "6h",
          """
          How long a plateau must hold before it can end an outage as a partial recovery; at least \
          `detection.recovery.hold`. Too short, and a stop on the way back counts as the end.""");

  static final JobOption<Double> PLATEAU_CLIMB =
      share(
          "plateauClimb",
          "detection.plateau.climb",
          "0.5",
          "A plateau ends an outage only if it is more than this share of the way back up.");

  static final JobOption<Double> SHIFT_LEVEL =
      share(
          "shiftLevel",
          "detection.shift.level",
          "0.5",
          """
          An outage whose ratio stays above this for `detection.shift.hold` was a change of level \
          and is closed as one. At 0, every long outage becomes the new usual.""");

  static final JobOption<Duration> SHIFT_HOLD =
      duration(
          "shiftHold",
          "detection.shift.hold",
          "1s",
          "7d",
          "How long that must last; at least `detection.plateau.hold`.");

  static final JobOption<Double> MAJOR_AT =
      share(
          "majorAt",
          "detection.severity.major-at",
          "0.5",
          "The lowest ratio at or below which an outage is MAJOR; above it is MINOR.");

  static final JobOption<Double> TOTAL_AT =
      share(
          "totalAt",
          "detection.severity.total-at",
          "0.1",
          """
          The lowest ratio at or below which an outage is TOTAL; at most \
          `detection.severity.major-at`. Some routes outlive every outage, so 0 is never reached \
          by large countries.""");

  static final JobOption<Duration> RETRACT_WITHIN =
      duration(
          "retractWithin",
          "detection.retract.within",
          "0s",
          "30min",
          """
          How long after its start an outage is taken back when it turns out that sources had been \
          blind since it began and that those which are left see none. Longer takes back more of \
          what was told wrongly, and some real outages that end while sources are lost; 0s never \
          takes anything back.""");

  static final JobOption<Duration> BASELINE_SPAN =
      duration(
          "baselineSpan",
          "detection.baseline.span",
          "1min",
          "7d",
          """
          How much undisturbed time the usual is made of; a whole multiple of \
          `detection.baseline.bin`. Shorter follows changes sooner and forgets the week.""");

  static final JobOption<Duration> BASELINE_BIN =
      duration(
          "baselineBin",
          "detection.baseline.bin",
          "10s",
          "10min",
          """
          Time whose median is one element of the baseline; a whole multiple of `window.length`. \
          Shorter costs memory for each country.""");

  static final JobOption<Double> UNKNOWN_SHARE =
      number(
          "unknownShare",
          "detection.unknown-share",
          0,
          0.999,
          "0.5",
          """
          A signal is unknown if more than this share of its baseline is. Larger judges a country \
          by the few blocks that are left to see.""");

  static final JobOption<Duration> NOISE_SPAN =
      duration(
          "noiseSpan",
          "detection.noise.span",
          "1min",
          "7d",
          "How far back a country's noise is looked for; a whole multiple of `window.length`.");

  static final JobOption<Duration> NOISE_NEEDED =
      duration(
          "noiseNeeded",
          "detection.noise.needed",
          "0s",
          "1d",
          """
          With less known time than this a country counts as free of noise; at most \
          `detection.noise.span`. Too short, and one bad hour makes a country numb.""");

  static final JobOption<Double> NOISE_QUANTILE =
      share(
          "noiseQuantile",
          "detection.noise.quantile",
          "0.99",
          "Which quantile of a country's shortfalls is its noise. Lower hears less of it.");

  static final JobOption<Double> NOISE_DIP_FROM =
      share(
          "noiseDipFrom",
          "detection.noise.dip-from",
          "0.15",
          "From this shortfall on a run of windows is a dip.");

  static final JobOption<Duration> NOISE_DIP_LONGEST =
      duration(
          "noiseDipLongest",
          "detection.noise.dip-longest",
          "0s",
          "30min",
          """
          A dip longer than this is no noise. Longer lets outages raise the threshold for the next \
          one.""");

  static final JobOption<Double> NOISE_DIP_DEEPEST =
      share(
          "noiseDipDeepest",
          "detection.noise.dip-deepest",
          "0.5",
          "A window with a larger shortfall than this is no noise.");

  static final JobOption<Duration> BLIND_LOOK_BACK =
      duration(
          "blindLookBack",
          "detection.blind.look-back",
          "0s",
          "10min",
          "How long before a drop a loss of voters makes it doubtful.");

  static final JobOption<Double> BLIND_SHARE =
      share(
          "blindShare",
          "detection.blind.share",
          "0.5",
          "The share of the members that must have lost their vote for that.");

  static {
    BY_COMPONENT.put("window", JobOptions.WINDOW_LENGTH);
    BY_COMPONENT.put("warmupRoutes", JobOptions.WARMUP_ROUTES);
    BY_COMPONENT.put("warmupUpdatesOnly", JobOptions.WARMUP_UPDATES_ONLY);
    BY_COMPONENT.put("warmupProbes", JobOptions.WARMUP_PROBES);
    BY_COMPONENT.put("probesRound", JobOptions.PROBES_ROUND);
  }

  private DetectionOptions() {}

  /** In the order of the document. */
  static List<JobOption<?>> all() {
    List<JobOption<?>> options = new ArrayList<>(BY_COMPONENT.values());
    options.removeIf(option -> !option.key().startsWith("detection."));
    return options;
  }

  /**
   * Builds the rules, which check their relations themselves.
   *
   * @throws InvalidConfiguration with the rules' complaint, in the names of the keys
   */
  static DetectionRules rules(OptionValues values) {
    try {
      return detection(values, scoring(values));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfiguration(inKeys(String.valueOf(e.getMessage())));
    }
  }

  private static ScoringRules scoring(OptionValues values) {
    return new ScoringRules(
        values.get(JobOptions.WINDOW_LENGTH),
        values.get(BASELINE_SPAN),
        values.get(BASELINE_BIN),
        values.get(JobOptions.WARMUP_ROUTES),
        values.get(JobOptions.WARMUP_UPDATES_ONLY),
        values.get(JobOptions.WARMUP_PROBES),
        values.get(UNKNOWN_SHARE),
        values.get(NOISE_SPAN),
        values.get(NOISE_NEEDED),
        values.get(NOISE_QUANTILE),
        values.get(NOISE_DIP_FROM),
        values.get(NOISE_DIP_LONGEST),
        values.get(NOISE_DIP_DEEPEST),
        values.get(BLIND_LOOK_BACK),
        values.get(BLIND_SHARE));
  }

  private static DetectionRules detection(OptionValues values, ScoringRules scoring) {
    return new DetectionRules(
        scoring,
        values.get(DROP_FLOOR),
        values.get(DROP_CEILING),
        values.get(DROP_BLOCKS),
        values.get(DROP_PROBES_BLOCKS),
        values.get(DROP_NOISE_FACTOR),
        values.get(DEEP_DROP),
        values.get(DEEP_HOLD),
        values.get(HOLD),
        values.get(PROBES_DEEP_HOLD),
        values.get(PROBES_HOLD),
        values.get(JobOptions.PROBES_ROUND),
        values.get(BLIND_HOLD),
        values.get(PENDING_GAP),
        values.get(RECOVERY_SHARE),
        values.get(RECOVERY_HOLD),
        values.get(PLATEAU_BAND),
        values.get(PLATEAU_HOLD),
        values.get(PLATEAU_CLIMB),
        values.get(SHIFT_LEVEL),
        values.get(SHIFT_HOLD),
        values.get(MAJOR_AT),
        values.get(TOTAL_AT),
        values.get(RETRACT_WITHIN));
  }

  /** The domain knows no keys, so its complaints name components and ISO durations. */
  private static String inKeys(String complaint) {
    StringBuilder translated = new StringBuilder();
    for (String word : complaint.split("(?<=[ (),])|(?=[ (),])", -1)) {
      JobOption<?> option = BY_COMPONENT.get(word);
      if (option != null) {
        translated.append(option.key());
      } else if (word.matches("PT?[0-9].*")) {
        translated.append(DurationText.format(DurationText.parse(word)));
      } else {
        translated.append(word);
      }
    }
    return translated.toString();
  }

  private static JobOption<Double> share(
      String component, String key, String standard, String doc) {
    return number(component, key, 0, 1, standard, doc);
  }

  private static JobOption<Double> number(
      String component, String key, double least, double most, String standard, String doc) {
    return listed(
        component, new JobOption<>(key, OptionType.numberBetween(least, most), standard, doc));
  }

  private static JobOption<Duration> duration(
      String component, String key, String shortest, String standard, String doc) {
    return listed(
        component,
        new JobOption<>(key, OptionType.durationBetween(shortest, "90d"), standard, doc));
  }

  private static <T> JobOption<T> listed(String component, JobOption<T> option) {
    BY_COMPONENT.put(component, option);
    return option;
  }
}
