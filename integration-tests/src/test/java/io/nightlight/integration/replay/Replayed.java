package io.nightlight.integration.replay;

import io.nightlight.job.JobConfig;
import io.nightlight.replay.OutputFiles;
import io.nightlight.replay.Progress;
import io.nightlight.replay.Replay;
import io.nightlight.replay.ReplayRequest;
import io.nightlight.replay.Summary;
import io.nightlight.schema.MeasurementEvent;
import io.nightlight.schema.OutageEvent;
import io.nightlight.wire.AvroJsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A replay that has been run, and what it left. */
record Replayed(Summary summary, Path folder) {

  /** Replays with the default configuration but for the settings, each {@code key=value}. */
  static Replayed run(
      List<Path> ribs, List<Path> updates, int parallelism, Path out, String... settings)
      throws Exception {
    ReplayRequest request =
        new ReplayRequest(
            texts(ribs),
            texts(updates),
            List.of(),
            null,
            JobConfig.load(null, List.of(settings)),
            parallelism,
            out,
            Progress.silent());
    return new Replayed(Replay.run(request), out);
  }

  private static List<String> texts(List<Path> files) {
    return files.stream().map(Path::toString).toList();
  }

  List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  List<OutageEvent> events() throws IOException {
    return lines(OutputFiles.EVENTS).stream()
        .map(line -> AvroJsonReader.read(line, OutageEvent.newBuilder().build()))
        .toList();
  }

  List<MeasurementEvent> measurements() throws IOException {
    return lines(OutputFiles.MEASUREMENTS).stream()
        .map(line -> AvroJsonReader.read(line, MeasurementEvent.newBuilder().build()))
        .toList();
  }
}
