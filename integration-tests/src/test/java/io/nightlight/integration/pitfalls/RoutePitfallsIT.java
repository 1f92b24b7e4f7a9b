package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Prefix;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.AddPath;
import io.nightlight.integration.world.CountrySpace;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.World;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.OutageClassification;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What routes do without taking anybody off the Internet, and what takes him off. */
class RoutePitfallsIT {
  @TempDir private Path folder;

  private final List<Peer> peers = World.twentyPeers();

  /** A table of a few hundred prefixes, as small against 2011's as that against today's. */
  @Test
  void p16ASmallTableHasFullFeeds() throws Exception {
    Recording recording =
        World.recording(peers)
            .withdraw(time(30, 5), peers, World.ipv4OfC())
            .announce(time(50, 5), peers, World.ipv4OfC())
            .murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertOutage(replayed, OutageClassification.ROUTES_WITHDRAWN, minute(30), minute(50));
  }

  /** Fourteen of twenty carry a tenth of IPv6 and nothing of C's but five /48s, which they keep. */
  @Test
  void p16PartialFeedsOfIpv6HaveNoSayInWhatTheyDoNotCarry() throws Exception {
    List<Peer> full = peers.subList(0, 6);
    List<Peer> partial = peers.subList(6, 20);
    long[] some = Arrays.copyOf(World.ipv6OfC(), 5);
    long[] ipv4 = World.without(World.table(), World.ipv6OfC());
    Recording recording = World.emptyRecording(peers);
    dump(recording, full, World.table(), partial, World.all(ipv4, some));
    recording
        .withdraw(time(30, 5), full, World.ipv6OfC())
        .announce(time(50, 5), full, World.ipv6OfC())
        .murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertOutage(replayed, OutageClassification.IPV6_ONLY, minute(30), minute(50));
    assertThat(ipv6Value(replayed, 29)).isEqualTo(60);
    assertThat(ipv6Value(replayed, 40)).isEqualTo(5);
  }

  /** And the other way round: the partial feeds lose what hardly anybody of the full ones has. */
  @Test
  void p16WhatOnlyPartialFeedsLoseIsThere() throws Exception {
    List<Peer> full = peers.subList(0, 12);
    List<Peer> partial = peers.subList(12, 20);
    long[] ipv4 = World.without(World.table(), World.ipv6OfC());
    Recording recording = World.emptyRecording(peers);
    dump(
        recording,
        full,
        World.table(),
        partial,
        World.all(ipv4, Arrays.copyOf(World.ipv6OfC(), 15)));
    recording.withdraw(time(30, 5), partial, World.ipv6OfC()).murmur(minute(0), minute(60));

    assertQuiet(Replayed.run(recording, folder), 20, 58);
  }

  /** Three longer paths within two minutes, then the withdrawal, each peer a second later. */
  @Test
  void p20PathHuntingBeforeAWithdrawalDelaysNothing() throws Exception {
    Recording recording =
        hunted()
            .withdraw(time(32, 0), peers, World.ipv4OfC())
            .announce(time(60, 5), peers, World.ipv4OfC())
            .murmur(minute(0), minute(80));

    Replayed replayed = Replayed.run(recording, folder);

    assertOutage(replayed, OutageClassification.ROUTES_WITHDRAWN, minute(32), minute(60));
  }

