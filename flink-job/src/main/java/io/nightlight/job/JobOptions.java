package io.nightlight.job;

import io.nightlight.wire.bmp.BmpView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every key of the configuration, once, in the order of {@code docs/configuration.md}, which is
 * made from this list. What an operator of the cluster tunes (checkpoints, state backend,
 * parallelism, memory) is not here but in Flink's own {@code config.yaml}.
 */
public final class JobOptions {
  private static final List<JobOption<?>> LISTED = new ArrayList<>();

  /**
   * Keys that begin so are handed to every Kafka client without this prefix. Their values may be
   * passwords, so no message and no log shows them.
   */
  public static final String KAFKA_CLIENT_PREFIX = "kafka.client.";

  public static final JobOption<String> DEPLOYMENT =
      option(
          "deployment",
          OptionType.plainName(),
          "nightlight",
          """
          The name of this installation. It stands in every event and in the `ce_source` header, so \
          that consumers of several installations can tell them apart; two with one name cannot be \
          told apart.""");

  public static final JobOption<String> GEO_FILE =
      option(
          "geo.file",
          OptionType.path(),
          "",
          """
          Which country an address belongs to: an MMDB file or a CSV of `network,country`. Nothing \
          means the map shipped with Nightlight, made from the delegations of the five registries. \
          A file that cannot be read stops the start. A restart with another map carries on: see \
          country-map.md.""");

  public static final JobOption<String> KAFKA_BOOTSTRAP_SERVERS =
      option(
          "kafka.bootstrap.servers",
          OptionType.brokers(),
          "localhost:9092",
          """
          The Kafka brokers to begin with. If none of them answers, the job fails at its start and \
          Flink restarts it.""");

  public static final JobOption<String> KAFKA_GROUP_ID =
      option(
          "kafka.group.id",
          OptionType.plainName(),
          "nightlight",
          """
          The consumer group under which progress is shown to Kafka's tools. Where the job goes on \
          after a restart is decided by Flink's checkpoints, never by this group.""");

  public static final JobOption<String> KAFKA_TRANSACTIONAL_ID_PREFIX =
      option(
          "kafka.transactional.id.prefix",
          OptionType.plainName(),
          "nightlight",
          """
          The beginning of the names of the job's transactions. Two jobs with one prefix on one Kafka \
          cluster abort each other's transactions; another prefix after a restore leaves open \
          transactions behind, and `read_committed` consumers wait for them until \
          `kafka.transaction.timeout` has passed.""");

  public static final JobOption<Duration> KAFKA_TRANSACTION_TIMEOUT =
      option(
          "kafka.transaction.timeout",
          OptionType.durationBetween("1min", "15min"),
          "15min",
          """
          How long Kafka keeps an unfinished transaction. Output is lost if a restart takes longer \
          than this, so more is safer; brokers refuse more than their `transaction.max.timeout.ms`, \
          15 minutes unless changed.""");

  public static final JobOption<String> TOPIC_BGP_UPDATES =
      topic("topic.bgp.updates", "bgp.updates", "BGP messages come from here.");

  public static final JobOption<String> TOPIC_PROBE_RESULTS =
      topic("topic.probe.results", "probe.results", "Probe results come from here.");

  public static final JobOption<String> TOPIC_AVAILABILITY_SCORES =
      topic(
          "topic.availability.scores",
          "availability.scores",
          "One score per country and window goes here.");

  public static final JobOption<String> TOPIC_OUTAGE_EVENTS =
      topic("topic.outage.events", "outage.events", "Every revision of every event goes here.");

  public static final JobOption<String> TOPIC_OUTAGE_CURRENT =
      topic(
          "topic.outage.current",
          "outage.current",
          "The latest revision of each event goes here; the topic must be compacted.");

  public static final JobOption<String> TOPIC_MEASUREMENT_EVENTS =
      topic(
          "topic.measurement.events",
          "measurement.events",
          "What Nightlight says about its own blindness goes here.");

  public static final JobOption<String> TOPIC_REJECTED_RECORDS =
      topic(
          "topic.rejected.records",
          "rejected.records",
          "Records that could not be read go here, with the reason and their bytes.");

