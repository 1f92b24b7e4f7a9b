package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.CountrySpace;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.World;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.MeasurementEventKind;
import io.nightlight.schema.MeasurementReason;
import io.nightlight.schema.MeasurementScopeKind;
import io.nightlight.schema.OutageEndReason;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.wire.geo.CountryMapReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sight of all countries at once makes of what each of them shows. */
class WorldReviewIT {
  private static final List<String> COUNTRIES = countries(160);

  @TempDir private Path folder;

  /** Countries with room for ten /24s each, in alphabetical order; one AS originates all of it. */
  private static List<String> countries(int count) {
    CountryMap map = CountryMapReader.shipped();
    TreeSet<String> known = new TreeSet<>();
    map.forEachIpv4Range((country, first, blocks) -> known.add(country));
    return known.stream()
        .filter(country -> !country.equals(C) && !World.OTHERS.contains(country))
        .filter(country -> CountrySpace.ipv4Blocks(country, 10).length == 10)
        .limit(count)
        .toList();
  }

  /** Ten /24s of each. */
  private static long[] blocksOf(List<String> countries) {
    return countries.stream()
        .flatMapToLong(country -> Arrays.stream(CountrySpace.ipv4Blocks(country, 10)))
        .toArray();
  }

  /** Twelve ASes at the first collector, four each at two others. */
  private static List<Peer> mostAtOne() {
    List<Peer> peers = new ArrayList<>(World.peersAt("rrc71", 12, 0));
    peers.addAll(World.peersAt("rrc72", 4, 12));
    peers.addAll(World.peersAt("route-views.w3", 4, 16));
    return peers;
  }

  private static Recording world(List<Peer> peers, List<String> countries) {
    return World.emptyRecording(peers)
        .dumpAll(World.START, World.all(World.table(), blocksOf(countries)));
  }

