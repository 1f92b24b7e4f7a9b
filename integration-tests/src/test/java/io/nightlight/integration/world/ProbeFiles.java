package io.nightlight.integration.world;

import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.ProbeResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** The same results of probes in other files and in another order. */
public final class ProbeFiles {
  private static final int BLOCK_BYTES = 4_096;

  private ProbeFiles() {}

  private record Placed(long placeMicros, ProbeResult result) {}

  /** All of a file. */
  public static List<ProbeResult> read(Path file) throws IOException {
    List<ProbeResult> results = new ArrayList<>();
    try (DataFileReader<ProbeResult> in =
        new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(ProbeResult.class))) {
      in.forEach(results::add);
    }
    return results;
  }

  /** A file of many small blocks that are not packed. */
  public static Path write(Path file, List<ProbeResult> results) throws IOException {
    Files.createDirectories(file.getParent());
    try (DataFileWriter<ProbeResult> out =
        new DataFileWriter<>(new SpecificDatumWriter<>(ProbeResult.class))) {
      out.setSyncInterval(BLOCK_BYTES);
      out.create(ProbeResult.getClassSchema(), file.toFile());
      for (ProbeResult result : results) {
        out.append(result);
      }
    }
    return file;
  }

  /** A file for each name that the results come under. */
  public static List<Path> split(
      List<ProbeResult> results, Function<ProbeResult, String> name, Path folder)
      throws IOException {
    Map<String, List<ProbeResult>> files = new TreeMap<>();
    for (ProbeResult result : results) {
      files.computeIfAbsent(name.apply(result), any -> new ArrayList<>()).add(result);
    }
    List<Path> paths = new ArrayList<>();
    for (Map.Entry<String, List<ProbeResult>> file : files.entrySet()) {
      paths.add(write(folder.resolve(file.getKey() + ".avro"), file.getValue()));
    }
    return paths;
  }

  /** Each lies up to so much behind its place. */
  public static List<ProbeResult> shuffled(List<ProbeResult> results, Duration most, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return results.stream()
        .map(
            result ->
                new Placed(
                    Micros.of(result.getObservedAt()) + random.nextLong(Micros.of(most)), result))
        .sorted(Comparator.comparingLong(Placed::placeMicros))
        .map(Placed::result)
        .toList();
  }

  /** A share of the results is there twice. */
  public static List<ProbeResult> doubled(List<ProbeResult> results, double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ProbeResult> doubled = new ArrayList<>();
    for (ProbeResult result : results) {
      doubled.add(result);
      if (random.nextDouble() < share) {
        doubled.add(result);
      }
    }
    return doubled;
  }
}