  public static final JobOption<BgpFormat> BGP_FORMAT =
      option(
          "bgp.format",
          OptionType.oneOf(BgpFormat.class),
          "nightlight",
          """
          What the records of `topic.bgp.updates` are: `nightlight` (`BgpMessage`), `ris-live` (one \
          JSON object of RIS Live a record) or `openbmp` (OpenBMP's `bmp_raw`, as RouteViews and RIS \
          stream it). With the wrong one every record is rejected. A collector's records must come \
          in the order in which it sent them: one partition a session.""");

  public static final JobOption<BmpView> BGP_BMP_VIEW =
      option(
          "bgp.bmp.view",
          OptionType.oneOf(BmpView.class),
          "pre-policy",
          """
          Which routes of BMP are read: those before the router's inbound policy, those after it, or \
          `either` into one table, which is right only where each router sends one of the two. The \
          others are skipped and counted; with a side that the routers do not send, everything is.""");

  public static final JobOption<ProbeFormat> PROBES_FORMAT =
      option(
          "probes.format",
          OptionType.oneOf(ProbeFormat.class),
          "nightlight",
          """
          What the records of `topic.probe.results` are: `nightlight` (`ProbeResult`) or `atlas` \
          (RIPE Atlas pings as JSON: one result a record, or an array of results). With the wrong one \
          every record is rejected. `none` says that there are no probes, and the topic is not read: \
          an empty topic that is read holds back the first verdicts after each start for \
          `source.idleness`. From `none` to another or back a savepoint is restored without the \
          reader's state (`--allowNonRestoredState`).""");

  public static final JobOption<Duration> WINDOW_LENGTH =
      option(
          "window.length",
          OptionType.durationDividingAnHour("10s"),
          "1min",
          """
          The step of scores and verdicts. Shorter finds the start of an outage more exactly and \
          costs more; the rules count time, not windows, so it changes no rule. Must divide \
          `detection.baseline.bin`. A savepoint or checkpoint is restored with the length that it was \
          written with; with another the job fails, and says so in one line.""");

  public static final JobOption<Duration> BGP_OUT_OF_ORDERNESS =
      option(
          "bgp.out-of-orderness",
          OptionType.durationBetween("0s", "1h"),
          "60s",
          """
          By how much BGP messages of one partition may be out of order. Less than the real disorder \
          makes messages late: they are applied to the open window, counted, and results then depend \
          on the order of arrival. More delays every verdict by as much.""");

  public static final JobOption<Duration> PROBES_OUT_OF_ORDERNESS =
      option(
          "probes.out-of-orderness",
          OptionType.durationBetween("0s", "1h"),
          "120s",
          """
          By how much probe results of one partition may be out of order. Results later than this are \
          counted and dropped; more delays every verdict by as much.""");

  public static final JobOption<Duration> SOURCE_DRIFT =
      option(
          "source.drift",
          OptionType.durationBetween("1min", "7d"),
          "15min",
          """
          How far one partition may be read ahead of the slowest, in event time. What was read ahead \
          waits in the job's memory until the others are there: too long, and catching up on days of \
          topics takes as much memory as days of input; too short, and reading stops and starts.""");

  public static final JobOption<Duration> SOURCE_IDLENESS =
      option(
          "source.idleness",
          OptionType.durationBetween("1s", "1h"),
          "60s",
          """
          Live only: a partition silent for so long (by the clock) stops holding back the others. After \
          a silence of all that one reader reads, it takes as long until they move time again: those \
          that fell silent together come back together. Too short, and a partition that pauses comes \
          back late; too long, and one quiet partition delays every verdict.""");

  public static final JobOption<Duration> SOURCE_STANDSTILL =
      option(
          "source.standstill",
          OptionType.durationBetween("1s", "1d"),
          "5min",
          """
          Live only: if no window was judged for so long (by the clock), a measurement event says that \
          the job is blind (`WHOLE_FEED`, `STALLED`), and another that it sees again. No score and no \
          outage depends on it. Too short, and a pause of the feed or the loading of tables is told as \
          blindness; too long, and a dead feed is told late.""");

  public static final JobOption<Duration> INPUT_GAP =
      option(
          "input.gap",
          OptionType.durationBetween("1min", "7d"),
          "15min",
          """
          With no input at all for so long (event time) Nightlight says that it is blind, gives one \
          unknown score per country and waits, instead of ticking through the gap. Too short, and \
          quiet recordings become full of holes; too long, and a dead feed goes unnoticed.""");

