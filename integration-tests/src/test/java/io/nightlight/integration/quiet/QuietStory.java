package io.nightlight.integration.quiet;

import io.nightlight.domain.net.Prefix;
import io.nightlight.integration.replay.Replayed;
import io.nightlight.integration.world.CountrySpace;
import io.nightlight.integration.world.Peer;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.integration.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * A real file, and around it what is invented: table dumps 25 minutes before, signs of life every
 * minute until an hour after it, and three sessions at another collector that keep their routes.
 *
 * <p>Before, each session holds what it speaks of in the file and what covers that; besides,
 * everybody holds some of each country's blocks that the file doesn't touch, as many as it does: so
 * half of a country may come and go by the file alone.
 */
final class QuietStory {
  private static final Duration BEFORE = Duration.ofMinutes(25);
  private static final Duration AFTER = Duration.ofMinutes(65);
  private static final Duration OUTAGE = Duration.ofMinutes(40);
  private static final int LEAST_BLOCKS = 16;
  private static final int MOST_BLOCKS = 512;

  private final QuietCase quiet;
  private final Path real;
  private final Path folder;
  private final RealUpdates updates;
  private final Map<Peer, long[]> tables = new LinkedHashMap<>();
  private final Recording recording;
  private final int countries;

  private QuietStory(QuietCase quiet, Path real, Path folder, RealUpdates updates) {
    this.quiet = quiet;
    this.real = real;
    this.folder = folder;
    this.updates = updates;
    Set<Long> held = new HashSet<>();
    for (long prefix : updates.prefixes()) {
      if (Prefix.hash(prefix) % quiet.oneOf() == 0) {
        held.add(prefix);
      }
    }
    BitSet touched = new BitSet();
    Map<String, Integer> blocks = touch(updates.prefixes(), touched);
    long[] background = background(blocks, touched);
    countries = blocks.size();
    List<Peer> stable = World.peersAt("rrc71", 3, 0);
    stable.forEach(peer -> tables.put(peer, World.all(array(held), background)));
    for (Peer peer : updates.peers()) {
      Set<Long> own = updates.of(peer);
      own.retainAll(held);
      tables.put(peer, World.all(array(own), background));
    }
    recording = new Recording(List.copyOf(tables.keySet()), background[0]);
    Instant dump = updates.first().truncatedTo(ChronoUnit.MINUTES).minus(BEFORE);
    for (String collector : List.of(quiet.collector(), "rrc71")) {
      Map<Peer, long[]> rows = new LinkedHashMap<>(tables);
      rows.keySet().removeIf(peer -> !peer.collector().equals(collector));
      recording.dump(dump, Duration.ZERO, collector, rows);
    }
    recording.keepalives(dump, updates.last().plus(AFTER), Duration.ofMinutes(1));
  }

  /** Puts the real file beside invented ones. */
  static QuietStory write(QuietCase quiet, Path file, RealUpdates updates, Path folder)
      throws Exception {
    Path home = Files.createDirectories(folder.resolve("real").resolve(quiet.collector()));
    Path real = Files.copy(file, home.resolve("updates" + suffix(file)));
    return new QuietStory(quiet, real, folder, updates);
  }

  private static String suffix(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.'));
  }

  /** How many countries the file speaks of. */
  int countries() {
    return countries;
  }

  Instant outageStart() {
    return updates.first().plus(quiet.toOutage());
  }

  Instant outageEnd() {
    return outageStart().plus(OUTAGE);
  }

  /**
   * Every session withdraws all of the country, and again whatever the file announces of it; after
   * 40 minutes everybody announces what he held.
   */
  QuietStory withOutage() {
    for (Map.Entry<Peer, long[]> table : tables.entrySet()) {
      List<Peer> who = List.of(table.getKey());
      Set<Long> own = updates.of(table.getKey());
      LongStream.of(table.getValue()).forEach(own::add);
      own.removeIf(prefix -> !CountrySpace.countryOf(prefix).equals(quiet.country()));
      long[] all = array(own);
      recording.withdraw(outageStart(), who, all);
      updates
          .announcedSince(outageStart(), table.getKey())
          .forEach(
              (at, prefixes) ->
                  recording.withdraw(
                      at.plusSeconds(1),
                      who,
                      prefixes.stream().mapToLong(prefix -> prefix).toArray()));
      recording.announce(outageEnd(), who, all);
    }
    return this;
  }

  Replayed replay(Path out) throws Exception {
    RecordingArchive invented = RecordingArchive.write(recording, folder);
    List<Path> files = new ArrayList<>(invented.updates());
    files.add(real);
    return Replayed.run(new RecordingArchive(invented.ribs(), files), out);
  }

  /** Marks the /24s that prefixes cover, and counts them by country. */
  private static Map<String, Integer> touch(Set<Long> prefixes, BitSet touched) {
    Map<String, Integer> blocks = new TreeMap<>();
    for (long prefix : prefixes) {
      String country = CountrySpace.countryOf(prefix);
      if (!country.isEmpty() && !Prefix.isIpv6(prefix)) {
        int first = (int) Prefix.firstBlock(prefix);
        int end = first + (int) Prefix.blockCount(prefix);
        int known = touched.get(first, end).cardinality();
        touched.set(first, end);
        blocks.merge(country, end - first - known, Integer::sum);
      }
    }
    return blocks;
  }

  private static long[] background(Map<String, Integer> blocks, BitSet touched) {
    return blocks.entrySet().stream()
        .flatMapToLong(
            country -> {
              int count = Math.max(LEAST_BLOCKS, Math.min(MOST_BLOCKS, country.getValue()));
              return LongStream.of(
                  CountrySpace.ipv4Blocks(
                      country.getKey(),
                      count,
                      block -> !touched.get((int) Prefix.firstBlock(block))));
            })
        .toArray();
  }

  private static long[] array(Set<Long> prefixes) {
    return prefixes.stream().mapToLong(prefix -> prefix).sorted().toArray();
  }
}
