package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.World;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.AvailabilityStatus;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementReason;
import io.nightlight.schema.MeasurementScopeKind;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.OutageSeverity;
import io.nightlight.schema.Signal;
import io.nightlight.schema.SignalScore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions and collectors that are lost, silent, renewed or alike: their loss is not a country's.
 */
class SessionPitfallsIT {
  private static final long[] NONE = {};

  @TempDir private Path folder;

  private final List<Peer> peers = World.twentyPeers();
  private final List<Peer> ofRrc71 = World.at("rrc71", peers);
  private final List<Peer> ofW3 = World.at("route-views.w3", peers);

  @Test
  void p12CollectorDownIsNotAMassWithdrawal() throws Exception {
    Recording recording = World.recording(peers).silence(ofRrc71, minute(30), minute(70));
    // within one second, each in his own part of it
    for (int i = 0; i < ofRrc71.size(); i++) {
      recording.stateChange(time(30, 10).plusMillis(i * 150L), List.of(ofRrc71.get(i)), 6, 1);
    }
    recording.murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed);
    assertThat(replayed.measurements())
        .singleElement()
        .satisfies(event -> assertIs(event, "rrc71", MeasurementReason.SESSIONS_LOST));
    assertThat(ipv4(replayed, 30).getVoters()).isEqualTo(20);
    assertThat(ipv4(replayed, 31).getVoters()).isEqualTo(15);
    assertWhole(replayed, 20, 68);
  }

  /** All at once, and all of it back after half an hour: tables told again, then End-of-RIB. */
  @Test
  void p12CollectorThatComesBackIsToldOfAndVotesAgain() throws Exception {
    Recording recording =
        World.recording(peers)
            .silence(ofRrc71, minute(30), minute(60))
            .stateChange(time(30, 10), ofRrc71, 6, 1)
            .stateChange(time(60, 10), ofRrc71, 5, 6)
            .announce(time(60, 20), ofRrc71, World.table())
            .endOfRib(time(61, 20), ofRrc71)
            .murmur(minute(0), minute(90));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed);
    assertThat(replayed.measurements())
        .extracting(MeasurementEvent::getKind)
        .containsExactly(MeasurementEventKind.DEGRADED, MeasurementEventKind.RESTORED);
    assertThat(replayed.measurements().get(1).getEndedAt()).isBetween(minute(60), minute(61));
    assertWhole(replayed, 20, 88);
    assertThat(ipv4(replayed, 60).getVoters()).isEqualTo(15);
    assertThat(ipv4(replayed, 62).getVoters()).isEqualTo(20);
  }

  /** And still an outage is seen by those who are left. */
  @Test
  void p12TheOthersSeeAnOutageWhileACollectorIsDown() throws Exception {
    List<Peer> others = new ArrayList<>(peers);
    others.removeAll(ofRrc71);
    Recording recording =
        World.recording(peers)
            .silence(ofRrc71, minute(30), minute(90))
            .stateChange(time(30, 10), ofRrc71, 6, 1)
            .withdraw(time(50, 5), others, World.ipv4OfC())
            .announce(time(70, 5), others, World.ipv4OfC())
            .murmur(minute(0), minute(90));

    Replayed replayed = Replayed.run(recording, folder);

    assertOutage(replayed, minute(50), minute(70));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void p13SilentCollectorWithoutAStateChangeVotesNoMore(boolean nextDumpNamesItsPeers)
      throws Exception {
    Recording recording = World.recording(peers).silence(ofW3, minute(30), minute(150));
    Map<Peer, long[]> rows = new LinkedHashMap<>();
    if (nextDumpNamesItsPeers) {
      ofW3.forEach(peer -> rows.put(peer, NONE));
    }
    recording.dump(minute(120), Duration.ZERO, "route-views.w3", rows);
    recording.announce(time(150, 10), ofW3, World.table()).murmur(minute(0), minute(190));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed);
    assertThat(replayed.measurements())
        .extracting(MeasurementEvent::getKind)
        .containsExactly(MeasurementEventKind.DEGRADED, MeasurementEventKind.RESTORED);
    assertIs(replayed.measurements().get(0), "route-views.w3", MeasurementReason.SILENCE);
    assertThat(replayed.measurements().get(1).getEndedAt()).isBetween(minute(149), minute(151));
    assertThat(ipv4(replayed, 30).getVoters()).isEqualTo(20);
    assertThat(ipv4(replayed, 40).getVoters()).isEqualTo(15);
    assertThat(ipv4(replayed, 149).getVoters()).isEqualTo(15);
    assertThat(ipv4(replayed, 185).getVoters()).isEqualTo(20);
    assertWhole(replayed, 20, 188);
  }

  /** What was withdrawn while nobody of the collector listened is not held against the country. */
  @Test
  void p13TheOthersSeeAnOutageDuringTheSilence() throws Exception {
    List<Peer> others = new ArrayList<>(peers);
    others.removeAll(ofW3);
    Recording recording =
        World.recording(peers)
            .silence(ofW3, minute(30), minute(100))
            .withdraw(time(60, 5), others, World.ipv4OfC())
            .announce(time(80, 5), others, World.ipv4OfC())
            .murmur(minute(0), minute(100));

    assertOutage(Replayed.run(recording, folder), minute(60), minute(80));
  }

  @Test
  void p14AttemptsToConnectAreNoNewsAndUnknownStatesAre() throws Exception {
    List<Peer> down = ofRrc71.subList(0, 1);
    List<Peer> clearing = ofRrc71.subList(1, 2);
    Recording recording =
        World.recording(peers)
            .silence(down, minute(25), minute(60))
            .silence(clearing, minute(45), minute(60))
            .stateChange(time(25, 5), down, 6, 1);
    for (int i = 0; i < 50; i++) {
      recording.stateChange(time(26, 10L * i), down, 2, 3);
      recording.stateChange(time(26, 10L * i + 5), down, 3, 2);
    }
    recording
        .stateChange(time(45, 5), clearing, 6, 7)
        .stateChange(time(45, 6), clearing, 7, 1)
        .murmur(minute(0), minute(60));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed);
    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.summary().count("observations.peer_down")).isEqualTo(2);
    assertThat(replayed.summary().count("observations.peer_up")).isZero();
    assertThat(replayed.summary().skipped()).containsEntry("connection_attempt", 101L);
    assertThat(ipv4(replayed, 25).getVoters()).isEqualTo(20);
    assertThat(ipv4(replayed, 26).getVoters()).isEqualTo(19);
    assertThat(ipv4(replayed, 45).getVoters()).isEqualTo(19);
    assertThat(ipv4(replayed, 46).getVoters()).isEqualTo(18);
    assertThat(ipv4(replayed, 58).getVoters()).isEqualTo(18);
  }

  /**
   * Five of nine sessions send their tables again, during six minutes and C's prefixes last: with a
   * vote at any time before the end they would outvote the other four.
   */
  @Test
  void p15SessionsThatResendTheirTableHaveNoVoteUntilItIsTold() throws Exception {
    List<Peer> nine = new ArrayList<>(World.peersAt("rrc71", 5, 0));
    nine.addAll(World.peersAt("route-views.w3", 4, 5));
    List<Peer> reset = nine.subList(0, 5);
    Recording recording =
        World.recording(nine)
            .silence(reset, minute(30), minute(32))
            .stateChange(time(30, 5), reset, 6, 1)
            .stateChange(time(31, 50), reset, 5, 6);
    long[] ordered = World.all(World.elsewhere(), World.ipv6OfC(), World.ipv4OfC());
    int slices = 72;
    for (int slice = 0; slice < slices; slice++) {
      int from = ordered.length * slice / slices;
      int to = ordered.length * (slice + 1) / slices;
      recording.announce(time(32, 5L * slice), reset, Arrays.copyOfRange(ordered, from, to));
    }
    recording.murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed);
    assertWhole(replayed, 20, 68);
    assertThat(ipv4(replayed, 30).getVoters()).isEqualTo(9);
    for (int minute = 31; minute <= 38; minute++) {
      assertThat(ipv4(replayed, minute).getVoters()).as("minute %d", minute).isEqualTo(4);
    }
    assertThat(ipv4(replayed, 42).getVoters()).isEqualTo(9);
  }

  /** The same with C gone for good while the sessions were down: no dip, and no recovery either. */
  @Test
  void p15AnOutageIsNotEndedByAResentTable() throws Exception {
    List<Peer> nine = new ArrayList<>(World.peersAt("rrc71", 5, 0));
    nine.addAll(World.peersAt("route-views.w3", 4, 5));
    List<Peer> reset = nine.subList(0, 5);
    Recording recording =
        World.recording(nine)
            .withdraw(time(30, 5), nine, World.ipv4OfC())
            .silence(reset, minute(40), minute(42))
            .stateChange(time(40, 5), reset, 6, 1)
            .stateChange(time(41, 50), reset, 5, 6)
            .announce(time(42, 0), reset, World.without(World.table(), World.ipv4OfC()))
            .endOfRib(time(43, 0), reset)
            .announce(time(70, 5), nine, World.ipv4OfC())
            .murmur(minute(0), minute(90));

    assertOutage(Replayed.run(recording, folder), minute(30), minute(70));
  }

  /** C is known to one session only, and that one is lost. */
  @Test
  void p17OneFeedAloneIsNoProof() throws Exception {
    List<Peer> others = peers.subList(1, peers.size());
    Recording recording = World.emptyRecording(peers);
    dumpTwo(recording, peers.subList(0, 1), World.table(), others, World.elsewhere());
    recording
        .stateChange(time(30, 5), peers.subList(0, 1), 6, 1)
        .silence(peers.subList(0, 1), minute(30), minute(60))
        .murmur(minute(0), minute(60));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed);
    assertThat(replayed.score(C, minute(30)).getStatus()).isEqualTo(AvailabilityStatus.AVAILABLE);
    for (int minute = 31; minute < 59; minute++) {
      AvailabilityScore score = replayed.score(C, minute(minute));
      assertThat(score.getStatus()).isEqualTo(AvailabilityStatus.UNKNOWN);
      assertThat(score.getScore()).isNull();
    }
    assertThat(replayed.score("GR", minute(58)).getScore()).isEqualTo(1.0);
  }

  /**
   * Twelve sessions are lost in the midst of a dump that was begun before, from 40:00 to 43:00; its
   * rows go on to name what they had. They are down all the same, and what the other eight lose
   * later is lost.
   */
  @Test
  void p25RowsOfADumpBegunBeforeTheLossRaiseNobodyFromTheDead() throws Exception {
    List<Peer> lost = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      if (i % 5 < 3) {
        lost.add(peers.get(i));
      }
    }
    List<Peer> left = new ArrayList<>(peers);
    left.removeAll(lost);
    Recording recording = World.recording(peers);
    for (String collector : World.COLLECTORS) {
      Map<Peer, long[]> rows = new LinkedHashMap<>();
      World.at(collector, peers).forEach(peer -> rows.put(peer, World.table()));
      recording.dump(minute(40), Duration.ofMinutes(3), collector, rows);
    }
    recording
        .stateChange(time(41, 5), lost, 6, 1)
        .silence(lost, minute(41), minute(90))
        .withdraw(time(50, 5), left, World.ipv4OfC())
        .announce(time(70, 5), left, World.ipv4OfC())
        .murmur(minute(0), minute(90));

    Replayed replayed = Replayed.run(recording, folder);

    for (int minute = 42; minute < 89; minute++) {
      assertThat(ipv4(replayed, minute).getVoters()).as("minute %d", minute).isEqualTo(8);
    }
    assertOutage(replayed, minute(50), minute(70));
  }

  /** Of twenty peers two are left, too few to say anything, while C is out; then C is back. */
  @Test
  void p46AnOutageStaysOpenWhileNobodyCanTell() throws Exception {
    List<Peer> blind = peers.subList(0, 18);
    Recording recording =
        World.recording(peers)
            .withdraw(time(30, 5), peers, World.ipv4OfC())
            .silence(blind, minute(45), minute(70))
            .stateChange(time(45, 5), blind, 6, 1)
            .stateChange(time(70, 5), blind, 5, 6)
            .announce(time(71, 5), blind, World.without(World.table(), World.ipv4OfC()))
            .endOfRib(time(72, 5), blind)
            .announce(time(90, 5), peers, World.ipv4OfC())
            .murmur(minute(0), minute(110));

    Replayed replayed = Replayed.run(recording, folder);

    assertOutage(replayed, minute(30), minute(90));
    assertThat(replayed.score(C, minute(60)).getScore()).isNull();
    assertThat(replayed.score("GR", minute(60)).getScore()).isNull();
  }

  @Test
  void p18SessionsOfOneAsHaveOneVote() throws Exception {
    List<Peer> crowd = new ArrayList<>();
    List<Peer> single = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String collector = World.COLLECTORS.get(i % 4);
      boolean ofTheCrowd = i < 12;
      Peer peer = new Peer(collector, "198.51.100." + (10 + i), World.asn(ofTheCrowd ? 0 : i - 11));
      (ofTheCrowd ? crowd : single).add(peer);
    }
    Recording recording =
        World.recording(World.both(crowd, single))
            .withdraw(time(30, 5), crowd, World.ipv4OfC())
            .murmur(minute(0), minute(60));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed);
    assertWhole(replayed, 20, 58);
    assertThat(ipv4(replayed, 58).getVoters()).isEqualTo(9);
  }

  /** 18 of 20 lose it one after the other; two never do, for sixteen hours and over midnight. */
  @Test
  void p19ZombiesNeitherHideAnOutageNorEndIt() throws Exception {
    List<Peer> honest = peers.subList(0, 18);
    Recording recording = World.recording(peers);
    for (int i = 0; i < honest.size(); i++) {
      // The eleventh, at 40:30, leaves nine of twenty.
      recording.withdraw(time(30 + i, 30), List.of(honest.get(i)), World.ipv4OfC());
    }
    recording.announce(time(1000, 5), honest, World.ipv4OfC()).murmur(minute(0), minute(1050));

    Replayed replayed = Replayed.run(recording, folder);

    assertOutage(replayed, minute(40), minute(1000));
  }

  @Test
  void p27OneAddressAtTwoCollectorsIsTwoSessions() throws Exception {
    List<Peer> alike = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      alike.add(new Peer(World.COLLECTORS.get(i / 5), "198.51.100." + (10 + i % 5), World.asn(i)));
    }
    List<Peer> first = alike.subList(0, 5);
    Recording recording =
        World.recording(alike)
            .withdraw(time(30, 5), first, World.ipv4OfC())
            .stateChange(time(40, 5), first.subList(0, 1), 6, 1)
            .silence(first.subList(0, 1), minute(40), minute(70))
            .murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed);
    assertWhole(replayed, 20, 68);
    assertThat(ipv4(replayed, 40).getVoters()).isEqualTo(20);
    assertThat(ipv4(replayed, 68).getVoters()).isEqualTo(19);
  }

  /** Of each AS one session loses C, the other keeps it. */
  @Test
  void p27OneAsAtTwoAddressesIsTwoSessionsWithOneVote() throws Exception {
    List<Peer> losing = new ArrayList<>();
    List<Peer> keeping = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String collector = World.COLLECTORS.get(i % 4);
      losing.add(new Peer(collector, "198.51.100." + (10 + i), World.asn(i)));
      keeping.add(new Peer(collector, "198.51.100." + (30 + i), World.asn(i)));
    }
    Recording recording =
        World.recording(World.both(losing, keeping))
            .withdraw(time(30, 5), losing, World.ipv4OfC())
            .murmur(minute(0), minute(60));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed);
    assertWhole(replayed, 20, 58);
    assertThat(ipv4(replayed, 58).getVoters()).isEqualTo(10);
  }

  private static void dumpTwo(
      Recording recording, List<Peer> some, long[] one, List<Peer> others, long[] other) {
    Map<String, Map<Peer, long[]>> rows = new LinkedHashMap<>();
    some.forEach(p -> rows.computeIfAbsent(p.collector(), c -> new LinkedHashMap<>()).put(p, one));
    others.forEach(
        p -> rows.computeIfAbsent(p.collector(), c -> new LinkedHashMap<>()).put(p, other));
    rows.forEach((collector, of) -> recording.dump(World.START, Duration.ZERO, collector, of));
  }

  private static SignalScore ipv4(Replayed replayed, long minute) throws Exception {
    return replayed.signal(C, Signal.IPV4_ROUTES, minute(minute));
  }

  private static void assertQuiet(Replayed replayed) throws Exception {
    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.summary().count("late")).isZero();
    assertThat(replayed.summary().countAll("rejected.")).isZero();
  }

  /** Everything of every country was there in all windows that end in these minutes. */
  private static void assertWhole(Replayed replayed, long from, long to) throws Exception {
    for (String country : World.both(World.OTHERS, List.of(C))) {
      assertThat(replayed.scores(country))
          .filteredOn(score -> !score.getWindowEnd().isBefore(minute(from)))
          .filteredOn(score -> !score.getWindowEnd().isAfter(minute(to)))
          .hasSize((int) (to - from + 1))
          .allSatisfy(score -> assertThat(score.getScore()).isEqualTo(1.0));
    }
  }

  private static void assertIs(MeasurementEvent event, String scope, MeasurementReason reason) {
    assertThat(event.getKind()).isEqualTo(MeasurementEventKind.DEGRADED);
    assertThat(event.getScopeKind()).isEqualTo(MeasurementScopeKind.COLLECTOR);
    assertThat(event.getScope()).isEqualTo(scope);
    assertThat(event.getReason()).isEqualTo(reason);
    assertThat(event.getStartedAt()).isBetween(minute(29), minute(31));
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
    assertThat(replayed.summary().count("late")).isZero();
  }
}