  public static final JobOption<Duration> FUTURE_TIMESTAMP_LIMIT =
      option(
          "future.timestamp.limit",
          OptionType.durationBetween("1s", "1d"),
          "10min",
          """
          A record dated further than this ahead of its Kafka timestamp is rejected, because one \
          such record would end every window up to its time; what is further ahead of the broker's \
          own clock is refused by the broker (`message.timestamp.after.max.ms` of the topics). Too \
          short, and producers with a wrong clock lose their records.""");

  public static final JobOption<Double> SESSION_SILENCE_FACTOR =
      option(
          "session.silence.factor",
          OptionType.numberBetween(2, 1000),
          "20",
          """
          A session counts as silent when it says nothing for this many times its usual gap, within \
          `session.silence.shortest` and `session.silence.longest`. Too small, and quiet peers lose \
          their vote; too large, and dead ones keep it.""");

  public static final JobOption<Duration> SESSION_SILENCE_SHORTEST =
      option(
          "session.silence.shortest",
          OptionType.durationBetween("1min", "7d"),
          "10min",
          """
          No session counts as silent before this, however busy it was. Too short, and a pause of a \
          busy peer takes its vote away.""");

  public static final JobOption<Duration> SESSION_SILENCE_LONGEST =
      option(
          "session.silence.longest",
          OptionType.durationBetween("1min", "30d"),
          "24h",
          """
          Every session counts as silent after this, however quiet it was. Too long, and the last \
          word of a dead peer counts for days.""");

  public static final JobOption<Integer> SESSION_GUTTED_PREFIXES =
      option(
          "session.gutted.prefixes",
          OptionType.wholeNumberBetween(1, 10_000_000),
          "1000",
          """
          A session that alone withdraws at least so many prefixes within ten windows, and \
          `session.gutted.share` of its table, has no vote until it has announced them again. Too \
          small, and quiet peers lose their vote over a customer's outage; too large, and where few \
          peers vote one broken peer looks like an outage.""");

  public static final JobOption<Double> SESSION_GUTTED_SHARE =
      option(
          "session.gutted.share",
          OptionType.numberBetween(0.01, 1),
          "0.5",
          """
          The share of its table that a session must withdraw alone, besides \
          `session.gutted.prefixes`, to lose its vote. Too small, and what a large peer stops to carry \
          costs it its vote; too large, and one that kept a few routes votes that the rest is lost.""");

  public static final JobOption<Duration> SESSION_RETIRE_AFTER =
      option(
          "session.retire-after",
          OptionType.durationBetween("2d", "400d"),
          "40d",
          """
          A session of which nothing was heard for so long is forgotten, and what only it told of \
          with it; more than `session.silence.longest`. A collector that was heard of for less than a day \
          in all is forgotten after a day already (or `session.silence.longest`, if that is longer), so \
          that names that somebody made up don't stay. Too short, and an absent peer comes back as a \
          stranger; too long, and what only dead peers told of stays unknown.""");

  public static final JobOption<Integer> SESSION_TOLD_MEMBERSHIPS =
      option(
          "session.told.memberships",
          OptionType.wholeNumberBetween(0, 10_000_000),
          "1000",
          """
          The blindness of a single session goes to `measurement.events` only if its opinion counts \
          for at least so many prefixes. Too small, and the topic fills with peers that nobody \
          misses; too large, and verdicts weaken unsaid.""");

  public static final JobOption<Duration> PROBES_ROUND =
      option(
          "probes.round",
          OptionType.durationBetween("1min", "6h"),
          "10min",
          """
          How long the vantages take to probe every target once. A block of which nothing was learned \
          for two rounds is unknown. Too short, and slow vantages leave blocks unknown between their \
          rounds; too long, and what is no longer probed counts as it was.""");

  public static final JobOption<Duration> PROBES_FORGET_AFTER =
      option(
          "probes.forget-after",
          OptionType.durationBetween("1d", "40d"),
          "28d",
          """
          A block of which nothing was learned for so long is forgotten; more than two of \
          `probes.round`. Too short, and a long silence of the vantages makes the job learn everything \
          anew; too long, and blocks that nobody probes any more make countries unknown.""");