  @Test
  void p51CountriesThatFallTogetherAreOneGroupOfOutages() throws Exception {
    List<Peer> peers = World.twentyPeers();
    List<String> four = List.of("GR", "KE", "LK", "NZ");
    long[] lost = new long[0];
    for (String country : four) {
      lost =
          World.all(
              lost, CountrySpace.ipv4Blocks(country, 40), CountrySpace.ipv6Blocks(country, 20));
    }
    // What the murmur announces again and again has to stay.
    long[] gone = Arrays.copyOfRange(lost, 1, lost.length);
    Recording recording =
        World.recording(peers)
            .withdraw(time(30, 5), peers, gone)
            .announce(time(50, 5), peers, gone)
            .murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.events()).hasSize(8);
    assertThat(replayed.started()).extracting(OutageEvent::getCountry).isEqualTo(four);
    assertThat(replayed.events())
        .extracting(OutageEvent::getGroupId)
        .containsOnly(minute(30) + "/GR");
    assertThat(replayed.started())
        .extracting(OutageEvent::getDetectedAt)
        .as("told without delay")
        .containsOnly(minute(33));
  }

  /** What one AS originates in four countries goes, and another country with its own. */
  @Test
  void p52WhatOneOriginTakesAlongIsAGroupOfThatOrigin() throws Exception {
    List<Peer> peers = World.twentyPeers();
    List<String> four = COUNTRIES.subList(0, 4);
    long[] gone = World.all(blocksOf(four), World.ipv4OfC());
    Recording recording =
        world(peers, COUNTRIES.subList(0, 40))
            .withdraw(time(30, 5), peers, gone)
            .announce(time(50, 5), peers, gone)
            .murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.events()).hasSize(10);
    for (OutageEvent event : replayed.events()) {
      String group = "AS65544/" + minute(30) + "/" + four.get(0);
      assertThat(event.getGroupId()).isEqualTo(event.getCountry().equals(C) ? null : group);
    }
  }

  @Test
  void p51FortyCountriesLostByOneCollectorAreAMeasurementEventOnly() throws Exception {
    List<Peer> peers = mostAtOne();
    List<Peer> first = World.at("rrc71", peers);
    List<String> forty = COUNTRIES.subList(0, 40);
    Recording recording =
        world(peers, COUNTRIES)
            .withdraw(time(30, 5), first, blocksOf(forty))
            .announce(time(70, 5), first, blocksOf(forty))
            .murmur(minute(0), minute(90));

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.measurements())
        .extracting(MeasurementEvent::getKind)
        .containsExactly(MeasurementEventKind.DEGRADED, MeasurementEventKind.RESTORED);
    for (MeasurementEvent event : replayed.measurements()) {
      assertThat(event.getScopeKind()).isEqualTo(MeasurementScopeKind.WHOLE_FEED);
      assertThat(event.getReason()).isEqualTo(MeasurementReason.WORLDWIDE_DROP);
      assertThat(event.getStartedAt()).isEqualTo(minute(30));
      assertThat(event.getAffectedCountries()).isEqualTo(forty);
    }
    assertThat(replayed.measurements().get(0).getDetectedAt()).isEqualTo(minute(48));
    assertThat(replayed.measurements().get(1).getEndedAt()).isEqualTo(minute(70));
  }

  @Test
  void p63AnOutageOfTheWorldThatAllCollectorsSeeIsToldAtOnce() throws Exception {
    List<Peer> peers = World.twentyPeers();
    List<String> most = COUNTRIES.subList(0, 150);
    Recording recording =
        world(peers, COUNTRIES)
            .withdraw(time(30, 5), peers, blocksOf(most))
            .announce(time(50, 5), peers, blocksOf(most))
            .murmur(minute(0), minute(70));

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.events()).hasSize(300);
    assertThat(replayed.started()).extracting(OutageEvent::getDetectedAt).containsOnly(minute(33));
    assertThat(replayed.started()).extracting(OutageEvent::getStartedAt).containsOnly(minute(30));
  }

  /** The other collectors follow eight minutes later. */
  @Test
  void p63WhatIsConfirmedLateIsToldLateWithItsTrueStart() throws Exception {
    List<Peer> peers = mostAtOne();
    List<Peer> others = new ArrayList<>(peers);
    List<Peer> first = World.at("rrc71", peers);
    others.removeAll(first);
    List<String> forty = COUNTRIES.subList(0, 40);
    Recording recording =
        world(peers, COUNTRIES)
            .withdraw(time(30, 5), first, blocksOf(forty))
            .withdraw(time(38, 5), others, blocksOf(forty))
            .announce(time(60, 5), peers, blocksOf(forty))
            .murmur(minute(0), minute(80));

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.measurements()).isEmpty();
    assertThat(replayed.started()).hasSize(40);
    assertThat(replayed.started()).extracting(OutageEvent::getStartedAt).containsOnly(minute(30));
    assertThat(replayed.started()).extracting(OutageEvent::getDetectedAt).containsOnly(minute(39));
    assertThat(replayed.events()).hasSize(80);
  }

  /** 12 of 20 withdraw the country before their collector falls silent. */
  @Test
  void p62AnOutageThatACollectorsBlindnessExplainsIsTakenBack() throws Exception {
    List<Peer> peers = mostAtOne();
    List<Peer> first = World.at("rrc71", peers);
    Recording recording =
        World.recording(peers)
            .withdraw(time(30, 10), first, World.ipv4OfC())
            .silence(first, time(30, 30), minute(120))
            .murmur(minute(0), minute(90));

    Replayed replayed = Replayed.run(recording, folder);

    assertThat(replayed.events())
        .extracting(OutageEvent::getKind)
        .containsExactly(OutageEventKind.STARTED, OutageEventKind.RETRACTED);
    OutageEvent started = replayed.events().get(0);
    OutageEvent retracted = replayed.events().get(1);
    assertThat(started.getDetectedAt()).isEqualTo(minute(33));
    assertThat(retracted.getEventId()).isEqualTo(started.getEventId());
    assertThat(retracted.getRevision()).isEqualTo(1);
    assertThat(retracted.getEndReason()).isEqualTo(OutageEndReason.RETRACTED);
    Instant told = retracted.getDetectedAt();
    assertThat(told).isBetween(minute(35), minute(37));
    assertThat(replayed.measurements())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getScope()).isEqualTo("rrc71");
              assertThat(event.getStartedAt()).isBetween(time(30, 10), time(30, 30));
              assertThat(event.getDetectedAt()).isEqualTo(told);
            });
    assertThat(replayed.score(C, minute(60)).getScore()).isEqualTo(1.0);
  }
}
