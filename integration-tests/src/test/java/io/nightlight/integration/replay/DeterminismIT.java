package io.nightlight.integration.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.demo.Reconstruction;
import io.nightlight.recording.mrt.MrtReader;
import io.nightlight.recording.mrt.MrtRecord;
import io.nightlight.replay.OutputFiles;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same recording gives the same bytes, however it is cut, packed, named and spread. On six
 * hours of the reconstruction: the tables, a pause of two days and more, an outage with its end,
 * one without.
 */
class DeterminismIT {
  private static final String FROM =
      "." + Instant.parse("2014-12-22T12:00:00Z").getEpochSecond() + ".";

  @TempDir static Path folder;

  private static List<Path> ribs;
  private static List<Path> updates;
  private static Replayed expected;

  @TempDir private Path scratch;

  @BeforeAll
  static void replayOnce() throws Exception {
    Reconstruction.Recording all = Reconstruction.write(folder.resolve("recording"));
    ribs = all.ribs();
    updates = all.updates().stream().filter(file -> name(file).contains(FROM)).toList();
    assertThat(updates).hasSize(4);
    expected = Replayed.run(ribs, updates, 1, folder.resolve("out"));

    assertThat(expected.events()).as("an outage, and the start of another").hasSize(3);
    assertThat(expected.measurements()).as("a pause of all input").hasSize(2);
    assertThat(expected.summary().count("late")).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void parallelismChangesNothing(int parallelism) throws Exception {
    assertSame(Replayed.run(ribs, updates, parallelism, scratch.resolve("out")));
  }

  @Test
  void theOrderOfTheFilesChangesNothing() throws Exception {
    List<Path> reversedUpdates = new ArrayList<>(updates);
    List<Path> reversedRibs = new ArrayList<>(ribs);
    Collections.reverse(reversedUpdates);
    Collections.reverse(reversedRibs);

    // Which option names a file says nothing either: what it is, its content tells.
    assertSame(Replayed.run(reversedUpdates, reversedRibs, 2, scratch.resolve("out")));
  }

  @Test
  void aFileSplitBetweenTwoRecordsChangesNothing() throws Exception {
    Path whole = updates.get(0);
    byte[] bytes = unpacked(whole);
    int middle = Math.toIntExact(records(bytes).get(records(bytes).size() / 2).offset());
    Path first = scratch.resolve("reconstruction." + collector(whole) + ".updates.1419249600");
    Path second = scratch.resolve("reconstruction." + collector(whole) + ".updates.1419260400");
    Files.write(first, Arrays.copyOf(bytes, middle));
    Files.write(second, Arrays.copyOfRange(bytes, middle, bytes.length));

    assertSame(Replayed.run(ribs, withFirst(List.of(second, first)), 2, scratch.resolve("out")));
  }

  @Test
  void aRecordHeardTwiceChangesNothing() throws Exception {
    Path whole = updates.get(0);
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    int number = 0;
    for (MrtRecord record : records(unpacked(whole))) {
      twice.write(record.bytes());
      if (number++ % 100 == 50) {
        twice.write(record.bytes());
      }
    }
    Path file = scratch.resolve(name(whole).replace(".gz", ""));
    Files.write(file, twice.toByteArray());

    Replayed replayed = Replayed.run(ribs, withFirst(List.of(file)), 2, scratch.resolve("out"));

    assertThat(replayed.summary().countAll("observations."))
        .as("the test repeats records")
        .isGreaterThan(expected.summary().countAll("observations."));
    assertSame(replayed);
  }

  /**
   * As if every session were a partition of its own, and each delivered up to a minute late, in
   * another order, and some of it twice: within the disorder that is allowed.
   */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 8"})
  void sessionsApartAndShuffledWithinTheBoundChangeNothing(long seed, int parallelism)
      throws Exception {
    List<Path> apart = new ArrayList<>();
    for (Path whole : updates) {
      apart.addAll(ShuffledFiles.write(whole, seed, scratch));
    }
    assertThat(apart).as("22 sessions").hasSize(22);
    Collections.shuffle(apart, new Random(seed));

    Replayed replayed = Replayed.run(ribs, apart, parallelism, scratch.resolve("out"));

    assertThat(replayed.summary().countAll("observations."))
        .as("the test repeats records")
        .isGreaterThan(expected.summary().countAll("observations."));
    assertSame(replayed);
  }

  @Test
  void aTableDumpReadTwiceChangesNothing() throws Exception {
    List<Path> twice = new ArrayList<>(ribs);
    for (Path rib : ribs) {
      Path copy = scratch.resolve(collector(rib)).resolve("copy-" + name(rib));
      Files.createDirectories(copy.getParent());
      twice.add(Files.copy(rib, copy));
    }

    assertSame(Replayed.run(twice, updates, 2, scratch.resolve("out")));
  }

  @Test
  void compressionChangesNothing() throws Exception {
    String[] methods = {
      CompressorStreamFactory.BZIP2,
      CompressorStreamFactory.XZ,
      CompressorStreamFactory.ZSTANDARD,
      CompressorStreamFactory.XZ
    };
    List<Path> packed = new ArrayList<>();
    for (int i = 0; i < updates.size(); i++) {
      packed.add(packed(updates.get(i), methods[i]));
    }

    assertSame(
        Replayed.run(
            List.of(
                packed(ribs.get(0), CompressorStreamFactory.BZIP2),
                packed(ribs.get(1), CompressorStreamFactory.XZ),
                ribs.get(2),
                ribs.get(3)),
            packed,
            2,
            scratch.resolve("out")));
  }

  private static void assertSame(Replayed actual) throws IOException {
    for (String file : OutputFiles.DIGESTED) {
      if (!actual.summary().digests().get(file).equals(expected.summary().digests().get(file))) {
        assertThat(actual.lines(file)).as(file).isEqualTo(expected.lines(file));
      }
    }
    assertThat(actual.summary().digests()).isEqualTo(expected.summary().digests());
    assertThat(actual.summary().count("late")).isZero();
  }

  private static List<Path> withFirst(List<Path> instead) {
    List<Path> files = new ArrayList<>(instead);
    files.addAll(updates.subList(1, updates.size()));
    return files;
  }

  private Path packed(Path file, String method) throws IOException, CompressorException {
    Path packed = scratch.resolve(name(file).replace(".gz", "." + method));
    try (OutputStream out =
        new CompressorStreamFactory()
            .createCompressorOutputStream(method, Files.newOutputStream(packed))) {
      out.write(unpacked(file));
    }
    return packed;
  }

  private static byte[] unpacked(Path file) throws IOException {
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return in.readAllBytes();
    }
  }

  private static List<MrtRecord> records(byte[] bytes) throws Exception {
    MrtReader reader = new MrtReader(new ByteArrayInputStream(bytes));
    List<MrtRecord> records = new ArrayList<>();
    for (MrtRecord record = reader.next(); record != null; record = reader.next()) {
      records.add(record);
    }
    return records;
  }

  private static String collector(Path file) {
    return name(file.getParent());
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
