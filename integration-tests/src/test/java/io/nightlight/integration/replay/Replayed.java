package io.nightlight.integration.replay;

import io.nightlight.demo.Reconstruction;
import io.nightlight.integration.world.Recording;
import io.nightlight.integration.world.RecordingArchive;
import io.nightlight.job.JobConfig;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Replay;
import io.nightlight.replay.ReplayRequest;
import io.nightlight.replay.Summary;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.OutageEventKind;
import io.nightlight.schema.Signal;
import io.nightlight.schema.SignalScore;
import io.nightlight.wire.AvroJsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** A replay that has been run, and what it left. */
public record Replayed(Summary summary, Path folder) {

  /** Replays with the default configuration but for the settings, each {@code key=value}. */
  public static Replayed run(
      List<Path> ribs, List<Path> updates, int parallelism, Path out, String... settings)
      throws Exception {
    return run(ribs, updates, List.of(), parallelism, out, settings);
  }

  /** Likewise, with recordings of probes. */
  public static Replayed run(
      List<Path> ribs,
      List<Path> updates,
      List<Path> probes,
      int parallelism,
      Path out,
      String... settings)
      throws Exception {
    ReplayRequest request =
        new ReplayRequest(
            texts(ribs),
            texts(updates),
            texts(probes),
            null,
            JobConfig.load(null, List.of(settings)),
            parallelism,
            out,
            Progress.silent());
    return new Replayed(Replay.run(request), out);
  }

  /** Replays both signals of the reconstruction as the demonstration does. */
  public static Replayed run(
      Reconstruction.Recording recording, int parallelism, Path out, String... settings)
      throws Exception {
    List<String> all = new ArrayList<>(Reconstruction.SETTINGS);
    all.addAll(List.of(settings));
    return run(
        recording.ribs(),
        recording.updates(),
        recording.probes(),
        parallelism,
        out,
        all.toArray(String[]::new));
  }

  /** Replays an invented recording, after ten minutes of warm-up unless the settings differ. */
  public static Replayed run(Recording recording, Path folder, String... settings)
      throws Exception {
    RecordingArchive files = RecordingArchive.write(recording, folder.resolve("recording"));
    return run(files, folder.resolve("out"), settings);
  }

  /** As {@link #run(Recording, Path, String...)}, of files that are written already. */
  public static Replayed run(RecordingArchive files, Path out, String... settings)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("warmup.routes=10min"));
    all.addAll(List.of(settings));
    return run(files.ribs(), files.updates(), 2, out, all.toArray(String[]::new));
  }

  private static List<String> texts(List<Path> files) {
    return files.stream().map(Path::toString).toList();
  }

  public List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  public List<OutageEvent> events() throws IOException {
    return lines(OutputFiles.EVENTS).stream()
        .map(line -> AvroJsonReader.read(line, OutageEvent.newBuilder().build()))
        .toList();
  }

  public List<MeasurementEvent> measurements() throws IOException {
    return lines(OutputFiles.MEASUREMENTS).stream()
        .map(line -> AvroJsonReader.read(line, MeasurementEvent.newBuilder().build()))
        .toList();
  }

  /** The revisions that tell of a beginning. */
  public List<OutageEvent> started() throws IOException {
    return events().stream().filter(event -> event.getKind() == OutageEventKind.STARTED).toList();
  }

  /** A country's scores, window by window. */
  public List<AvailabilityScore> scores(String country) throws IOException {
    return scoresOfLines("{\"country\":\"" + country + "\"");
  }

  /** The scores of all countries. */
  public List<AvailabilityScore> scores() throws IOException {
    return scoresOfLines("");
  }

  private List<AvailabilityScore> scoresOfLines(String beginning) throws IOException {
    try (Stream<String> lines = Files.lines(folder.resolve(OutputFiles.SCORES))) {
      return lines
          .filter(line -> line.startsWith(beginning))
          .map(line -> AvroJsonReader.read(line, AvailabilityScore.newBuilder().build()))
          .toList();
    }
  }

  /** Those of a country's scores whose windows end in between, both ends included. */
  public List<AvailabilityScore> scores(String country, Instant first, Instant last)
      throws IOException {
    return scores(country).stream()
        .filter(score -> !score.getWindowEnd().isBefore(first))
        .filter(score -> !score.getWindowEnd().isAfter(last))
        .toList();
  }

  /**
   * A country's score in the window that ends then.
   *
   * @throws NoSuchElementException if there is none
   */
  public AvailabilityScore score(String country, Instant windowEnd) throws IOException {
    return scores(country).stream()
        .filter(score -> score.getWindowEnd().equals(windowEnd))
        .findFirst()
        .orElseThrow();
  }

  /** What one signal of a country came to in the window that ends then. */
  public SignalScore signal(String country, Signal signal, Instant windowEnd) throws IOException {
    return score(country, windowEnd).getSignals().stream()
        .filter(score -> score.getSignal() == signal)
        .findFirst()
        .orElseThrow();
  }
}
