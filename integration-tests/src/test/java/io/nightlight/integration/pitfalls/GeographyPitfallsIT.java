package io.nightlight.integration.pitfalls;

import static io.nightlight.integration.world.World.C;
import static io.nightlight.integration.world.World.minute;
import static io.nightlight.integration.world.World.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.net.Prefix;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.CountrySpace;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import io.nightlight.job.JobConfig;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Replay;
import io.nightlight.replay.ReplayRequest;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a block is, and what time it is there. */
class GeographyPitfallsIT {
  @TempDir private Path folder;

  private final List<Peer> peers = World.twentyPeers();
  private final List<String> lines = new ArrayList<>();

  /** A /16 of three countries, with a /24 of its own beneath, is withdrawn. */
  @Test
  void p54AWithdrawnPrefixOverThreeCountriesCountsInEachOnce() throws Exception {
    long whole = CountrySpace.ipv4Prefix("BR", 16);
    long[] parts = CountrySpace.partsOf(whole);
    place(C, LongStream.of(parts).limit(100).toArray());
    place("GR", LongStream.of(parts).skip(100).limit(100).toArray());
    place("KE", LongStream.of(parts).skip(200).toArray());
    placeTheWorld();
    long[] table = World.all(World.table(), new long[] {whole, parts[0]});
    Recording recording =
        World.emptyRecording(peers)
            .dumpAll(World.START, table)
            .withdraw(time(30, 5), peers, whole, parts[0])
            .murmur(minute(0), minute(50));

    Replayed replayed = replay(recording, geo());

    assertIpv4(replayed, C, 200, 100);
    assertIpv4(replayed, "GR", 140, 40);
    assertIpv4(replayed, "KE", 96, 40);
    assertThat(replayed.events())
        .extracting(OutageEvent::getCountry, OutageEvent::getKind)
        .containsExactlyInAnyOrder(
            tuple(C, OutageEventKind.STARTED),
            tuple("GR", OutageEventKind.STARTED),
            tuple("KE", OutageEventKind.STARTED));
  }

  private static void assertIpv4(Replayed replayed, String country, long before, long after)
      throws Exception {
    assertThat(replayed.signal(country, Signal.IPV4_ROUTES, minute(28)).getValue())
        .isEqualTo(before);
    assertThat(replayed.signal(country, Signal.IPV4_ROUTES, minute(40)).getValue())
        .isEqualTo(after);
  }

  /** Twenty of Seychelles' registered /24s are used elsewhere, ten are at home. */
  private Recording seychelles() {
    long[] registered = CountrySpace.ipv4Blocks("SC", 30);
    place("NL", Arrays.copyOfRange(registered, 0, 10));
    place("HK", Arrays.copyOfRange(registered, 10, 20));
    place("SC", Arrays.copyOfRange(registered, 20, 30));
    for (String country : List.of("NL", "HK")) {
      place(country, CountrySpace.ipv4Blocks(country, 90));
    }
    placeTheWorld();
    long[] table =
        World.all(
            World.table(),
            registered,
            CountrySpace.ipv4Blocks("NL", 90),
            CountrySpace.ipv4Blocks("HK", 90));
    return World.emptyRecording(peers)
        .dumpAll(World.START, table)
        .withdraw(time(30, 5), peers, Arrays.copyOf(registered, 20))
        .murmur(minute(0), minute(50));
  }

  @Test
  void p55WhatIsOnlyRegisteredInACountryIsNoOutageThere() throws Exception {
    Replayed replayed = replay(seychelles(), geo());

    assertThat(replayed.events()).isEmpty();
    assertThat(replayed.score("SC", minute(40)).getScore()).isEqualTo(1.0);
    assertThat(replayed.score("NL", minute(40)).getScore()).isEqualTo(0.9);
  }

  /** The shipped map is the registries': its page warns of this. */
  @Test
  void p55ByTheRegistriesItWouldBeOne() throws Exception {
    Replayed replayed = replay(seychelles(), null);

    assertThat(replayed.events()).extracting(OutageEvent::getCountry).containsExactly("SC");
  }

