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
 */
final class TinyStory {
  static final Instant STOP = World.minute(120);

  /** Warm-ups that fit into the time before. */
  static final List<String> SETTINGS =
      List.of("warmup.routes=10min", "warmup.probes=45min", "source.idleness=1h");

  private static final Instant DOWN = World.minute(95);
  private static final Instant BACK = World.minute(145);
  private static final Instant END = World.minute(180);
  private static final Duration HOUR = Duration.ofHours(1);
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

  /** Writes {@code before/}, {@code after/} and {@code geo.csv} into a folder. */
  static void write(Path folder) throws IOException {
    List<Peer> peers = new ArrayList<>(World.peersAt("rrc71", 3, 0));
    peers.addAll(World.peersAt("rrc72", 3, 3));
    long[] blocks = CountrySpace.ipv4Blocks(World.C, BLOCKS_OF_C);
    Recording recording =
        World.emptyRecording(peers)
            .dumpAll(World.START, table().toArray())
            .withdraw(DOWN, peers, blocks)
            .announce(BACK, peers, blocks)
            .murmur(World.START, END.minusSeconds(1));
    RecordingArchive files =
        RecordingArchive.write(recording, folder.resolve("all"), collector -> HOUR);
    for (Path file : Stream.concat(files.ribs().stream(), files.updates().stream()).toList()) {
      String name = file.getFileName().toString();
      long begins = Long.parseLong(name.substring(name.lastIndexOf('.') + 1));
      move(file, folder.resolve(begins < STOP.getEpochSecond() ? "before" : "after"));
    }
    ProbeWorld probes =
        ProbeWorld.of(5, BLOCKS_OF_C, BLOCKS_ELSEWHERE, ProbeWorld.ROUND)
            .during(DOWN, BACK, ProbeWorld.into(World.C), Answer.NO_REPLY);
    probes.write(folder.resolve("before/probes.avro"), World.START, STOP);
    probes.write(folder.resolve("after/probes.avro"), STOP, END);
    Files.write(
        folder.resolve("geo.csv"),
        table()
            .mapToObj(prefix -> Prefix.format(prefix) + "," + CountrySpace.countryOf(prefix))
            .toList());
  }

  private static void move(Path file, Path into) throws IOException {
    Files.createDirectories(into);
    Files.move(file, into.resolve(file.getFileName()));
  }
}
