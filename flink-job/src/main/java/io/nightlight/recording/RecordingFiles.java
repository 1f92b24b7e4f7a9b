package io.nightlight.recording;

import io.nightlight.wire.CollectorHosts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files behind what a user named: files, folders with all that lies in them, globs, each with
 * an optional {@code COLLECTOR=} before it.
 */
public final class RecordingFiles {
  private static final Pattern COLLECTOR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private RecordingFiles() {}

  /**
   * Finds the files of BGP; each once, in the order of their paths, however and in whatever order
   * they were named. In folders and globs, what is no recording (a list of checksums, a licence),
   * what is of probes and what is hidden is left out.
   *
   * @throws UnreadableRecordingException if something named does not exist, cannot be read, or
   *     holds no recording of BGP that Nightlight reads
   */
  public static List<RecordingFile> find(List<String> named) throws UnreadableRecordingException {
    return find(named, format -> !format.isOfProbes(), "no recordings of BGP");
  }

  /**
   * Likewise, the files of probes.
   *
   * @throws UnreadableRecordingException likewise
   */
  public static List<RecordingFile> findProbes(List<String> named)
      throws UnreadableRecordingException {
    return find(named, RecordingFormat::isOfProbes, "no recordings of probes");
  }

  private static List<RecordingFile> find(
      List<String> named, Predicate<RecordingFormat> wanted, String none)
      throws UnreadableRecordingException {
    SortedMap<Path, RecordingFile> found = new TreeMap<>();
    for (String one : named) {
      for (RecordingFile file : findOne(one, wanted, none)) {
        found.putIfAbsent(file.path().toAbsolutePath().normalize(), file);
      }
    }
    return List.copyOf(found.values());
  }

  private static List<RecordingFile> findOne(
      String named, Predicate<RecordingFormat> wanted, String none)
      throws UnreadableRecordingException {
    int equals = named.indexOf('=');
    boolean hasCollector =
        equals > 0
            && COLLECTOR.matcher(named.substring(0, equals)).matches()
            && !Files.exists(path(named));
    String collector = hasCollector ? CollectorHosts.withoutDomain(named.substring(0, equals)) : "";
    String place = hasCollector ? named.substring(equals + 1) : named;
    Path path = path(place);
    if (Files.isRegularFile(path)) {
      RecordingFormat format = format(path);
      requireWanted(path, format, wanted, none);
      return List.of(recording(path, format, collector));
    }
    List<Path> candidates = Files.isDirectory(path) ? filesUnder(path, any -> true) : glob(place);
    List<RecordingFile> recordings = new ArrayList<>();
    for (Path candidate : candidates) {
      RecordingFormat format = format(candidate);
      if (format != RecordingFormat.UNKNOWN && wanted.test(format)) {
        recordings.add(recording(candidate, format, collector));
      }
    }
    if (recordings.isEmpty()) {
      throw new UnreadableRecordingException(none + " in " + place);
    }
    return recordings;
  }

  private static Path path(String text) throws UnreadableRecordingException {
    if (text.isEmpty()) {
      // Else it would be the current folder: most often a variable of the shell is not set.
      throw new UnreadableRecordingException("an empty text names no file and no folder");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UnreadableRecordingException("no such file: " + text, e);
    }
  }

  private static List<Path> glob(String pattern) throws UnreadableRecordingException {
    if (!GLOB.matcher(pattern).find()) {
      throw new UnreadableRecordingException("no such file: " + pattern);
    }
    Path root = Path.of("");
    Path full = path(pattern);
    for (Path part : full) {
      if (GLOB.matcher(part.toString()).find()) {
        break;
      }
      root = root.resolve(part);
    }
    if (full.isAbsolute()) {
      root = full.getRoot().resolve(root);
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    if (!Files.isDirectory(root)) {
      throw new UnreadableRecordingException("no file matches " + pattern);
    }
    return filesUnder(root, matcher);
  }

  private static List<Path> filesUnder(Path folder, PathMatcher matcher)
      throws UnreadableRecordingException {
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return paths
          .filter(matcher::matches)
          .filter(Files::isRegularFile)
          .filter(path -> !isHidden(folder.relativize(path)))
          .sorted(Comparator.naturalOrder())
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new UnreadableRecordingException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean isHidden(Path path) {
    for (Path part : path) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static RecordingFile recording(Path path, RecordingFormat format, String collector)
      throws UnreadableRecordingException {
    String name = collector.isEmpty() ? CollectorNames.of(path) : collector;
    try {
      return new RecordingFile(path, name, format, Files.size(path));
    } catch (IOException e) {
      throw new UnreadableRecordingException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static RecordingFormat format(Path path) throws UnreadableRecordingException {
    try (InputStream in = Decompression.open(Files.newInputStream(path))) {
      return RecordingFormat.of(in);
    } catch (IOException e) {
      throw new UnreadableRecordingException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static void requireWanted(
      Path path, RecordingFormat format, Predicate<RecordingFormat> wanted, String none)
      throws UnreadableRecordingException {
    if (format == RecordingFormat.UNKNOWN) {
      throw new UnreadableRecordingException(
          path
              + " is no recording: neither MRT, RIS Live JSON, RIPE Atlas JSON nor Avro of"
              + " Nightlight's schemas");
    }
    if (!wanted.test(format)) {
      throw new UnreadableRecordingException(none + " in " + path + ": it holds " + format.title());
    }
  }
}
