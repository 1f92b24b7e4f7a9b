package io.nightlight.recording;

import static io.nightlight.wire.atlas.AtlasText.ADDRESS;
import static io.nightlight.wire.atlas.AtlasText.TIMESTAMP;
import static io.nightlight.wire.atlas.AtlasText.ping;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.OutageEvent;
import io.nightlight.schema.ProbeMethod;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.atlas.AtlasText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeRecordingsTest {
  private static final Instant T0 = Instant.ofEpochSecond(TIMESTAMP);

  @TempDir private Path folder;

  private String write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  private String write(String name, String content) throws IOException {
    return write(name, content.getBytes(UTF_8));
  }

  private static Recordings open(String... named) throws UnreadableRecordingException {
    return Recordings.open(RecordingFiles.findProbes(List.of(named)), ReadingProgress.UNHEARD);
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

  private static String at(long second, long probe) {
    return ping(probe, TIMESTAMP + second, ADDRESS, "{\"rtt\":80.4},{\"x\":\"*\"}");
  }

  private static List<String> vantages(List<Recorded> recorded) {
    return recorded.stream()
        .map(one -> one.probe() == null ? "refused" : one.probe().getVantage())
        .toList();
  }

  @Test
  void p36ReadsAllFirmwareAsLinesAndAsAnArrayAlike() throws Exception {
    List<String> all = AtlasText.ofAllFirmware();
    String lines = write("lines.txt", String.join("\n", all) + "\n");
    String array = write("array.json", "[" + String.join(",", all) + "]");
    String pretty = write("pretty.json", "\n[\n  " + String.join(",\n  ", all) + "\n]\n");

    List<ProbeResult> read = read(lines).stream().map(Recorded::probe).toList();

    assertThat(read).hasSize(9).doesNotContainNull();
    assertThat(read(array)).extracting(Recorded::probe).isEqualTo(read);
    assertThat(read(pretty)).extracting(Recorded::probe).isEqualTo(read);
  }

  @Test
  void readsWhatIsCompressed() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(("[" + at(0, 1) + "," + at(1, 2) + "]").getBytes(UTF_8));
    }

    assertThat(vantages(read(write("results.gz", packed.toByteArray()))))
        .containsExactly("atlas-1", "atlas-2");
  }

  @Test
  void ordersFilesByTimeAndThenByTheFilesAlone() throws Exception {
    String b = write("b.json", at(0, 1) + "\n" + at(20, 2) + "\n" + at(20, 3));
    String a = write("a.json", "[" + at(10, 4) + "," + at(20, 5) + "]");

    List<Recorded> read = read(b, a);

    assertThat(vantages(read))
        .containsExactly("atlas-1", "atlas-4", "atlas-5", "atlas-2", "atlas-3");
    assertThat(read).isEqualTo(read(a, b));
  }

  @Test
  void goesOnAfterAnyNumber() throws Exception {
    String file = write("results.json", at(0, 1) + "\n{}\n" + at(20, 2) + "\n" + at(20, 3));
    List<String> all = vantages(read(file));
    assertThat(all).containsExactly("atlas-1", "refused", "atlas-2", "atlas-3");
    for (int read = 0; read <= all.size(); read++) {
      try (Recordings recordings = open(file)) {
        recordings.skip(read);
        assertThat(vantages(rest(recordings))).isEqualTo(all.subList(read, all.size()));
      }
    }
  }

  @Test
  void countsWhatItPassesOver() throws Exception {
    String file =
        write(
            "results.json",
            at(0, 1)
                + "\n{\"msm_id\":1,\"type\":\"dns\"}\n"
                + ping(2, TIMESTAMP, "10.0.0.1", "{\"rtt\":1}")
                + "\n"
                + at(1, 3).replace("\"lts\":12", "\"lts\":-1"));
    try (Recordings recordings = open(file)) {
      assertThat(vantages(rest(recordings))).containsExactly("atlas-1");
      assertThat(recordings.skipped())
          .containsOnlyKeys(Skipped.OTHER_TARGET, Skipped.OTHER_MEASUREMENT, Skipped.UNSURE_CLOCK);
    }
  }

  @Test
  void p9RefusesTheBadOfAnArrayAndReadsTheOthers() throws Exception {
    String bad = at(1, 2).replace("\"prb_id\":2", "\"prb_id\":[]");
    String content = "[" + at(0, 1) + ",\n" + bad + ",\n" + at(2, 3) + ",\n" + at(3, 4);
    String file = write("array.json", content);

    List<Recorded> read = read(file);

    assertThat(vantages(read))
        .containsExactly("atlas-1", "refused", "atlas-3", "atlas-4", "refused");
    Rejection refusal = read.get(1).rejection();
    assertThat(refusal.reason()).isEqualTo(RejectReason.MALFORMED);
    assertThat(refusal.message()).isEqualTo("item 2: START_ARRAY in prb_id");
    assertThat(refusal.offset()).isEqualTo(content.indexOf(bad));
    assertThat(new String(refusal.original(), UTF_8)).isEqualTo(bad);
    assertThat(refusal.source()).isEqualTo(file);
    assertThat(read.get(4).rejection().reason()).isEqualTo(RejectReason.TRUNCATED);
  }

  @Test
  void p10RefusesATimeFarAheadOfItsNeighbours() throws Exception {
    long years = Duration.ofDays(9 * 365).toSeconds();
    String file = write("results.json", at(0, 1) + "\n" + at(years, 2) + "\n" + at(5, 3));

    List<Recorded> read = read(file);

    assertThat(vantages(read)).containsExactly("atlas-1", "refused", "atlas-3");
    assertThat(read.get(1).rejection().reason()).isEqualTo(RejectReason.FUTURE_TIMESTAMP);
    assertThat(read.get(1).rejection().message())
        .isEqualTo("line 2: over 24 h ahead of the lines before and after");
  }

  @Test
  void keepsProbesAndBgpApart() throws Exception {
    String probes = write("results.json", at(0, 1));
    String bgp = write("updates.avro", container("null", bgpMessage()));

    assertThat(RecordingFiles.findProbes(List.of(folder.toString())))
        .extracting(file -> file.path().toString())
        .containsExactly(probes);
    assertThat(RecordingFiles.find(List.of(folder.toString())))
        .extracting(file -> file.path().toString())
        .containsExactly(bgp);
    assertThatExceptionOfType(UnreadableRecordingException.class)
        .isThrownBy(() -> RecordingFiles.findProbes(List.of(bgp)))
        .withMessage("no recordings of probes in " + bgp + ": it holds Avro of BGP messages");
    assertThatExceptionOfType(UnreadableRecordingException.class)
        .isThrownBy(() -> RecordingFiles.find(List.of(probes)))
        .withMessage("no recordings of BGP in " + probes + ": it holds RIPE Atlas JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate"})
  void readsContainersOfProbeResults(String codec) throws Exception {
    ProbeResult[] results = new ProbeResult[5_000];
    for (int i = 0; i < results.length; i++) {
      results[i] = result(i);
    }
    String file = write("results.avro", container(codec, results));

    List<Recorded> read = read(file);

    assertThat(read).extracting(Recorded::probe).containsExactly(results);
    assertThat(read.get(4_999).sequence()).isEqualTo(5_000);
    assertThat(read.get(7).original().bytes()).hasSizeBetween(30, 60);
    assertThat(read.get(7).original().source()).isEqualTo(file);
  }

  @Test
  void readsContainersOfBgpMessages() throws Exception {
    BgpMessage message = bgpMessage();
    String file = write("updates.avro", container("deflate", message));

    try (Recordings recordings =
        Recordings.open(RecordingFiles.find(List.of(file)), ReadingProgress.UNHEARD)) {
      assertThat(rest(recordings)).extracting(Recorded::message).containsExactly(message);
      assertThat(recordings.sessions().onlyInUpdates()).isEmpty();
    }
  }

  @Test
  void passesOverTargetsAndRefusesValuesInContainersToo() throws Exception {
    String file =
        write(
            "results.avro",
            container(
                "null",
                result(1),
                ProbeResult.newBuilder(result(2)).setTargetAddress("10.0.0.1").build(),
                ProbeResult.newBuilder(result(3)).setTargetAddress("star.kp").build(),
                ProbeResult.newBuilder(result(4)).setObservedAt(Instant.EPOCH).build(),
                result(5)));
    try (Recordings recordings = open(file)) {
      List<Recorded> read = rest(recordings);
      assertThat(vantages(read)).containsExactly("atlas-1", "refused", "refused", "atlas-5");
      assertThat(read.get(1).rejection().message())
          .isEqualTo("record 3: target: not an IP address: star.kp");
      assertThat(recordings.skipped()).containsOnlyKeys(Skipped.OTHER_TARGET);
    }
  }

  @Test
  void doesNotTakeOtherRecordsForRecordings() throws Exception {
    String file = write("events.avro", container("null", OutageEvent.newBuilder().build()));

    assertThatExceptionOfType(UnreadableRecordingException.class)
        .isThrownBy(() -> RecordingFiles.findProbes(List.of(file)))
        .withMessageContaining("is no recording");
  }

  /** Whatever is wrong with a container: what can be read is, the rest is refused, and it ends. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "deflate"})
  void p9SurvivesDamagedContainers(String codec) throws Exception {
    Random random = new Random(36);
    ProbeResult[] results = new ProbeResult[1_200];
    for (int i = 0; i < results.length; i++) {
      results[i] = result(i);
    }
    byte[] whole = container(codec, results);
    int header = indexOf(whole, "probed".getBytes(UTF_8));
    for (int round = 0; round < 300; round++) {
      byte[] damaged =
          Arrays.copyOf(
              whole, whole.length - (round % 3 == 0 ? random.nextInt(whole.length - header) : 0));
      for (int i = random.nextInt(4); i > 0; i--) {
        damaged[header + random.nextInt(damaged.length - header)] = (byte) random.nextInt(256);
      }
      Path file = Path.of(write("damaged.avro", damaged));
      RecordingFile recording =
          new RecordingFile(file, "", RecordingFormat.PROBES_AVRO, damaged.length);
      try (Recordings recordings = Recordings.open(List.of(recording), ReadingProgress.UNHEARD)) {
        assertThat(rest(recordings)).hasSizeLessThanOrEqualTo(results.length + 20);
      }
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  private static ProbeResult result(int number) {
    return ProbeResult.newBuilder()
        .setVantage("atlas-" + number)
        .setObservedAt(T0.plusSeconds(number / 100))
        .setTargetAddress("175.45.176." + number % 256)
        .setMethod(ProbeMethod.ICMP_ECHO)
        .setOutcome(ProbeOutcome.NO_REPLY)
        .setSilences(3)
        .build();
  }

  private static BgpMessage bgpMessage() {
    return BgpMessage.newBuilder()
        .setKind(BgpMessageKind.HEARTBEAT)
        .setCollector("rrc06")
        .setPeerAddress("192.0.2.1")
        .setPeerAsn(4837)
        .setObservedAt(T0)
        .build();
  }

  @SafeVarargs
  private static <R extends SpecificRecord> byte[] container(String codec, R... records)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SpecificDatumWriter<R> datums = new SpecificDatumWriter<>(records[0].getSchema());
    datums
        .getSpecificData()
        .addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    try (DataFileWriter<R> writer = new DataFileWriter<>(datums)) {
      writer.setCodec(CodecFactory.fromString(codec)).setSyncInterval(4_000);
      writer.create(records[0].getSchema(), bytes);
      for (R record : records) {
        writer.append(record);
      }
    }
    return bytes.toByteArray();
  }
}
