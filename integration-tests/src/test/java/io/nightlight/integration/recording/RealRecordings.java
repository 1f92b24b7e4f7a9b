package io.nightlight.integration.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nightlight.recording.ReadingProgress;
import io.nightlight.recording.Recorded;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.recording.Recordings;
import io.nightlight.recording.UnreadableRecordingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The folder of recordings, which is too large to ship with the sources. */
public final class RealRecordings {
  private RealRecordings() {}

  /** A file below the folder; the test is skipped where it is missing. */
  public static Path file(String name) {
    Path folder = Path.of(System.getProperty("nightlight.recordings", "../../shared/data"));
    Path file = folder.resolve(name);
    assumeTrue(
        Files.exists(file), "skipped: no recording " + file + " (-Dnightlight.recordings=FOLDER)");
    return file;
  }

  /** Reads files to their end. */
  static Recordings read(Consumer<Recorded> each, String... names)
      throws UnreadableRecordingException {
    List<String> paths = Arrays.stream(names).map(name -> file(name).toString()).toList();
    try (Recordings recordings =
        Recordings.open(RecordingFiles.find(paths), ReadingProgress.UNHEARD)) {
      for (Recorded next = recordings.next(); next != null; next = recordings.next()) {
        assertThat(next.message() == null).isNotEqualTo(next.rejection() == null);
        each.accept(next);
      }
      return recordings;
    }
  }
}
