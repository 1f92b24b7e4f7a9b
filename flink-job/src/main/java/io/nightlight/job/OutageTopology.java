package io.nightlight.job;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.measurement.MeasurementDraft;
import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.VantageSummary;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.probing.BlockBatch;
import io.nightlight.domain.review.CountryWord;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.ShardMembers;
import io.nightlight.operator.CountryChange;
import io.nightlight.operator.CurrentOutage;
import io.nightlight.operator.Directive;
import io.nightlight.operator.Directives;
import io.nightlight.operator.InputHeard;
import io.nightlight.operator.JudgeCountry;
import io.nightlight.operator.KeepCurrent;
import io.nightlight.operator.KeepTime;
import io.nightlight.operator.ReviewWorld;
import io.nightlight.operator.RouteBatchType;
import io.nightlight.operator.Shards;
import io.nightlight.operator.SplitProbes;
import io.nightlight.operator.SplitRoutes;
import io.nightlight.operator.TellBlindness;
import io.nightlight.operator.TrackBlocks;
import io.nightlight.operator.TrackRoutes;
import io.nightlight.operator.WatchClock;
import io.nightlight.operator.WatchSources;
import io.nightlight.operator.WatchVantages;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.Rejection;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The whole flow, once: every name, uid, key and watermark. Sources come in, streams go out;
 * whoever calls attaches the sinks, so that the live job, a replay and a test run the same thing.
 *
 * <pre>{@code
 * bgp ── split-routes ─┬─ session summaries ─────────> watch-sources ─┐ (broadcast)
 *                      ├─ signs of input ─> keep-time ──┴─────────────┤
 *                      ├─ batches by shard ────────────────────> track-routes ── members by shard
 *                      └─ rejections                                  │ by country       │
 *                                                               judge-country ──> scores │
 *                                               events, words by world │                  │
 *                                                                review-world ──> events │
 *           keep-time, watch-*, review-world ────────── drafts ──> tell-blindness <──────┘
 *                                                         (live: watch-clock) └──> measurements
 *
 * probes ── split-probes ── likewise, with vantage summaries to watch-vantages and
 *                           batches to track-blocks
 * }</pre>
 */
public final class OutageTopology {
  static final String READ_BGP = "read-bgp";
  static final String SPLIT_ROUTES = "split-routes";
  static final String READ_PROBES = "read-probes";

  /** In place of it where there are none: what either remembers means nothing to the other. */
  static final String NO_PROBES = "no-probes";

  static final String SPLIT_PROBES = "split-probes";
  static final String WATCH_VANTAGES = "watch-vantages";
  static final String TRACK_BLOCKS = "track-blocks";
  static final String KEEP_TIME = "keep-time";
  static final String WATCH_SOURCES = "watch-sources";
  static final String TRACK_ROUTES = "track-routes";
  static final String JUDGE_COUNTRY = "judge-country";
  static final String REVIEW_WORLD = "review-world";
  static final String TELL_BLINDNESS = "tell-blindness";
  static final String KEEP_CURRENT = "keep-current";

  /** Live only. */
  static final String WATCH_CLOCK = "watch-clock";

  /** All inputs are kept together in event time. */
  private static final String INPUTS = "inputs";

  /**
   * How often partitions that ran ahead are stopped and started; short against a replay at full
   * speed.
   */
  private static final Duration ALIGNMENT_INTERVAL = Duration.ofMillis(50);

  private static final OutputTag<SessionSummary> SUMMARIES =
      new OutputTag<>("session-summaries", TypeInformation.of(SessionSummary.class));
  private static final OutputTag<VantageSummary> VANTAGE_SUMMARIES =
      new OutputTag<>("vantage-summaries", TypeInformation.of(VantageSummary.class));
  private static final OutputTag<InputHeard> HEARD =
      new OutputTag<>("input-heard", TypeInformation.of(InputHeard.class));
  private static final OutputTag<Rejection> REJECTIONS =
      new OutputTag<>("rejections", TypeInformation.of(Rejection.class));
  private static final OutputTag<MeasurementDraft> DRAFTS =
      new OutputTag<>("measurement-drafts", TypeInformation.of(MeasurementDraft.class));
  private static final OutputTag<ShardMembers> MEMBERS =
      new OutputTag<>("shard-members", TypeInformation.of(ShardMembers.class));
  private static final OutputTag<CountryWord> WORDS =
      new OutputTag<>("country-words", TypeInformation.of(CountryWord.class));
  private static final OutputTag<AvailabilityScore> SCORES =
      new OutputTag<>("scores", TypeInformation.of(AvailabilityScore.class));

