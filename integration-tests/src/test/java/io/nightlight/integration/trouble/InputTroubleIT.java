package io.nightlight.integration.trouble;

import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.integration.broker.OwnTopics;
import io.nightlight.integration.process.KafkaProcess;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.job.JobConfig;
import io.nightlight.job.JobCounts;
import io.nightlight.job.KafkaTopics;
import io.nightlight.job.KafkaTopics.Retention;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.OutputLine;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementReason;
import io.nightlight.schema.MeasurementScopeKind;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.RejectedRecord;
import io.nightlight.schema.RejectedRecordReason;
import io.nightlight.schema.RunMode;
import io.nightlight.schema.kafka.AvailabilityScoreDeserializer;
import io.nightlight.schema.kafka.MeasurementEventDeserializer;
import io.nightlight.schema.kafka.OutageEventDeserializer;
import io.nightlight.schema.kafka.RejectedRecordDeserializer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live job, whose inputs stop, stutter and lie: its events are those of an unharmed replay of
 * the same recording.
 */
@Timeout(180)
class InputTroubleIT {
  private static final Path CLASSPATH = Path.of(System.getProperty("nightlight.broker.classpath"));
  private static final List<Peer> PEERS = World.twentyPeers();
  private static final byte[] GARBAGE = "not a record".getBytes(UTF_8);
  private static final Instant FUTURE = Instant.parse("2035-06-01T00:00:00Z");

  /** By the clock: far above the pauses of a busy machine, short for a test. */
  private static final Duration IDLE = Duration.ofSeconds(15);

  @TempDir static Path folder;

  private static KafkaProcess broker;
  private static RecordingArchive story;
  private static List<String> expected;
  private static List<String> settled;