  /** What is Kosovo's by the map and what is nobody's goes half an hour after the start. */
  private Recording disputed(Instant start) {
    List<String> codes = List.of("GR", "xk", "PS", "AP", "EU", "??");
    place(C, World.ipv4OfC());
    for (int i = 0; i < codes.size(); i++) {
      place(codes.get(i), CountrySpace.ipv4Blocks(World.OTHERS.get(i), 40));
    }
    long[] gone =
        World.all(
            CountrySpace.ipv4Blocks(World.OTHERS.get(1), 40),
            CountrySpace.ipv4Blocks(World.OTHERS.get(3), 40),
            CountrySpace.ipv4Blocks(World.OTHERS.get(5), 40));
    return World.emptyRecording(peers)
        .dumpAll(start, World.table())
        .withdraw(start.plus(Duration.ofMinutes(30)).plusSeconds(5), peers, gone)
        .announce(start.plus(Duration.ofMinutes(45)).plusSeconds(5), peers, gone)
        .murmur(start, start.plus(Duration.ofMinutes(70)));
  }

  @Test
  void p56KosovoAndPalestineAreKeysAndPseudoCodesAreNobodys() throws Exception {
    Replayed replayed = replay(disputed(World.START), geo());

    assertThat(replayed.events())
        .extracting(OutageEvent::getCountry, OutageEvent::getKind)
        .containsExactly(
            tuple("XK", OutageEventKind.STARTED), tuple("XK", OutageEventKind.RECOVERED));
    for (String country : List.of(C, "GR", "PS")) {
      assertThat(replayed.score(country, minute(40)).getScore()).isEqualTo(1.0);
    }
    for (String nobody : List.of("AP", "EU", "??", "")) {
      assertThat(replayed.scores(nobody)).isEmpty();
    }
  }

  /** Clocks in New York go forward when the outage begins. */
  @Test
  void p57TheHostsTimeZoneChangesNothing() throws Exception {
    Recording recording = disputed(Instant.parse("2021-03-14T06:30:00Z"));
    RecordingArchive files = RecordingArchive.write(recording, folder.resolve("recording"));
    Path geo = geo();
    List<List<String>> told = new ArrayList<>();
    for (String zone : List.of("UTC", "Asia/Pyongyang", "America/New_York")) {
      Replayed replayed = replayIn(zone, files, geo);
      List<String> all = new ArrayList<>();
      for (String file : OutputFiles.DIGESTED) {
        all.addAll(replayed.lines(file));
      }
      told.add(all);
      assertThat(replayed.lines(OutputFiles.EVENTS))
          .hasSize(2)
          .allMatch(line -> line.contains("\"startedAt\":\"2021-03-14T07:00:00Z\""));
    }
    assertThat(told.get(1)).isEqualTo(told.get(0));
    assertThat(told.get(2)).isEqualTo(told.get(0));
  }

  private Replayed replayIn(String zone, RecordingArchive files, Path geo) throws Exception {
    TimeZone ours = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try {
      return replay(files, geo, folder.resolve(zone.replace('/', '-')));
    } finally {
      TimeZone.setDefault(ours);
    }
  }

  /** The map has these blocks there. */
  private void place(String country, long... blocks) {
    for (long block : blocks) {
      lines.add(Prefix.format(block) + "," + country);
    }
  }

  private void placeTheWorld() {
    place(C, World.ipv4OfC());
    World.OTHERS.forEach(country -> place(country, CountrySpace.ipv4Blocks(country, 40)));
  }

  private Path geo() throws Exception {
    return Files.write(folder.resolve("geo.csv"), lines);
  }

  private Replayed replay(Recording recording, @Nullable Path geo) throws Exception {
    RecordingArchive files = RecordingArchive.write(recording, folder.resolve("recording"));
    return replay(files, geo, folder.resolve("out"));
  }

  private static Replayed replay(RecordingArchive files, @Nullable Path geo, Path out)
      throws Exception {
    return new Replayed(
        Replay.run(
            new ReplayRequest(
                texts(files.ribs()),
                texts(files.updates()),
                List.of(),
                geo,
                JobConfig.load(null, List.of("warmup.routes=10min")),
                2,
                out,
                Progress.silent())),
        out);
  }

  private static List<String> texts(List<Path> files) {
    return files.stream().map(Path::toString).toList();
  }
}
