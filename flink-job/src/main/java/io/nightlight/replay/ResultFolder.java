package io.nightlight.replay;

import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.wire.AvroJsonReader;
import io.nightlight.wire.OutageEventCodec;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.ScoredWindow;
import io.nightlight.wire.ScoredWindowReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a replay left in a folder, line by line. Lines that cannot be read are counted and passed
 * over.
 *
 * @param path holds the events and the scores
 */
public record ResultFolder(Path path) {
  /**
   * Finds the results in folders: each is one, or those right below it are. Once each, however
   * often they are named; those below a folder by name.
   *
   * @throws UnreadableInput if there is no such folder, or none of a replay in it
   */
  public static List<ResultFolder> find(List<Path> folders) throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new UnreadableInput("no such folder: " + folder);
      }
      if (isResult(folder)) {
        found.add(folder.toRealPath());
        continue;
      }
      try (Stream<Path> below = Files.list(folder)) {
        List<Path> results = below.filter(ResultFolder::isResult).sorted().toList();
        if (results.isEmpty()) {
          throw new UnreadableInput(
              "%s holds no result of replay: no %s in it, nor in a folder right below it"
                  .formatted(folder, OutputFiles.EVENTS));
        }
        for (Path result : results) {
          found.add(result.toRealPath());
        }
      }
    }
    return found.stream().map(ResultFolder::new).toList();
  }

  private static boolean isResult(Path folder) {
    return Files.isRegularFile(folder.resolve(OutputFiles.EVENTS));
  }

  /**
   * Lines that could not be read.
   *
   * @param lines how many
   * @param first which one, and what is wrong; null if there is none
   */
  public record Damage(long lines, @Nullable String first) {
    public static final Damage NONE = new Damage(0, null);

    public Damage plus(Damage other) {
      return new Damage(lines + other.lines, first == null ? other.first : first);
    }
  }

  /**
   * Hands over all revisions of all events, in the order of the file.
   *
   * @throws UnreadableInput if there is no such file, or no line of it can be read
   */
  public Damage readEvents(Consumer<OutageEvent> each) throws IOException {
    return read(
        OutputFiles.EVENTS,
        line ->
            each.accept(
                OutageEventCodec.toDomain(
                    AvroJsonReader.read(
                        line, io.nightlight.schema.OutageEvent.newBuilder().build()))));
  }

  /** Likewise of the windows that were scored; it may be millions. */
  public Damage readWindows(Consumer<ScoredWindow> each) throws IOException {
    ScoredWindowReader reader = new ScoredWindowReader();
    return read(OutputFiles.SCORES, line -> each.accept(reader.read(line)));
  }

  private Damage read(String name, Consumer<String> take) throws IOException {
    Path file = path.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new UnreadableInput("no such file: " + file);
    }
    Damage damage = Damage.NONE;
    long number = 0;
    // Not Files.newBufferedReader, which stops at bytes that are no UTF-8.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          take.accept(line);
        } catch (RefusedException e) {
          String what = "%s, line %d: %s".formatted(file, number, e.getMessage());
          damage = damage.plus(new Damage(1, what));
        }
      }
    }
    if (damage.first != null && damage.lines == number) {
      throw new UnreadableInput(damage.first);
    }
    return damage;
  }
}