  /** Wherever the 90 seconds lie in the minutes that are judged. */
  @ParameterizedTest
  @ValueSource(ints = {0, 15, 30, 45})
  void p20AnnouncedAgainAfter90SecondsIsNoOutage(int second) throws Exception {
    Recording recording =
        hunted()
            .withdraw(time(32, second), peers, World.ipv4OfC())
            .announce(time(33, second + 30L), peers, World.ipv4OfC())
            .murmur(minute(0), minute(60));

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.score(C, minute(33)).getScore()).isZero();
    assertThat(replayed.score(C, minute(36)).getScore()).isEqualTo(1.0);
  }

  private Recording hunted() {
    return World.recording(peers)
        .announce(time(30, 5), peers, List.of(3356L, 1299L), World.ipv4OfC())
        .announce(time(30, 40), peers, List.of(3356L, 1299L, 174L), World.ipv4OfC())
        .announce(time(31, 20), peers, List.of(3356L, 1299L, 174L, 6939L), World.ipv4OfC());
  }

  @Test
  void p21MoreSpecificsGoneUnderACoverAreNoOutage() throws Exception {
    long cover = CountrySpace.ipv4Prefix("MG", 20);
    long[] parts = CountrySpace.partsOf(cover);
    Recording recording =
        World.emptyRecording(peers)
            .dumpAll(World.START, World.all(World.table(), parts, new long[] {cover}))
            .withdraw(time(30, 5), peers, parts)
            .murmur(minute(0), minute(60));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed, 20, 58);
    assertValue(replayed, "MG", 16, 20, 58);
  }

  /** Sixteen /24s are replaced by one /20 and later put in its place again, as routers do it. */
  @Test
  void p22ReaggregationChangesNothing() throws Exception {
    long whole = CountrySpace.ipv4Prefix("MG", 20);
    long[] parts = CountrySpace.partsOf(whole);
    Recording recording =
        World.emptyRecording(peers)
            .dumpAll(World.START, World.all(World.table(), parts))
            .announce(time(30, 5), peers, whole)
            .withdraw(time(30, 5), peers, parts)
            .announce(time(40, 5), peers, parts)
            .withdraw(time(40, 5), peers, whole)
            .murmur(minute(0), minute(60));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed, 20, 58);
    assertValue(replayed, "MG", 16, 20, 58);
  }

  /** One after the other announces C over another AS and country, and never withdraws anything. */
  @Test
  void p23AnotherOriginIsNoOutage() throws Exception {
    Recording recording =
        World.recording(peers)
            .announceAsFrom(time(30, 5), peers, World.OTHERS.get(0), World.ipv4OfC())
            .murmur(minute(0), minute(60));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed, 20, 58);
    assertValue(replayed, C, 100, 20, 58);
  }

  /** Two paths for everything of C; one of them goes, then the other. */
  @Test
  void p26LossOfOnePathOfTwoIsNoLoss() throws Exception {
    List<Peer> ris = World.at("rrc71", peers);
    long[] ofC = World.ipv4OfC();
    Recording recording = World.emptyRecording(ris);
    dump(recording, ris, World.without(World.table(), ofC), List.of(), new long[0]);
    for (Peer peer : ris) {
      for (int path = 1; path <= 2; path++) {
        recording.raw(time(1, path), peer, AddPath.announce(peer, time(1, path), path, ofC));
      }
      recording
          .raw(time(30, 5), peer, AddPath.withdraw(peer, time(30, 5), 1, ofC))
          .raw(time(60, 5), peer, AddPath.withdraw(peer, time(60, 5), 2, ofC))
          .raw(time(80, 5), peer, AddPath.announce(peer, time(80, 5), 1, ofC));
    }
    recording.murmur(minute(0), minute(100));

    Replayed replayed = Replayed.run(recording, folder);

    assertValue(replayed, C, 100, 20, 60);
    assertOutage(replayed, OutageClassification.ROUTES_WITHDRAWN, minute(60), minute(80));
  }

  /** 59 of the 60 /48s go, as Iran's did on 8 January 2026; IPv4 isn't touched. */
  @Test
  void p28LossOfIpv6IsToldAsSuchAndIpv4StaysWhole() throws Exception {
    long[] lost = Arrays.copyOf(World.ipv6OfC(), 59);
    Recording recording =
        World.recording(peers)
            .withdraw(time(30, 5), peers, lost)
            .announce(time(50, 5), peers, lost)
            .murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertOutage(replayed, OutageClassification.IPV6_ONLY, minute(30), minute(50));
    for (int minute = 20; minute < 69; minute++) {
      assertThat(replayed.signal(C, Signal.IPV4_ROUTES, minute(minute)).getRatio()).isEqualTo(1.0);
      assertThat(replayed.score(C, minute(minute)).getScore()).isEqualTo(1.0);
    }
  }

  /**
   * A default route, private space and the beacons of RIPE, which come and go every few minutes.
   */
  @Test
  void p29WhatIsNobodysIsIgnored() throws Exception {
    long[] nobodys = {
      Prefix.parse("0.0.0.0/0"),
      Prefix.parse("10.0.0.0/8"),
      Prefix.parse("192.168.7.0/24"),
      Prefix.parse("84.205.64.0/24"),
      Prefix.parse("84.205.80.0/24"),
      Prefix.parse("93.175.146.0/24"),
      Prefix.parse("2001:7fb:fe01::/48")
    };
    Recording recording = World.recording(peers);
    for (int minute = 12; minute < 90; minute += 20) {
      recording.announce(time(minute, 5), peers, nobodys);
      recording.withdraw(time(minute + 10, 5), peers, nobodys);
    }
    recording.murmur(minute(0), minute(100));

    Replayed replayed = Replayed.run(recording, folder);

    assertQuiet(replayed, 20, 98);
    assertThat(replayed.summary().count("prefixes.ignored")).isEqualTo(8L * 20 * nobodys.length);
    assertThat(CountrySpace.countryOf(Prefix.parse("84.205.64.0/24")))
        .as("somebody's by the map")
        .isNotIn(World.OTHERS)
        .isNotEqualTo(C)
        .satisfies(country -> assertThat(replayed.scores(country)).isEmpty());
    assertValue(replayed, C, 100, 20, 98);
  }

  /** 5,000 /24s of C that nobody else ever announces, from everybody, and from just over half. */
  @ParameterizedTest
  @ValueSource(ints = {20, 11})
  void p30TheEndOfALeakIsNoOutage(int tellers) throws Exception {
    long[] known = World.ipv4OfC();
    long[] leak = CountrySpace.ipv4Blocks(C, 5000, block -> Arrays.binarySearch(known, block) < 0);
    List<Peer> leaking = peers.subList(0, tellers);
    Recording recording =
        World.recording(peers)
            .announce(time(100, 5), leaking, leak)
            .withdraw(time(160, 5), leaking, leak)
            .murmur(minute(0), minute(200));

    Replayed replayed = Replayed.run(recording, folder, "warmup.routes=60min");

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.score(C, minute(101)).getSignals().get(0).getValue()).isEqualTo(5100);
    assertThat(replayed.score(C, minute(161)).getSignals().get(0).getValue()).isEqualTo(100);
    assertThat(replayed.scores(C))
        .filteredOn(score -> score.getWindowEnd().isAfter(minute(60)))
        .allSatisfy(score -> assertThat(score.getScore()).isEqualTo(1.0));
  }

  /** The same from 23:30 to 00:30: the daily sweep takes the leak's tellers for members. */
  @Test
  void p30TheEndOfALeakOverMidnightIsNoOutage() throws Exception {
    long[] known = World.ipv4OfC();
    long[] leak = CountrySpace.ipv4Blocks(C, 5000, block -> Arrays.binarySearch(known, block) < 0);
    Recording recording =
        World.recording(peers)
            .announce(time(690, 5), peers, leak)
            .withdraw(time(750, 5), peers, leak)
            .murmur(minute(0), minute(790));

    Replayed replayed = Replayed.run(recording, folder, "warmup.routes=60min");

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.scores(C))
        .filteredOn(score -> score.getWindowEnd().isAfter(minute(60)))
        .allSatisfy(score -> assertThat(score.getScore()).isEqualTo(1.0));
  }

  private static void dump(
      Recording recording, List<Peer> some, long[] one, List<Peer> others, long[] other) {
    Map<String, Map<Peer, long[]>> rows = new LinkedHashMap<>();
    some.forEach(p -> rows.computeIfAbsent(p.collector(), c -> new LinkedHashMap<>()).put(p, one));
    others.forEach(
        p -> rows.computeIfAbsent(p.collector(), c -> new LinkedHashMap<>()).put(p, other));
    rows.forEach((collector, of) -> recording.dump(World.START, Duration.ZERO, collector, of));
  }

  private static long ipv6Value(Replayed replayed, int minute) throws Exception {
    return replayed.signal(C, Signal.IPV6_ROUTES, minute(minute)).getValue();
  }

  private static void assertQuiet(Replayed replayed, int from, int to) throws Exception {
    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.summary().count("late")).isZero();
    assertThat(replayed.summary().countAll("rejected.")).isZero();
    for (String country : World.both(World.OTHERS, List.of(C))) {
      assertThat(between(replayed, country, from, to))
          .allSatisfy(score -> assertThat(score.getScore()).isEqualTo(1.0));
    }
  }

  private static void assertValue(Replayed replayed, String country, long blocks, int from, int to)
      throws Exception {
    assertThat(between(replayed, country, from, to))
        .hasSize(to - from + 1)
        .allSatisfy(score -> assertThat(score.getSignals().get(0).getValue()).isEqualTo(blocks));
  }

  private static List<AvailabilityScore> between(
      Replayed replayed, String country, int from, int to) throws Exception {
    return replayed.scores(country).stream()
        .filter(score -> !score.getWindowEnd().isBefore(minute(from)))
        .filter(score -> !score.getWindowEnd().isAfter(minute(to)))
        .toList();
  }

  private static void assertOutage(
      Replayed replayed, OutageClassification classification, Instant start, Instant end)
      throws Exception {
    assertThat(replayed.events())
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RECOVERED);
    for (OutageEvent event : replayed.events()) {
      assertThat(event.getCountry()).isEqualTo(C);
      assertThat(event.getClassification()).isEqualTo(classification);
      assertThat(event.getStartedAt()).isEqualTo(start);
    }
    assertThat(replayed.events().get(1).getRecoveredAt()).isEqualTo(end);
    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.summary().count("late")).isZero();
  }
}
