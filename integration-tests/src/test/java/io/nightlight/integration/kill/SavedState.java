package io.nightlight.integration.kill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * What a release left for the next ones to restore, packed into one file: a savepoint, how far the
 * topics had been read, what is published afterwards, and the events that come of it all.
 *
 * @param folder where it has been unpacked to
 */
record SavedState(Path folder) {
  /** The files are the same bytes whenever they are packed. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

  static SavedState unpack(String resource, Path into) throws IOException {
    try (InputStream bytes = SavedState.class.getResourceAsStream(resource);
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(bytes, resource))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = into.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
    return new SavedState(into);
  }

  void pack(Path file) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(9);
      for (Path each : files) {
        ZipEntry entry = new ZipEntry(folder.relativize(each).toString());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        Files.copy(each, zip);
      }
    }
  }

  Path savepoint() {
    return folder.resolve("savepoint");
  }

  /** Lines {@code topic partition offset}: where the restored job reads on. */
  Path offsets() {
    return folder.resolve("offsets.txt");
  }

  /** The recordings that are published after the restore. */
  Path after() {
    return folder.resolve("after");
  }

  Path geo() {
    return folder.resolve("geo.csv");
  }

  /** Lines {@code eventId revision kind startedAt recoveredAt}. */
  Path events() {
    return folder.resolve("events.txt");
  }
}