  public static final JobOption<Double> VANTAGE_COLLAPSE_SHARE =
      option(
          "vantage.collapse.share",
          OptionType.numberBetween(0.05, 0.95),
          "0.5",
          """
          A vantage's success in a country has collapsed below this share of its own median there. Too \
          large, and evenings blind vantages; too small, and a half-broken vantage is believed.""");

  public static final JobOption<Integer> VANTAGE_COLLAPSE_COUNTRIES =
      option(
          "vantage.collapse.countries",
          OptionType.wholeNumberBetween(2, 250),
          "5",
          """
          A vantage that probes fewer countries is never taken for blind. Too small, and an outage of \
          two neighbours blinds who probes only them; too large, and nobody is ever found blind.""");

  public static final JobOption<Double> VANTAGE_BLIND_SHARE =
      option(
          "vantage.blind.share",
          OptionType.numberBetween(0.1, 1),
          "0.5",
          """
          A vantage is blind, and its results void, when its success has collapsed in this share of its \
          countries at once. Too small, and a cut cable blinds the region's vantages; too large, and a \
          vantage whose uplink died speaks of outages everywhere.""");

  public static final JobOption<Duration> COLLECTOR_SILENCE =
      option(
          "collector.silence",
          OptionType.durationBetween("1min", "1d"),
          "5min",
          """
          A collector all of whose recently active sessions are silent for so long counts as blind. \
          Too short, and collectors that deliver in batches flicker.""");

  public static final JobOption<Double> TABLE_QUIET_SHARE =
      option(
          "table.quiet-share",
          OptionType.numberBetween(0, 1),
          "0.05",
          """
          The table of a new session counts as complete when its announcements per window fall below \
          this share of its busiest window, if no End-of-RIB came. Too large, and half a table votes \
          that the other half is lost.""");

  public static final JobOption<Duration> TABLE_SETTLE_SHORTEST =
      option(
          "table.settle.shortest",
          OptionType.durationBetween("0s", "1d"),
          "2min",
          """
          No table counts as complete before this without an End-of-RIB. Too short, and sessions \
          vote before their table is there.""");

  public static final JobOption<Duration> TABLE_SETTLE_LONGEST =
      option(
          "table.settle.longest",
          OptionType.durationBetween("0s", "7d"),
          "15min",
          """
          Every table counts as complete after this. Too short, and slow peers vote with half a \
          table; too long, and peers that never calm down have no vote.""");

  public static final JobOption<Duration> WARMUP_ROUTES =
      option(
          "warmup.routes",
          OptionType.durationBetween("0s", "30d"),
          "60min",
          """
          Known time that a country needs after a finished RIB before its routes are judged; until \
          then its status is WARMING and no outage starts. Lower it for short recordings; too low, \
          and a table that is still filling looks like a recovery.""");

  public static final JobOption<Duration> WARMUP_UPDATES_ONLY =
      option(
          "warmup.updates-only",
          OptionType.durationBetween("0s", "30d"),
          "24h",
          """
          The same without any RIB, from updates alone; at least `warmup.routes`. Routes that never change are learned late, \
          so too low a value judges a country by a part of its routes.""");

  public static final JobOption<Duration> WARMUP_PROBES =
      option(
          "warmup.probes",
          OptionType.durationBetween("0s", "60d"),
          "3d",
          """
          Known time that a country needs before its probes are judged. Below a day the baseline \
          knows no difference of day and night.""");

  private JobOptions() {}

  /** Every key except those under {@link #KAFKA_CLIENT_PREFIX}, in the order of the document. */
  public static List<JobOption<?>> all() {
    List<JobOption<?>> all = new ArrayList<>(LISTED);
    all.addAll(DetectionOptions.all());
    all.addAll(ReviewOptions.all());
    return all;
  }

  private static JobOption<String> topic(String key, String standard, String doc) {
    return option(key, OptionType.topic(), standard, doc + " Two keys with one topic are refused.");
  }

  private static <T> JobOption<T> option(
      String key, OptionType<T> type, String standard, String doc) {
    JobOption<T> option = new JobOption<>(key, type, standard, doc);
    LISTED.add(option);
    return option;
  }
}
