package io.nightlight.integration.world;

import io.nightlight.domain.observation.Micros;
import io.nightlight.integration.world.Recording.Dump;
import io.nightlight.integration.world.Recording.Told;
import io.nightlight.recording.mrt.MrtWriter;
import io.nightlight.recording.mrt.MrtWriter.RibEntry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The files of a recording, one folder a collector.
 *
 * @param ribs the table dumps
 * @param updates what was said
 */
public record RecordingArchive(List<Path> ribs, List<Path> updates) {

  /** One update file a collector. */
  public static RecordingArchive write(Recording recording, Path folder) throws IOException {
    return write(recording, folder, collector -> Duration.ofDays(2));
  }

  /** An update file for each length of time that begins at a multiple of it since 1970. */
  public static RecordingArchive write(
      Recording recording, Path folder, Function<String, Duration> fileLength) throws IOException {
    List<Path> ribs = new ArrayList<>();
    for (Dump dump : recording.dumps()) {
      ribs.add(writeDump(dump, folder));
    }
    Map<String, List<Told>> files = new TreeMap<>();
    for (Told record : recording.records()) {
      String collector = record.peer().collector();
      long seconds = fileLength.apply(collector).toSeconds();
      long from = record.placeMicros() / 1_000_000 / seconds * seconds;
      files
          .computeIfAbsent(name(collector, "updates", from), name -> new ArrayList<>())
          .add(record);
    }
    List<Path> updates = new ArrayList<>();
    for (Map.Entry<String, List<Told>> file : files.entrySet()) {
      updates.add(writeUpdates(folder.resolve(file.getKey()), file.getValue()));
    }
    return new RecordingArchive(ribs, updates);
  }

  private static Path writeUpdates(Path path, List<Told> records) throws IOException {
    List<Told> inPlace = new ArrayList<>(records);
    inPlace.sort(Comparator.comparingLong(Told::placeMicros));
    try (OutputStream out = open(path)) {
      for (Told record : inPlace) {
        out.write(record.bytes());
      }
    }
    return path;
  }

  private static Path writeDump(Dump dump, Path folder) throws IOException {
    Path path = folder.resolve(name(dump.collector(), "ribs", dump.at().getEpochSecond()));
    List<Peer> peers = List.copyOf(dump.rows().keySet());
    TreeMap<Long, List<Integer>> holders = new TreeMap<>(Long::compareUnsigned);
    for (int i = 0; i < peers.size(); i++) {
      for (long prefix : dump.rows().get(peers.get(i))) {
        holders.computeIfAbsent(prefix, p -> new ArrayList<>()).add(i);
      }
    }
    long at = Micros.of(dump.at());
    int row = 0;
    try (OutputStream out = open(path)) {
      MrtWriter mrt = MrtWriter.withSeconds(out);
      mrt.peerIndexTable(at, 1, "invented", peers.stream().map(Peer::indexed).toList());
      for (Map.Entry<Long, List<Integer>> prefix : holders.entrySet()) {
        long when = at + Micros.of(dump.takes()) * row / holders.size();
        List<RibEntry> entries = new ArrayList<>();
        for (int holder : new TreeSet<>(prefix.getValue())) {
          entries.add(
              new RibEntry(
                  holder,
                  at - Micros.of(Duration.ofDays(3)),
                  Recording.route(peers.get(holder), prefix.getKey())));
        }
        mrt.ribRow(when, row++, prefix.getKey(), entries);
      }
    }
    return path;
  }

  private static OutputStream open(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    return new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
  }

  /** As BGPStream names such files; in the folder that is given or else the collector's. */
  private static String name(String folder, String type, long fromSeconds) {
    String collector = folder.replaceFirst("/.*", "");
    return folder + "/invented." + collector + "." + type + "." + fromSeconds;
  }
}
