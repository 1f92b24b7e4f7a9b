package io.nightlight.recording;

import static io.nightlight.wire.rislive.RisLiveText.T0;
import static io.nightlight.wire.rislive.RisLiveText.announcement;
import static io.nightlight.wire.rislive.RisLiveText.message;
import static io.nightlight.wire.rislive.RisLiveText.withdrawal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Session;
import io.nightlight.recording.mrt.MrtBytes;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import io.nightlight.wire.Skipped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RisLiveRecordingTest {
  private static final String LINE = announcement("175.45.176.0/24");

  @TempDir private Path folder;

  private String write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  private String write(String name, String... lines) throws IOException {
    return write(name, String.join("\n", lines).getBytes(UTF_8));
  }

  private static String at(long second, String line) {
    return line.replace(Long.toString(T0), Long.toString(T0 + second));
  }

  private static Recordings open(String... named) throws UnreadableRecordingException {
    return Recordings.open(RecordingFiles.find(List.of(named)), ReadingProgress.UNHEARD);
  }

  private static List<Recorded> rest(Recordings recordings) throws UnreadableRecordingException {
    List<Recorded> all = new ArrayList<>();
    for (Recorded one = recordings.next(); one != null; one = recordings.next()) {
      all.add(one);
    }
    return all;
  }

  private static List<Recorded> read(String... named) throws UnreadableRecordingException {
    try (Recordings recordings = open(named)) {
      return rest(recordings);
    }
  }

  /** Collector and seconds since T0 of messages, the reason of refusals. */
  private static List<String> summary(List<Recorded> all) {
    return all.stream()
        .map(
            one ->
                one.message() == null
                    ? one.rejection().reason().name()
                    : one.message().getCollector()
                        + " "
                        + (one.message().getObservedAt().getEpochSecond() - T0))
        .toList();
  }

  @Test
  void theCollectorStandsInTheMessageAndNotInTheFilesName() throws Exception {
    String file =
        write(
            "rrc00.json",
            LINE,
            LINE.replace("rrc06", "rrc07"),
            LINE.replace("\"host\":\"rrc06.ris.ripe.net\",", ""));

    assertThat(summary(read(file))).containsExactly("rrc06 0", "rrc07 0", "rrc00 0");
    assertThat(summary(read("lab=" + file))).containsExactly("rrc06 0", "rrc07 0", "lab 0");
  }

  @Test
  void theIdsNumberOrdersWhatBearsOneTime() throws Exception {
    String file = write("a.json", LINE, LINE.replace("-77", "-78"), LINE.replace("-77", ""));

    assertThat(read(file)).extracting(Recorded::sequence).containsExactly(77L, 78L, 3L);
  }

  @Test
  void isMergedWithOtherFilesInTheOrderOfTime() throws Exception {
    String json = write("a.json", at(5, LINE), at(20, LINE));
    String mrt = write("rrc01.mrt", MrtBytes.announcement(T0 + 10, "10.0.0.0/8").toArray());

    assertThat(summary(read(mrt, json))).containsExactly("rrc06 5", "rrc01 10", "rrc06 20");
  }

  @Test
  void p09DamagedLinesAreRefusedWithTheirPlaceAndTheOthersRead() throws Exception {
    String file =
        write(
            "a.json",
            LINE,
            "{\"type\":",
            "",
            "x".repeat(2 << 20),
            at(1, withdrawal("10.0.0.0/33")),
            at(2, LINE));

    List<Recorded> all = read(file);

    assertThat(summary(all))
        .containsExactly("rrc06 0", "TRUNCATED", "TOO_LARGE", "INVALID_VALUE", "rrc06 2");
    Rejection second = all.get(1).rejection();
    assertThat(second.message()).startsWith("line 2: ");
    assertThat(second.source()).isEqualTo(file);
    assertThat(second.offset()).isEqualTo(LINE.length() + 1);
    assertThat(second.original()).asString().isEqualTo("{\"type\":");
    Rejection third = all.get(2).rejection();
    assertThat(third.originalLength()).isEqualTo(2 << 20);
    assertThat(third.original()).hasSize(Rejection.MOST_BYTES);
    assertThat(all).extracting(Recorded::placeMicros).isSorted();
  }

  @Test
  void p10ALineDatedFarAheadOfItsNeighboursIsRefused() throws Exception {
    String file = write("a.json", at(90_000, LINE), LINE, at(100_000, LINE), at(1, LINE));

    assertThat(summary(read(file)))
        .containsExactly("FUTURE_TIMESTAMP", "rrc06 0", "FUTURE_TIMESTAMP", "rrc06 1");
  }

  @Test
  void aFileThatIsCutShortIsReadToWhereItBreaksOff() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < 1000; i++) {
        gzip.write((at(i, LINE) + "\n").getBytes(UTF_8));
      }
    }
    byte[] whole = bytes.toByteArray();
    String file = write("a.json.gz", Arrays.copyOf(whole, whole.length / 2));

    List<Recorded> all = read(file);

    assertThat(all).hasSizeGreaterThan(10);
    assertThat(all.get(all.size() - 1).rejection().reason()).isEqualTo(RejectReason.TRUNCATED);
    assertThat(all.subList(0, all.size() - 1)).allMatch(one -> one.message() != null);
    assertThat(read(write("b.json.gz", whole))).hasSize(1000);
  }

  @Test
  void countsWhatItSkipsAndTheSessionsOfUpdates() throws Exception {
    try (Recordings recordings =
        open(
            write(
                "a.json",
                "{\"type\":\"pong\",\"data\":null}",
                message("KEEPALIVE", ""),
                message("OPEN", "\"direction\":\"sent\"")),
            write(
                "rrc06.rib",
                MrtBytes.peerIndex(T0).put(MrtBytes.rows(T0, 2, "10.0.0.0/8", 0, 2)).toArray()))) {
      List<Recorded> all = rest(recordings);

      assertThat(all)
          .extracting(one -> one.message().getKind())
          .contains(BgpMessageKind.HEARTBEAT, BgpMessageKind.RIB_ROW);
      assertThat(recordings.skipped())
          .containsEntry(Skipped.CONTROL, 1L)
          .containsEntry(Skipped.SENT_BY_COLLECTOR, 1L);
      assertThat(recordings.sessions().onlyInUpdates()).isEmpty();
      assertThat(recordings.sessions().onlyInDumps())
          .containsExactly(Session.of("rrc06", "192.0.2.2", 3356));
    }
  }
}
