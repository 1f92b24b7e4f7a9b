package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Prefix;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.Disorder;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Poison;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.replay.OutputFiles;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.AvailabilityStatus;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import io.nightlight.schema.Signal;
import io.nightlight.schema.SignalScore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are out of order, doubled, damaged, wrong about the time, or without a table. */
class StreamPitfallsIT {
  private static final List<Peer> PEERS = World.twentyPeers();

  @TempDir static Path shared;

  /** An outage of C from 30 to 50, in order and whole. */
  private static Replayed ordered;

  @TempDir private Path folder;

  @BeforeAll
  static void replayInOrder() throws Exception {
    ordered = Replayed.run(story(), shared);

    assertOutage(ordered, minute(30), minute(50));
    assertThat(ordered.summary().count("late")).isZero();
  }

  /** The routes of a few other countries come and go besides, one session after the other. */
  private static Recording story() {
    Recording recording = World.recording(PEERS);
    long[] elsewhere = World.elsewhere();
    for (int i = 0; i < 60; i++) {
      List<Peer> who = PEERS.subList(i % 20, i % 20 + 1);
      long[] some = Arrays.copyOfRange(elsewhere, i * 3, i * 3 + 3);
      recording.withdraw(time(12 + i, 7), who, some).announce(time(13 + i, 11), who, some);
    }
    return recording
        .withdraw(time(30, 5), PEERS, World.ipv4OfC())
        .announce(time(50, 5), PEERS, World.ipv4OfC())
        .murmur(minute(0), minute(75));
  }

  /** RIS in files of 5 minutes, RouteViews in files of 15, shuffled by up to a minute. */
  @Test
  void p5DisorderWithinAMinuteAndDoubledRecordsChangeNothing() throws Exception {
    Recording recording =
        story()
            .replaceRecords(records -> Disorder.doubled(records, 0.05, 1))
            .replaceRecords(records -> Disorder.shuffled(records, Duration.ofSeconds(59), 2));

    Replayed replayed = Replayed.run(mixedFiles(recording), folder.resolve("out"));

    assertThat(replayed.summary().count("late")).isZero();
    assertThat(replayed.summary().countAll("observations."))
        .isGreaterThan(ordered.summary().countAll("observations."));
    for (String file : List.of(OutputFiles.EVENTS, OutputFiles.SCORES, OutputFiles.MEASUREMENTS)) {
      assertThat(replayed.lines(file)).as(file).isEqualTo(ordered.lines(file));
    }
  }

  /** Besides, one record in a hundred lies ten minutes late, far beyond the bound. */
  @Test
  void p5WhatComesTooLateIsCountedAndTellsTheSameEvents() throws Exception {
    Recording recording =
        story()
            .replaceRecords(records -> Disorder.doubled(records, 0.05, 3))
            .replaceRecords(records -> Disorder.shuffled(records, Duration.ofSeconds(59), 4))
            .replaceRecords(records -> Disorder.delayed(records, 0.01, Duration.ofMinutes(10), 5));

    Replayed replayed = Replayed.run(mixedFiles(recording), folder.resolve("out"));

    assertThat(replayed.summary().count("late")).isPositive();
    assertOutage(replayed, minute(30), minute(50));
  }

  private RecordingArchive mixedFiles(Recording recording) throws Exception {
    RecordingArchive files =
        RecordingArchive.write(
            recording,
            folder.resolve("recording"),
            collector -> Duration.ofMinutes(collector.startsWith("rrc") ? 5 : 15));
    assertThat(files.updates()).hasSizeGreaterThan(2 * 15 + 2 * 5);
    return files;
  }