  /** An outage of C from 30 to 50. */
  @BeforeAll
  static void replayUnharmed() throws Exception {
    story =
        RecordingArchive.write(
            World.recording(PEERS)
                .withdraw(time(30, 5), PEERS, World.ipv4OfC())
                .announce(time(50, 5), PEERS, World.ipv4OfC())
                .murmur(minute(0), minute(75)),
            folder.resolve("story"));
    Replayed replayed = Replayed.run(story, folder.resolve("replayed"));
    expected = replayed.lines(OutputFiles.EVENTS);
    assertThat(expected).hasSize(2);
    settled = settled(replayed.scores());
    assertThat(settled).hasSizeGreaterThan(72);
    broker = KafkaProcess.start(CLASSPATH, folder.resolve("broker"));
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  /** Topics of its own for each test. */
  private static JobConfig config(String name, String... settings) throws Exception {
    List<String> all = new ArrayList<>();
    all.add("kafka.bootstrap.servers=" + broker.bootstrapServers());
    all.add("kafka.group.id=" + name);
    all.add("kafka.transactional.id.prefix=" + name);
    all.add("source.idleness=" + IDLE.toSeconds() + "s");
    all.add("warmup.routes=10min");
    all.addAll(OwnTopics.all(name));
    all.addAll(List.of(settings));
    JobConfig config = JobConfig.load(null, all);
    try (Admin admin = admin()) {
      KafkaTopics.create(admin, config, Retention.RECORDING);
    }
    return config;
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static <T> TopicReader<T> reader(String topic, Deserializer<T> type) {
    return TopicReader.of(Map.of("bootstrap.servers", broker.bootstrapServers()), topic, type);
  }

  private static TopicReader<OutageEvent> events(JobConfig config) {
    return reader(config.topics().outageEvents(), new OutageEventDeserializer());
  }

  private static boolean isOver(List<OutageEvent> events) {
    return events.stream().anyMatch(event -> event.getKind() == OutageEventKind.RECOVERED);
  }

  /** As a replay would have written them. */
  private static List<String> lines(List<OutageEvent> events) {
    return events.stream()
        .map(event -> OutageEvent.newBuilder(event).setMode(RunMode.REPLAY).build())
        .map(OutputLine::of)
        .sorted(OutputLine.CANONICAL)
        .map(OutputLine::json)
        .toList();
  }

  private static Map<Integer, Long> sizes(String topic) throws Exception {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
          .map(partition -> new TopicPartition(topic, partition.partition()))
          .forEach(partition -> ends.put(partition, OffsetSpec.latest()));
      return admin.listOffsets(ends).all().get().entrySet().stream()
          .collect(
              Collectors.toMap(
                  end -> end.getKey().partition(),
                  (Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> end) ->
                      end.getValue().offset()));
    }
  }

  /** All of the story is there before the job starts. */
  private static void feed(JobConfig config) throws Exception {
    try (Feed feed = Feed.of(story, config)) {
      feed.rest();
    }
  }

  private static void assertNothingIsLate(LiveJob job) throws Exception {
    assertThat(job.isOver()).isFalse();
    assertThat(job.end()).containsEntry(JobCounts.LATE, 0L);
  }

  /** Several partitions of BGP and all of the probes' never get a record. */
  @Test
  void p02PartitionsThatAreIdleHoldNobodyBack() throws Exception {
    JobConfig config = config("idle");
    feed(config);
    assertThat(sizes(config.topics().bgpUpdates())).containsValue(0L);
    try (LiveJob job = LiveJob.start(config, folder.resolve("idle"));
        TopicReader<OutageEvent> events = events(config)) {
      assertThat(events.await(InputTroubleIT::isOver))
          .as("in time, and of the right length")
          .extracting(OutageEvent::getDetectedAt, OutageEvent::getKind)
          .containsExactly(
              tuple(minute(33), OutageEventKind.STARTED),
              tuple(minute(60), OutageEventKind.RECOVERED));
      assertNothingIsLate(job);
    }
  }

  /** In the middle of an outage everything falls silent, for 22 minutes of event time. */
  @Test
  void p03AnInputThatStopsIsToldByTheClockAndNoOutageIsInvented() throws Exception {
    Recording silent =
        World.recording(PEERS)
            .withdraw(time(30, 5), PEERS, World.ipv4OfC())
            .announce(time(70, 5), PEERS, World.ipv4OfC())
            .silence(PEERS, minute(40), minute(62))
            .murmur(minute(0), minute(90));
    RecordingArchive files = RecordingArchive.write(silent, folder.resolve("silent"));
    Replayed replayed = Replayed.run(files, folder.resolve("silent-replayed"));
    // Later than the partitions without a session are idle, for until then no time has passed.
    String standstill = "source.standstill=" + IDLE.plusSeconds(10).toSeconds() + "s";
    JobConfig config = config("standstill", standstill, "probes.format=none");
    try (Feed feed = Feed.of(files, config).until(minute(60));
        LiveJob job = LiveJob.start(config, folder.resolve("standstill"));
        TopicReader<OutageEvent> events = events(config);
        TopicReader<MeasurementEvent> blind =
            reader(config.topics().measurementEvents(), new MeasurementEventDeserializer())) {
      MeasurementEvent stalled = stalled(blind.await(all -> !stalled(all).isEmpty())).get(0);
      assertThat(stalled.getKind()).isEqualTo(MeasurementEventKind.DEGRADED);
      assertThat(stalled.getScopeKind()).isEqualTo(MeasurementScopeKind.WHOLE_FEED);
      assertThat(stalled.getStartedAt()).isBetween(minute(37), minute(40));
      assertThat(stalled.getMode()).isEqualTo(RunMode.LIVE);
      assertThat(events.await(all -> !all.isEmpty())).hasSize(1);

      feed.rest();
      assertThat(lines(events.await(InputTroubleIT::isOver)))
          .as("no outage is invented or back-dated")
          .isEqualTo(replayed.lines(OutputFiles.EVENTS))
          .hasSize(2);
      MeasurementEvent back = stalled(blind.await(all -> stalled(all).size() > 1)).get(1);
      assertThat(back.getKind()).isEqualTo(MeasurementEventKind.RESTORED);
      assertThat(back.getEventId()).isEqualTo(stalled.getEventId());
      assertNothingIsLate(job);
    }
    assertThat(replayed.measurements())
        .as("a replay has no clock")
        .extracting(MeasurementEvent::getReason)
        .contains(MeasurementReason.NO_INPUT)
        .doesNotContain(MeasurementReason.STALLED);
  }

  private static List<MeasurementEvent> stalled(List<MeasurementEvent> events) {
    return events.stream().filter(event -> event.getReason() == MeasurementReason.STALLED).toList();
  }

  /**
   * The broker takes so slowly what the job writes of refused records, that reading stops in the
   * middle of some partitions, and before others.
   */
  @Test
  void p04WhoIsHeldUpIsNotIdle() throws Exception {
    JobConfig config = config("held-up", "kafka.client.buffer.memory=32768");
    int fed = feedWithGarbage(config);
    try (TopicReader<OutageEvent> events = events(config);
        TopicReader<RejectedRecord> rejected =
            reader(config.topics().rejectedRecords(), new RejectedRecordDeserializer())) {
      throttle(3_000.0);
      try (LiveJob job = LiveJob.start(config, folder.resolve("held-up"))) {
        rejected.await(some -> !some.isEmpty());
        int refused = rejected.lookFor(IDLE.multipliedBy(2)).size();
        long held = observed(job);
        throttle(null);

        assertThat(lines(events.await(InputTroubleIT::isOver))).isEqualTo(expected);
        assertThat(held).as("read while it was held up, %s refused", refused).isLessThan(fed);
        assertNothingIsLate(job);
      }
    } finally {
      throttle(null);
    }
  }

  /**
   * In each partition that holds any of the story there is 2 kB of garbage a minute.
   *
   * @return how many messages the story has
   */
  private static int feedWithGarbage(JobConfig config) throws Exception {
    try (Feed feed = Feed.of(story, config).until(minute(1))) {
      Map<Integer, Long> sizes = sizes(config.topics().bgpUpdates());
      for (int minute = 1; minute < 75; minute++) {
        for (Map.Entry<Integer, Long> partition : sizes.entrySet()) {
          if (partition.getValue() > 0) {
            feed.garbage(partition.getKey(), minute(minute), new byte[2_000]).get();
          }
        }
        Feed unused = feed.until(minute(minute + 1));
      }
      feed.rest();
      return feed.size();
    }
  }

  private static long observed(LiveJob job) throws Exception {
    return job.counts().entrySet().stream()
        .filter(count -> count.getKey().startsWith("observations."))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * @param bytesPerSecond what each producer without a name of its own may send; null for any
   */
  private static void throttle(@Nullable Double bytesPerSecond) throws Exception {
    Map<String, String> everybody = new HashMap<>();
    everybody.put(ClientQuotaEntity.CLIENT_ID, null);
    ClientQuotaEntity feed = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, "feed"));
    try (Admin admin = admin()) {
      admin
          .alterClientQuotas(
              List.of(
                  new ClientQuotaAlteration(
                      feed, Set.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1e9))),
                  new ClientQuotaAlteration(
                      new ClientQuotaEntity(everybody),
                      Set.of(new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond)))))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  /** While it is away nobody may become idle: partitions come back one by one. */
  @Test
  void aBrokerThatDiesAndComesBackLosesAndDoublesNothing() throws Exception {
    JobConfig config = config("restart", "source.idleness=45s");
    try (Feed feed = Feed.of(story, config).until(minute(45));
        LiveJob job = LiveJob.start(config, folder.resolve("restart"));
        TopicReader<OutageEvent> events = events(config);
        TopicReader<AvailabilityScore> scores =
            reader(config.topics().availabilityScores(), new AvailabilityScoreDeserializer())) {
      events.await(all -> !all.isEmpty());

      broker.kill();
      broker.restart();
      feed.rest();

      assertThat(lines(events.await(InputTroubleIT::isOver))).isEqualTo(expected);
      List<AvailabilityScore> told = scores.await(all -> settled(all).size() >= settled.size());
      assertThat(settled(told)).isEqualTo(settled);
      assertNothingIsLate(job);
    }
  }

  /** Of the windows that are over before the story is. */
  private static List<String> settled(List<AvailabilityScore> scores) {
    return scores.stream()
        .filter(score -> !score.getWindowEnd().isAfter(minute(72)))
        .map(OutputLine::of)
        .sorted(OutputLine.CANONICAL)
        .map(OutputLine::json)
        .toList();
  }

  /** There are no probes at first, then there is a topic of them that is empty still. */
  @Test
  void aSignalThatIsFedOnlyLaterIsTakenUpFromASavepoint() throws Exception {
    JobConfig without = config("later", "probes.format=none");
    try (Feed feed = Feed.of(story, without).until(minute(45));
        TopicReader<OutageEvent> events = events(without)) {
      LiveJob first = LiveJob.start(without, folder.resolve("later-first"));
      try (first) {
        events.await(all -> !all.isEmpty());
        assertNothingIsLate(first);
      }
      try (LiveJob second = first.successor(config("later"), folder.resolve("later-second"))) {
        feed.rest();
        assertThat(lines(events.await(InputTroubleIT::isOver))).isEqualTo(expected);
        assertNothingIsLate(second);
      }
    }
  }

  /**
   * One partition gets nothing but garbage; records come that are dated 2035; one peer's clock is
   * nine minutes fast for a while, and another's an hour slow.
   */
  @Test
  void p09p10GarbageAndClocksThatJumpChangeNoEvent() throws Exception {
    JobConfig config = config("garbage");
    int garbage = 0;
    int future = 0;
    try (Feed feed = Feed.of(story, config).until(minute(20));
        LiveJob job = LiveJob.start(config, folder.resolve("garbage"));
        TopicReader<OutageEvent> events = events(config);
        TopicReader<AvailabilityScore> scores =
            reader(config.topics().availabilityScores(), new AvailabilityScoreDeserializer());
        TopicReader<RejectedRecord> rejected =
            reader(config.topics().rejectedRecords(), new RejectedRecordDeserializer())) {
      scores.await(all -> !all.isEmpty()); // so that there is a past, which an hour ago lies in
      int unused =
          sizes(config.topics().bgpUpdates()).entrySet().stream()
              .filter(partition -> partition.getValue() == 0)
              .mapToInt(Map.Entry::getKey)
              .findFirst()
              .orElseThrow();
      for (int minute = 20; minute < 75; minute++) {
        feed.garbage(unused, minute(minute), GARBAGE).get();
        garbage++;
        List<BgpMessage> now = feed.between(minute(minute), minute(minute + 1));
        feed.send(BgpMessage.newBuilder(now.get(0)).setObservedAt(FUTURE).build(), minute(minute))
            .get();
        future++;
        if (minute > 20 && minute < 25) {
          BgpMessage fast = now.get(1);
          Instant ahead = fast.getObservedAt().plus(Duration.ofMinutes(9));
          feed.send(BgpMessage.newBuilder(fast).setObservedAt(ahead).build(), minute(minute)).get();
          BgpMessage slow = now.get(2);
          Instant behind = slow.getObservedAt().minus(Duration.ofHours(1));
          feed.send(BgpMessage.newBuilder(slow).setObservedAt(behind).build(), minute(minute))
              .get();
        }
        feed.until(minute(minute + 1));
      }
      BgpMessage ahead = BgpMessage.newBuilder(feed.last()).setObservedAt(FUTURE).build();
      assertThat(feed.send(ahead, FUTURE))
          .as("of a producer that lives in the future")
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableThat()
          .withCauseInstanceOf(InvalidTimestampException.class);
      feed.rest();

      assertThat(lines(events.await(InputTroubleIT::isOver))).isEqualTo(expected);
      int all = garbage + future;
      List<RejectedRecord> refused = rejected.await(records -> records.size() >= all);
      assertThat(refused).hasSize(all);
      assertThat(refused)
          .filteredOn(record -> record.getReason() == RejectedRecordReason.FUTURE_TIMESTAMP)
          .hasSize(future);
      assertThat(job.isOver()).isFalse();
    }
  }
}