  private OutageTopology() {}

  /**
   * What comes in.
   *
   * @param bgp BGP observations and refusals
   * @param probes probe results and refusals
   * @param readers how many instances read each of them
   */
  public record Inputs(Source<Arrival, ?, ?> bgp, Source<Arrival, ?, ?> probes, int readers) {

    /** Recordings: one reader each, so that each is read in one order. */
    public static Inputs recordings(Source<Arrival, ?, ?> bgp, Source<Arrival, ?, ?> probes) {
      return new Inputs(bgp, probes, 1);
    }
  }

  /** What goes out. */
  public record Outputs(
      DataStream<AvailabilityScore> scores,
      DataStream<OutageEvent> events,
      DataStream<MeasurementEvent> measurements,
      DataStream<Rejection> rejections) {}

  /** By whom and by what the results were made. */
  public static Provenance provenance(JobConfig config, CountryMap countries, RunMode mode) {
    return new Provenance(config.deployment(), mode, config.rulesVersion(), countries.version());
  }

  /** Connects it all; nothing runs before the environment is executed. */
  public static Outputs connect(
      StreamExecutionEnvironment env,
      Inputs inputs,
      JobConfig config,
      CountryMap countries,
      Provenance provenance) {
    env.configure(strict());
    env.setMaxParallelism(Shards.COUNT);
    long window = Micros.of(config.timing().windowLength());
    DetectionRules rules = config.detection();

    SingleOutputStreamOperator<RouteBatch> batches =
        read(env, inputs.bgp(), READ_BGP, inputs, config.timing().bgpOutOfOrderness(), config)
            .transform(
                SPLIT_ROUTES,
                new RouteBatchType(),
                new SplitRoutes(
                    window,
                    Micros.of(config.timing().bgpOutOfOrderness()),
                    SUMMARIES,
                    HEARD,
                    REJECTIONS))
            .uid(SPLIT_ROUTES)
            .setParallelism(inputs.readers());

    SingleOutputStreamOperator<BlockBatch> results =
        read(
                env,
                inputs.probes(),
                inputs.probes() instanceof NoArrivals ? NO_PROBES : READ_PROBES,
                inputs,
                config.timing().probesOutOfOrderness(),
                config)
            .transform(
                SPLIT_PROBES,
                TypeInformation.of(BlockBatch.class),
                new SplitProbes(
                    window,
                    Micros.of(config.timing().probesOutOfOrderness()),
                    countries,
                    VANTAGE_SUMMARIES,
                    HEARD,
                    REJECTIONS))
            .uid(SPLIT_PROBES)
            .setParallelism(inputs.readers());

    SingleOutputStreamOperator<Directive> clock =
        batches
            .getSideOutput(HEARD)
            .union(results.getSideOutput(HEARD))
            .transform(
                KEEP_TIME,
                TypeInformation.of(Directive.class),
                new KeepTime(
                    window, Micros.of(config.timing().inputGap()), countries.version(), DRAFTS))
            .uid(KEEP_TIME)
            .forceNonParallel();

    SingleOutputStreamOperator<Directive> verdicts =
        batches
            .getSideOutput(SUMMARIES)
            .keyBy(summary -> summary.session().collector())
            .connect(broadcast(clock))
            .process(new WatchSources(window, config.sessions().watchRules(), DRAFTS))
            .uid(WATCH_SOURCES)
            .name(WATCH_SOURCES);

    SingleOutputStreamOperator<Directive> panel =
        results
            .getSideOutput(VANTAGE_SUMMARIES)
            .keyBy(summary -> WatchVantages.ALL)
            .connect(broadcast(clock))
            .process(
                new WatchVantages(
                    window, config.probes().vantageRules(config.sessions().watchRules()), DRAFTS))
            .uid(WATCH_VANTAGES)
            .name(WATCH_VANTAGES)
            .setParallelism(1);
    BroadcastStream<Directive> directives = broadcast(verdicts.union(panel, clock));

    SingleOutputStreamOperator<CountryChange> changes =
        batches
            .keyBy(RouteBatch::shard)
            .connect(directives)
            .process(new TrackRoutes(window, countries, MEMBERS))
            .uid(TRACK_ROUTES)
            .name(TRACK_ROUTES);

    SingleOutputStreamOperator<CountryChange> blocks =
        results
            .keyBy(BlockBatch::shard)
            .connect(directives)
            .process(new TrackBlocks(window, config.probes().probingRules(), countries))
            .uid(TRACK_BLOCKS)
            .name(TRACK_BLOCKS);

    SingleOutputStreamOperator<OutageEvent> judged =
        changes
            .union(blocks)
            .keyBy(CountryChange::country)
            .connect(directives)
            .process(new JudgeCountry(window, rules, provenance, SCORES, WORDS))
            .uid(JUDGE_COUNTRY)
            .name(JUDGE_COUNTRY);

    SingleOutputStreamOperator<OutageEvent> events =
        judged
            .connect(judged.getSideOutput(WORDS))
            .keyBy(event -> ReviewWorld.WORLD, word -> ReviewWorld.WORLD)
            .process(new ReviewWorld(config.review(), DRAFTS))
            .uid(REVIEW_WORLD)
            .name(REVIEW_WORLD)
            .setParallelism(1);

    SingleOutputStreamOperator<MeasurementEvent> measurements =
        verdicts
            .getSideOutput(DRAFTS)
            .union(
                panel.getSideOutput(DRAFTS),
                clock.getSideOutput(DRAFTS),
                events.getSideOutput(DRAFTS))
            .connect(changes.getSideOutput(MEMBERS))
            .keyBy(draft -> TellBlindness.ALL, members -> TellBlindness.ALL)
            .process(new TellBlindness(config.sessions().toldMemberships()))
            .uid(TELL_BLINDNESS)
            .name(TELL_BLINDNESS)
            .setParallelism(1);

    return new Outputs(
        judged.getSideOutput(SCORES),
        events,
        isLive(inputs) ? watched(measurements, config.timing().sourceStandstill()) : measurements,
        batches.getSideOutput(REJECTIONS).union(results.getSideOutput(REJECTIONS)));
  }

