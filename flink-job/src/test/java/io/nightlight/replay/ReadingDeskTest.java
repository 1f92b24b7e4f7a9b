package io.nightlight.replay;

import static io.nightlight.recording.mrt.MrtBytes.T0;
import static io.nightlight.recording.mrt.MrtBytes.announcement;
import static io.nightlight.wire.bgp.WireBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.recording.ReadingProgress;
import io.nightlight.recording.RecordingFiles;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import io.nightlight.wire.bgp.WireBytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingDeskTest {
  @TempDir private Path folder;

  /** A clock that stands at 1970: the record is whole, and its time cannot be believed. */
  @Test
  void p9RefusesWhatCannotBeBelievedWithItsBytes() throws Exception {
    WireBytes stopped = announcement(0, "175.45.176.0/24");
    WireBytes right = announcement(T0, "175.45.176.0/24");
    Path file =
        Files.write(folder.resolve("rrc06"), bytes().put(right).put(right).put(stopped).toArray());

    try (ReadingDesk desk =
        ReadingDesk.open(RecordingFiles.find(List.of(file.toString())), ReadingProgress.UNHEARD)) {
      ReadingDesk.Reading reading = desk.read(0);
      assertThat(reading.next().observation()).isNotNull();
      assertThat(reading.next().observation()).isNotNull();
      Rejection rejection = reading.next().rejection();

      assertThat(rejection).isNotNull();
      assertThat(rejection.reason()).isEqualTo(RejectReason.INVALID_VALUE);
      assertThat(rejection.original()).isEqualTo(stopped.toArray());
      assertThat(rejection.source()).isEqualTo(file.toString());
      assertThat(rejection.offset()).isEqualTo(2 * right.size());
      assertThat(reading.hasNext()).isFalse();
    }
  }
}
