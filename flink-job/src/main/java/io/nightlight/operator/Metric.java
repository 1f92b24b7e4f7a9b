package io.nightlight.operator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator of the cluster sees of the job, each name once: dashboards, alerts and {@code
 * docs/metrics.md} are checked against it.
 *
 * <p>What Flink measures itself is not measured again: where the job is in time ({@code
 * currentInputWatermark}), records and bytes, back-pressure, checkpoints, restarts.
 */
public enum Metric {
  OBSERVATIONS(
      Kind.COUNTER,
      "observations",
      "kind",
      "split-routes, split-probes",
      "BGP messages and probe results read, by kind; heartbeats of both signals are one kind"),
  REJECTED(
      Kind.COUNTER,
      "rejected",
      "reason",
      "split-routes, split-probes",
      "records that could not be read; they lie in `rejected.records`"),
  PREFIXES(
      Kind.COUNTER,
      "prefixes",
      "change",
      "split-routes",
      "prefixes announced, withdrawn, and ignored because they say nothing of a country"),
  PROBES(
      Kind.COUNTER,
      "probes",
      "outcome",
      "split-probes",
      "single probes: replies, silences, and errors of the prober itself"),
  LATE(
      Kind.COUNTER,
      "late",
      null,
      "track-routes, track-blocks",
      "what came after its window was settled: of BGP applied late, of probes dropped"),
  NO_ROOM(
      Kind.COUNTER,
      "no_room",
      null,
      "track-routes, track-blocks",
      "route operations of sessions, and replies of blocks, that their shard had no room for"),
  EVENTS(
      Kind.COUNTER,
      "events",
      "kind",
      "review-world",
      "outage events told, by kind; after a restore those since the last checkpoint count again"),
  DETECTION_DELAY(
      Kind.GAUGE,
      "detection_delay_seconds",
      null,
      "review-world",
      "event time from the start of the outage told last to the window in which it was found; 0 before the"
          + " first"),
  MEMBERS(
      Kind.GAUGE,
      "members",
      "family",
      "judge-country",
      "peer ASes whose opinion on the family's routes ever counts; the same in every instance"),
  VOTERS(
      Kind.GAUGE,
      "voters",
      "family",
      "judge-country",
      "those of them that have a vote now; the same in every instance"),
  COUNTRIES(
      Kind.GAUGE,
      "countries",
      "status",
      "judge-country",
      "countries by the verdict on the last whole window; as long as one is `warming` it has no baseline"),
  OPEN_OUTAGES(
      Kind.GAUGE,
      "open_outages",
      null,
      "judge-country",
      "countries with an open outage in the last whole window"),
  BASELINE_AGE(
      Kind.GAUGE,
      "baseline_age_seconds",
      "signal",
      "judge-country",
      "event time since it was last learned what is usual, of the country for which that is longest ago; it"
          + " grows while the country has an open outage or nothing is seen of the signal, and is 0 where there"
          + " are no countries: take the highest of all instances"),
  YOUNG_BASELINES(
      Kind.GAUGE,
      "young_baselines",
      "signal",
      "judge-country",
      "countries of which something was learned, but less than a baseline looks back over: of routes"
          + " `detection.baseline.span`, of probes two weeks at this time of the week"),
  SOURCES(
      Kind.GAUGE,
      "sources",
      "scope",
      "watch-sources, watch-vantages",
      "sessions, collectors and vantages known in the last whole window"),
  BLIND_SOURCES(
      Kind.GAUGE,
      "blind_sources",
      "scope",
      "watch-sources, watch-vantages",
      "those of them that are not believed: a session without a vote on any family, a collector that hears"
          + " nothing, a vantage that is silent or whose success collapsed");

  /** The group that all of them are in. */
  public static final String GROUP = "nightlight";

  private static final String PROMETHEUS = "flink_taskmanager_job_task_operator";

  private final Kind kind;
  private final String plainName;
  private final @Nullable String label;
  private final String operators;
  private final String meaning;

  Metric(Kind kind, String plainName, @Nullable String label, String operators, String meaning) {
    this.kind = kind;
    this.plainName = plainName;
    this.label = label;
    this.operators = operators;
    this.meaning = meaning;
  }

  /** How a metric moves. */
  public enum Kind {
    /** Only up, from zero at each start of the job; one of each instance, to be summed. */
    COUNTER,
    /** Up and down. */
    GAUGE
  }

  public Kind kind() {
    return kind;
  }

  /** The name in its group. */
  public String plainName() {
    return plainName;
  }

  /** What its values are told apart by; null if there is one value. */
  public @Nullable String label() {
    return label;
  }

  /** The operators that measure it. */
  public String operators() {
    return operators;
  }

  /** One sentence for people. */
  public String meaning() {
    return meaning;
  }

  /** The name that Flink's reporter for Prometheus gives it. */
  public String prometheusName() {
    return String.join(
        "_",
        label == null
            ? List.of(PROMETHEUS, GROUP, plainName)
            : List.of(PROMETHEUS, GROUP, label, plainName));
  }
}
