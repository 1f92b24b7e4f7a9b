package io.nightlight.demo;

import io.nightlight.domain.observation.Micros;
import io.nightlight.recording.mrt.MrtWriter;
import io.nightlight.recording.mrt.MrtWriter.RibEntry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes one collector's files into a folder of its name: a table dump at the start, then a file of
 * messages for every six hours, all named as BGPStream names such files.
 */
final class CollectorArchive {
  /** A file holds so much time. */
  static final Duration FILE_LENGTH = Duration.ofHours(6);

  /** The view name of the table dump; it says in the file itself what the file is. */
  private static final String VIEW = "reconstruction, not a recording";

  private final Path folder;
  private final Collector collector;

  CollectorArchive(Path into, Collector collector) throws IOException {
    this.folder = Files.createDirectories(into.resolve(collector.shortName()));
    this.collector = collector;
  }

  /** Writes what the sessions hold now, and returns the file. */
  Path writeRib(RouteCatalog catalog, List<Speaker> speakers) throws IOException {
    Path file = file("ribs", Timeline.START);
    long at = Micros.of(Timeline.START);
    try (OutputStream out = gzip(file)) {
      MrtWriter mrt = MrtWriter.withSeconds(out);
      int bgpId = Speaker.bgpId(Speaker.ipv4(collector, 1));
      mrt.peerIndexTable(at, bgpId, VIEW, speakers.stream().map(Speaker::peer).toList());
      int row = 0;
      for (int place = 0; place < catalog.size(); place++) {
        List<RibEntry> entries = entries(place, speakers, at);
        if (!entries.isEmpty()) {
          mrt.ribRow(at, row++, catalog.get(place).prefix(), entries);
        }
      }
    }
    return file;
  }

  private static List<RibEntry> entries(int place, List<Speaker> speakers, long at) {
    List<RibEntry> entries = new ArrayList<>();
    for (int i = 0; i < speakers.size(); i++) {
      if (speakers.get(i).holds(place)) {
        long days = 1 + (place * 7L + i) % 30;
        long originatedAt = at - Duration.ofDays(days).toSeconds() * 1_000_000;
        entries.add(new RibEntry(i, originatedAt, speakers.get(i).route(place, 0)));
      }
    }
    return entries;
  }

  /** Plays the collector's part of the script to the end, and returns the files in order. */
  List<Path> writeUpdates(List<Script.Cue> cues) throws IOException {
    List<Path> files = new ArrayList<>();
    int next = 0;
    for (Instant from = Timeline.START;
        from.isBefore(Timeline.END);
        from = from.plus(FILE_LENGTH)) {
      long until = Micros.of(from.plus(FILE_LENGTH));
      Path file = file("updates", from);
      files.add(file);
      try (OutputStream out = gzip(file)) {
        MrtWriter mrt =
            switch (collector.style()) {
              case RIS -> MrtWriter.withMicroseconds(out);
              case ROUTE_VIEWS -> MrtWriter.withSeconds(out);
            };
        while (next < cues.size() && cues.get(next).atMicros() < until) {
          cues.get(next++).play(mrt);
        }
      }
    }
    return files;
  }

  private Path file(String type, Instant from) {
    return folder.resolve(
        "reconstruction."
            + collector.shortName()
            + "."
            + type
            + "."
            + from.getEpochSecond()
            + ".gz");
  }

  private static OutputStream gzip(Path file) throws IOException {
    return new BufferedOutputStream(
        new GZIPOutputStream(Files.newOutputStream(file), 1 << 16), 1 << 16);
  }
}
