package io.nightlight.integration.kill;

import io.nightlight.demo.ProbeArchive.Answer;
import io.nightlight.domain.net.Prefix;
import io.nightlight.integration.world.CountrySpace;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.ProbeWorld;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Six peers, five vantages and seven countries with few blocks, of which one goes off the Internet
 * before {@link #STOP} and comes back after it; small enough for its state to be kept with the
 * tests.
 *
 * <p>So that as much as possible has something to remember: before that nobody says anything for
 * twenty minutes, a collector of two further peers goes away for good, another country map comes,
 * and another country has an outage.
 */
final class TinyStory {
  static final Instant STOP = World.minute(120);

  /** When the job gets another country map. */
  private static final Instant OTHER_MAP = World.minute(60);

  /** Warm-ups that fit into the time before. */
  static final List<String> SETTINGS =
      List.of("warmup.routes=10min", "warmup.probes=45min", "source.idleness=1h");

  private static final Instant QUIET = World.minute(25);
  private static final Instant HEARD_AGAIN = World.minute(45);
  private static final Instant GONE = World.minute(50);
  private static final String BRIEFLY_OUT = "KE";
  private static final Instant BRIEFLY_DOWN = World.minute(65);
  private static final Instant BRIEFLY_BACK = World.minute(75);
  private static final String LOSES_A_BLOCK = "MN";
  private static final String HAD_IT_BEFORE = "UY";
  private static final Instant DOWN = World.minute(95);
  private static final Instant BACK = World.minute(145);
  private static final Instant END = World.minute(180);
  private static final Duration HOUR = Duration.ofHours(1);

  /** States of a session (RFC 4271, section 8.2.2), as MRT numbers them. */
  private static final int ESTABLISHED = 6;

  private static final int IDLE = 1;
  private static final int BLOCKS_OF_C = 20;
  private static final int BLOCKS_ELSEWHERE = 4;

  private TinyStory() {}

  private static LongStream table() {
    return Stream.concat(Stream.of(World.C), World.OTHERS.stream())
        .flatMapToLong(
            country ->
                LongStream.concat(
                    LongStream.of(
                        CountrySpace.ipv4Blocks(
                            country, country.equals(World.C) ? BLOCKS_OF_C : BLOCKS_ELSEWHERE)),
                    LongStream.of(CountrySpace.ipv6Blocks(country, 2))));
  }

  /** The recordings of a part of the story, and the map that the job has meanwhile. */
  enum Part {
    EARLY("early", "geo-early.csv"),
    BEFORE("before", "geo.csv"),
    AFTER("after", "geo.csv");

    private final String recordings;
    private final String map;

    Part(String recordings, String map) {
      this.recordings = recordings;
      this.map = map;
    }

    Path recordings(Path folder) {
      return folder.resolve(recordings);
    }

    Path map(Path folder) {
      return folder.resolve(map);
    }

    private static Part at(Instant instant) {
      return instant.isBefore(OTHER_MAP) ? EARLY : instant.isBefore(STOP) ? BEFORE : AFTER;
    }
  }

  /** Writes all parts into a folder. */
  static void write(Path folder) throws IOException {
    List<Peer> peers = new ArrayList<>(World.peersAt("rrc71", 3, 0));
    peers.addAll(World.peersAt("rrc72", 3, 3));
    List<Peer> leaving = World.peersAt("rrc73", 2, 6);
    List<Peer> all = World.both(peers, leaving);
    long[] blocks = CountrySpace.ipv4Blocks(World.C, BLOCKS_OF_C);
    long[] briefly = CountrySpace.ipv4Blocks(BRIEFLY_OUT, BLOCKS_ELSEWHERE);
    Recording recording =
        World.emptyRecording(all)
            .dumpAll(World.START, table().toArray())
            .silence(all, QUIET, HEARD_AGAIN)
            .silence(leaving, GONE, END)
            .stateChange(GONE, leaving, ESTABLISHED, IDLE)
            .withdraw(BRIEFLY_DOWN, peers, briefly)
            .announce(BRIEFLY_BACK, peers, briefly)
            .withdraw(DOWN, peers, blocks)
            .announce(BACK, peers, blocks)
            .murmur(World.START, END.minusSeconds(1));
    RecordingArchive files =
        RecordingArchive.write(recording, folder.resolve("all"), collector -> HOUR);
    for (Path file : Stream.concat(files.ribs().stream(), files.updates().stream()).toList()) {
      String name = file.getFileName().toString();
      long begins = Long.parseLong(name.substring(name.lastIndexOf('.') + 1));
      move(file, Part.at(Instant.ofEpochSecond(begins)).recordings(folder));
    }
    ProbeWorld probes =
        ProbeWorld.of(5, BLOCKS_OF_C, BLOCKS_ELSEWHERE, ProbeWorld.ROUND)
            .during(DOWN, BACK, ProbeWorld.into(World.C), Answer.NO_REPLY)
            .during(QUIET, HEARD_AGAIN, ProbeWorld.all(), Answer.NOT_SENT);
    probes.write(probes(Part.EARLY.recordings(folder)), World.START, OTHER_MAP);
    probes.write(probes(Part.BEFORE.recordings(folder)), OTHER_MAP, STOP);
    probes.write(probes(Part.AFTER.recordings(folder)), STOP, END);
    List<String> map =
        table()
            .mapToObj(prefix -> Prefix.format(prefix) + "," + CountrySpace.countryOf(prefix))
            .toList();
    Files.write(Part.AFTER.map(folder), map);
    Files.write(Part.EARLY.map(folder), moved(map));
  }

  /** The file of probes among a part's recordings. */
  static Path probes(Path recordings) {
    return recordings.resolve("probes.avro");
  }

  private static List<String> moved(List<String> map) {
    List<String> moved = new ArrayList<>(map);
    int block =
        map.indexOf(
            map.stream().filter(line -> line.endsWith(LOSES_A_BLOCK)).findFirst().orElseThrow());
    moved.set(block, map.get(block).replace(LOSES_A_BLOCK, HAD_IT_BEFORE));
    return moved;
  }

  private static void move(Path file, Path into) throws IOException {
    Files.createDirectories(into);
    Files.move(file, into.resolve(file.getFileName()));
  }
}
