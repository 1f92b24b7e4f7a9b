package io.nightlight.integration.replay;

import io.nightlight.recording.mrt.MrtReader;
import io.nightlight.recording.mrt.MrtRecord;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** A file of updates, cut into one for each session, with the records of each out of order. */
final class ShuffledFiles {
  private static final int MRT_HEADER_BYTES = 12;
  private static final int BGP4MP_ET = 17;
  private static final int AFI_IPV6 = 2;

  /** So far behind its place, in microseconds, a record lies at most. */
  private static final long MOST_MICROS = 59_000_000;

  private static final double SHARE_TWICE = 0.02;

  private ShuffledFiles() {}

  private record Placed(long placeMicros, MrtRecord record) {}

  /** Writes the files, below a folder of the collector's name. */
  static List<Path> write(Path gzipped, long seed, Path into) throws Exception {
    String collector = gzipped.getParent().getFileName().toString();
    Path folder = Files.createDirectories(into.resolve(collector));
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, List<MrtRecord>> session : bySession(gzipped).entrySet()) {
      SplittableRandom random =
          new SplittableRandom(
              seed * 31 + session.getKey().hashCode() * 17L + collector.hashCode());
      Path file = folder.resolve("session-" + session.getKey() + ".mrt");
      write(file, shuffled(session.getValue(), random));
      files.add(file);
    }
    return files;
  }

  private static Map<String, List<MrtRecord>> bySession(Path gzipped) throws Exception {
    Map<String, List<MrtRecord>> sessions = new TreeMap<>();
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(gzipped)))) {
      MrtReader reader = new MrtReader(in);
      for (MrtRecord record = reader.next(); record != null; record = reader.next()) {
        sessions.computeIfAbsent(session(record), s -> new ArrayList<>()).add(record);
      }
    }
    return sessions;
  }

  /** AS number and address of the peer, as BGP4MP of four-byte AS numbers has them. */
  private static String session(MrtRecord record) {
    byte[] bytes = record.bytes();
    int body = MRT_HEADER_BYTES + (record.type() == BGP4MP_ET ? 4 : 0);
    int addressBytes = bytes[body + 11] == AFI_IPV6 ? 16 : 4;
    return HexFormat.of().formatHex(bytes, body, body + 4)
        + "-"
        + HexFormat.of().formatHex(Arrays.copyOfRange(bytes, body + 12, body + 12 + addressBytes));
  }

  /** What bears one time stays together: only its order tells which of it came first. */
  private static List<Placed> shuffled(List<MrtRecord> records, SplittableRandom random)
      throws Exception {
    Map<Long, Long> shifts = new TreeMap<>();
    List<Placed> shuffled = new ArrayList<>();
    for (MrtRecord record : records) {
      long at = record.observedAtMicros();
      long place = at + shifts.computeIfAbsent(at, any -> random.nextLong(MOST_MICROS));
      shuffled.add(new Placed(place, record));
      if (random.nextDouble() < SHARE_TWICE) {
        shuffled.add(new Placed(place, record));
      }
    }
    shuffled.sort(Comparator.comparingLong(Placed::placeMicros));
    return shuffled;
  }

  private static void write(Path file, List<Placed> records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Placed placed : records) {
      bytes.write(placed.record().bytes());
    }
    Files.write(file, bytes.toByteArray());
  }
}