  @Test
  void p9PoisonBetweenGoodRecordsChangesNoVerdict() throws Exception {
    Recording recording = story();
    int count = 0;
    for (int minute = 3; minute < 72; minute += 3) {
      for (Poison poison : Poison.values()) {
        Peer peer = PEERS.get(count++ % PEERS.size());
        Instant at = time(minute, 20 + count % 30);
        recording.raw(at, peer, poison.bytes(peer, at));
      }
    }

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.lines(OutputFiles.EVENTS)).isEqualTo(ordered.lines(OutputFiles.EVENTS));
    assertThat(replayed.lines(OutputFiles.SCORES)).isEqualTo(ordered.lines(OutputFiles.SCORES));
    assertThat(replayed.summary().countAll("rejected.")).isEqualTo(count);
    assertThat(replayed.lines(OutputFiles.REJECTED)).hasSize(count);
    assertThat(replayed.summary().count("late")).isZero();
  }

  /** One collector's file ends within a record; all others go on. */
  @Test
  void p9ATruncatedFileIsOneRejectionAndASilentCollector() throws Exception {
    RecordingArchive files = RecordingArchive.write(story(), folder.resolve("recording"));
    Path cut =
        files.updates().stream()
            .filter(file -> file.toString().contains("rrc72"))
            .findFirst()
            .orElseThrow();
    byte[] whole = Files.readAllBytes(cut);
    Files.write(
        cut, Arrays.copyOf(whole, whole.length / 2 + 5), StandardOpenOption.TRUNCATE_EXISTING);

    Replayed replayed = Replayed.run(files, folder.resolve("out"));

    assertThat(replayed.summary().count("rejected.truncated")).isEqualTo(1);
    assertThat(replayed.summary().countAll("rejected.")).isEqualTo(1);
    assertOutage(replayed, minute(30), minute(50));
    assertThat(replayed.measurements()).extracting(m -> m.getScope()).containsExactly("rrc72");
  }

  /** Dated 2035: were it believed, all windows would be closed and the outage never seen. */
  @Test
  void p10ARecordFromTheFutureClosesNoWindow() throws Exception {
    Recording recording = story();
    Instant future = Instant.parse("2035-06-01T00:00:00Z");
    Recording dated =
        World.emptyRecording(PEERS).withdraw(future, PEERS.subList(0, 1), World.ipv4OfC());
    for (int minute = 20; minute <= 40; minute += 10) {
      recording.raw(time(minute, 40), PEERS.get(0), dated.records().get(0).bytes());
    }

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.summary().count("rejected.future_timestamp")).isEqualTo(3);
    assertThat(replayed.summary().count("late")).isZero();
    assertThat(replayed.lines(OutputFiles.EVENTS)).isEqualTo(ordered.lines(OutputFiles.EVENTS));
    assertThat(replayed.lines(OutputFiles.SCORES)).isEqualTo(ordered.lines(OutputFiles.SCORES));
  }

  /** No table dump; ten minutes after the beginning all of C is withdrawn. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void p24UpdatesWithoutATableAreWarmingAndCountNothingBelowZero(boolean announcedBefore)
      throws Exception {
    Recording recording = World.emptyRecording(PEERS);
    if (announcedBefore) {
      recording.announce(time(1, 5), PEERS, World.table());
    }
    recording
        .withdraw(time(10, 5), PEERS, World.ipv4OfC())
        .withdraw(time(20, 5), PEERS, World.ipv4OfC())
        .murmur(minute(0), minute(60));

    Replayed replayed = Replayed.run(recording, folder, "warmup.updates-only=24h");

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.summary().count("late")).isZero();
    List<AvailabilityScore> scores = replayed.scores(C);
    assertThat(scores).hasSize(announcedBefore ? 57 : 0);
    for (AvailabilityScore score : scores) {
      assertThat(score.getStatus()).isEqualTo(AvailabilityStatus.WARMING);
      assertThat(score.getScore()).isNull();
      assertThat(score.getSignals())
          .extracting(SignalScore::getValue)
          .allMatch(value -> value == null || value >= 0);
    }
  }

  /** Updates alone do after their own warm-up, which is longer. */
  @Test
  void p24UpdatesWithoutATableFindAnOutageOnceWarm() throws Exception {
    Recording recording =
        World.emptyRecording(PEERS)
            .announce(time(1, 5), PEERS, World.table())
            .withdraw(time(60, 5), PEERS, World.ipv4OfC())
            .announce(time(80, 5), PEERS, World.ipv4OfC())
            .murmur(minute(0), minute(100));

    Replayed replayed = Replayed.run(recording, folder, "warmup.updates-only=40min");

    assertOutage(replayed, minute(60), minute(80));
  }

  /**
   * A dump from 60:00 to 63:00. The first half of C was withdrawn at 59:40, the second is at 61:00;
   * the rows of both halves are still in the dump, those of the second before or behind the
   * withdrawal by their time.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void p25WhatWasWithdrawnAroundADumpStaysWithdrawn(boolean tableBefore) throws Exception {
    long[] first = Arrays.copyOf(World.ipv4OfC(), 50);
    long[] second = Arrays.copyOfRange(World.ipv4OfC(), 50, 100);
    Recording recording = tableBefore ? World.recording(PEERS) : World.emptyRecording(PEERS);
    for (String collector : World.COLLECTORS) {
      Map<Peer, long[]> rows = new LinkedHashMap<>();
      World.at(collector, PEERS).forEach(peer -> rows.put(peer, World.table()));
      recording.dump(minute(60), Duration.ofMinutes(3), collector, rows);
    }
    if (!tableBefore) {
      recording.announce(time(1, 5), PEERS, World.table());
    }
    recording
        .withdraw(time(59, 40), PEERS, first)
        .withdraw(minute(61), PEERS, second)
        .murmur(minute(0), minute(90));

    Replayed replayed = Replayed.run(recording, folder, "warmup.updates-only=20min");

    for (int minute = 64; minute < 89; minute++) {
      SignalScore routes = replayed.signal(C, Signal.IPV4_ROUTES, minute(minute));
      assertThat(routes.getValue()).as("minute %d", minute).isZero();
      assertThat(replayed.signal("GR", Signal.IPV4_ROUTES, minute(minute)).getValue())
          .isEqualTo(40);
    }
    assertThat(replayed.summary().count("late")).isZero();
    if (tableBefore) {
      // Half of C at 59:40 and 60:00; the rest at 61:00.
      assertThat(replayed.events())
          .extracting(OutageEvent::getKind)
          .first()
          .isEqualTo(OutageEventKind.STARTED);
      assertThat(replayed.started()).hasSize(1);
      assertThat(replayed.started().get(0).getStartedAt()).isBetween(minute(59), minute(60));
      assertThat(replayed.events())
          .extracting(OutageEvent::getKind)
          .doesNotContain(OutageEventKind.RECOVERED, OutageEventKind.RETRACTED);
      assertThat(replayed.events())
          .last()
          .extracting(OutageEvent::getSeverity)
          .isEqualTo(OutageSeverity.TOTAL);
      assertThat(replayed.events()).extracting(OutageEvent::getCountry).containsOnly(C);
    }
  }

  /**
   * One dump for IPv4 and one for IPv6, in files of their own, as some archives keep them: neither
   * says anything of the other family.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 120})
  void p25ADumpOfOneFamilyVoidsNothingOfTheOther(int secondsBetween) throws Exception {
    long[] ipv4 = LongStream.of(World.table()).filter(p -> !Prefix.isIpv6(p)).toArray();
    long[] ipv6 = LongStream.of(World.table()).filter(Prefix::isIpv6).toArray();
    Recording recording = World.recording(PEERS);
    for (String collector : World.COLLECTORS) {
      Map<Peer, long[]> ipv4Rows = new LinkedHashMap<>();
      Map<Peer, long[]> ipv6Rows = new LinkedHashMap<>();
      for (Peer peer : World.at(collector, PEERS)) {
        ipv4Rows.put(peer, ipv4);
        ipv6Rows.put(peer, ipv6);
      }
      recording
          .dump(minute(40), Duration.ofSeconds(30), collector, ipv4Rows)
          .dump(time(40, secondsBetween), Duration.ofSeconds(30), collector + "/v6", ipv6Rows);
    }
    recording.murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.summary().count("late")).isZero();
    for (String country : List.of("GR", C)) {
      assertThat(ratios(replayed, country, 20, 68)).as(country).hasSize(98).containsOnly(1.0);
    }
  }

  /**
   * A collector of both families that dumps IPv4 only, and names all its peers: those of IPv6 alone
   * are not gone, and nor is what the others tell of IPv6.
   */
  @Test
  void p25ADumpOfIpv4SaysNothingOfIpv6() throws Exception {
    long[] ipv4 = LongStream.of(World.table()).filter(p -> !Prefix.isIpv6(p)).toArray();
    long[] ipv6 = LongStream.of(World.table()).filter(Prefix::isIpv6).toArray();
    Recording recording = World.emptyRecording(PEERS);
    Map<String, Map<Peer, long[]>> first = new LinkedHashMap<>();
    Map<String, Map<Peer, long[]>> second = new LinkedHashMap<>();
    for (int i = 0; i < PEERS.size(); i++) {
      Peer peer = PEERS.get(i);
      boolean ofIpv6Only = i % 5 == 4;
      first
          .computeIfAbsent(peer.collector(), c -> new LinkedHashMap<>())
          .put(peer, ofIpv6Only ? ipv6 : World.table());
      second
          .computeIfAbsent(peer.collector(), c -> new LinkedHashMap<>())
          .put(peer, ofIpv6Only ? new long[0] : ipv4);
    }
    first.forEach((collector, rows) -> recording.dump(minute(0), Duration.ZERO, collector, rows));
    second.forEach(
        (collector, rows) -> recording.dump(minute(40), Duration.ofMinutes(1), collector, rows));
    recording.keepalives(minute(0), minute(70), Duration.ofSeconds(30));

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.events()).isEmpty();
    assertThat(ratios(replayed, C, 20, 68)).hasSize(98).containsOnly(1.0);
    assertThat(replayed.signal(C, Signal.IPV6_ROUTES, minute(68)).getVoters()).isEqualTo(20);
  }

  /** A dump that breaks off takes nothing away of what it did not come to. */
  @Test
  void p25ADumpWithoutItsEndVoidsNothing() throws Exception {
    Recording recording = World.recording(PEERS);
    for (String collector : World.COLLECTORS) {
      Map<Peer, long[]> rows = new LinkedHashMap<>();
      World.at(collector, PEERS).forEach(peer -> rows.put(peer, World.table()));
      recording.dump(minute(40), Duration.ofMinutes(3), collector, rows);
    }
    recording.murmur(minute(0), minute(90));
    RecordingArchive files = RecordingArchive.write(recording, folder.resolve("recording"));
    for (Path rib : files.ribs()) {
      if (rib.toString().endsWith(String.valueOf(minute(40).getEpochSecond()))) {
        byte[] whole = Files.readAllBytes(rib);
        Files.write(rib, Arrays.copyOf(whole, whole.length / 3 + 7));
      }
    }

    Replayed replayed = Replayed.run(files, folder.resolve("out"));

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.summary().count("rejected.truncated")).isEqualTo(4);
    Stream.of("GR", C)
        .forEach(
            country -> assertThat(ratios(replayed, country, 20, 88)).as(country).containsOnly(1.0));
  }

  private static List<Double> ratios(Replayed replayed, String country, int from, int to) {
    try {
      return replayed.scores(country).stream()
          .filter(score -> !score.getWindowEnd().isBefore(minute(from)))
          .filter(score -> !score.getWindowEnd().isAfter(minute(to)))
          .flatMap(score -> score.getSignals().stream())
          .map(SignalScore::getRatio)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertOutage(Replayed replayed, Instant start, Instant end) throws Exception {
    assertThat(replayed.events())
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
    for (OutageEvent event : replayed.events()) {
      assertThat(event.getCountry()).isEqualTo(C);
      assertThat(event.getSeverity()).isEqualTo(OutageSeverity.TOTAL);
      assertThat(event.getStartedAt()).isEqualTo(start);
    }
    assertThat(replayed.events().get(1).getRecoveredAt()).isEqualTo(end);
  }
}