  private static boolean isLive(Inputs inputs) {
    return inputs.bgp().getBoundedness() == Boundedness.CONTINUOUS_UNBOUNDED;
  }

  /** Behind all that judges, so that whatever holds up verdicts is noticed, be it ourselves. */
  private static DataStream<MeasurementEvent> watched(
      DataStream<MeasurementEvent> measurements, Duration limit) {
    return measurements
        .transform(WATCH_CLOCK, TypeInformation.of(MeasurementEvent.class), new WatchClock(limit))
        .uid(WATCH_CLOCK)
        .forceNonParallel();
  }

  /**
   * What is known now of each outage, for who keeps it where only the latest counts. Files keep
   * every revision, so a replay into files does without.
   */
  static SingleOutputStreamOperator<CurrentOutage> current(DataStream<OutageEvent> events) {
    return events
        .keyBy(OutageEvent::eventId)
        .process(new KeepCurrent())
        .uid(KEEP_CURRENT)
        .name(KEEP_CURRENT)
        .setParallelism(1);
  }

  private static BroadcastStream<Directive> broadcast(DataStream<Directive> stream) {
    return stream.broadcast(Directives.all());
  }

  /**
   * Nothing may fall back to Kryo, nothing may go without a uid, and values are not copied between
   * chained operators.
   */
  private static Configuration strict() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    return configuration;
  }

  /** All inputs are kept together in event time, so that neither piles up what waits. */
  private static SingleOutputStreamOperator<Arrival> read(
      StreamExecutionEnvironment env,
      Source<Arrival, ?, ?> source,
      String uid,
      Inputs inputs,
      Duration disorder,
      JobConfig config) {
    WatermarkStrategy<Arrival> time =
        source instanceof NoArrivals
            ? WatermarkStrategy.noWatermarks()
            : watermarks(source, disorder, config.timing());
    return env.fromSource(source, time, uid, TypeInformation.of(Arrival.class))
        .uid(uid)
        .setParallelism(inputs.readers());
  }

  private static WatermarkStrategy<Arrival> watermarks(
      Source<Arrival, ?, ?> source, Duration disorder, JobConfig.Timing timing) {
    boolean bounded = source.getBoundedness() == Boundedness.BOUNDED;
    return ArrivalWatermarks.strategy(
            Micros.of(timing.windowLength()), disorder, bounded ? null : timing.sourceIdleness())
        .withWatermarkAlignment(INPUTS, timing.sourceDrift(), ALIGNMENT_INTERVAL);
  }
}
