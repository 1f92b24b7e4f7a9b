package io.nightlight.recording;

import static io.nightlight.recording.mrt.MrtBytes.T0;
import static io.nightlight.recording.mrt.MrtBytes.announcement;
import static io.nightlight.recording.mrt.MrtBytes.peerIndex;
import static io.nightlight.recording.mrt.MrtBytes.record;
import static io.nightlight.recording.mrt.MrtBytes.rows;
import static io.nightlight.wire.bgp.WireBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.recording.mrt.MrtBytes;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.WireBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordingsTest {
  private static final long DAY = 86_400;

  @TempDir private Path folder;

  private String write(String name, WireBytes... records) throws IOException {
    WireBytes content = bytes();
    for (WireBytes one : records) {
      content.put(one);
    }
    return write(name, content.toArray());
  }

  private String write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return file.toString();
  }

  private static List<Recorded> read(String... named) throws UnreadableRecordingException {
    try (Recordings recordings = open(named)) {
      return rest(recordings);
    }
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

  /** Collector and seconds since T0 of messages, the reason of refusals. */
  private static List<String> summary(List<Recorded> all) {
    return all.stream().map(RecordingsTest::summary).toList();
  }

  private static String summary(Recorded one) {
    BgpMessage message = one.message();
    Rejection rejection = one.rejection();
    if (message != null) {
      return message.getCollector() + " " + (message.getObservedAt().getEpochSecond() - T0);
    }
    return rejection == null ? "nothing" : rejection.reason().name();
  }

  private static WireBytes at(long second) {
    return announcement(T0 + second, "175.45.176.0/24");
  }

  @Test
  void mergesInOrderOfTimeThenCollectorThenSequence() throws Exception {
    String late = write("rrc06/late", at(5), at(9));
    String early = write("rrc06/early", at(1), at(5), at(5), at(20));
    String other = write("rrc05/other", at(5), at(6));

    assertThat(summary(read(late, early, other)))
        .containsExactly(
            "rrc06 1",
            "rrc05 5",
            "rrc06 5",
            "rrc06 5",
            "rrc06 5",
            "rrc05 6",
            "rrc06 9",
            "rrc06 20");
  }

  @Test
  void p58ReadsTheSameWhateverTheOrderAndTheNamesOfTheFiles() throws Exception {
    Random random = new Random(20141222);
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      WireBytes[] records = new WireBytes[20];
      long second = random.nextInt(50);
      for (int k = 0; k < records.length; k++) {
        second += random.nextInt(4);
        records[k] = at(second);
      }
      files.add(write("rrc0" + i % 3 + "/" + (20 - i), records));
    }
    List<Recorded> expected = read(files.toArray(String[]::new));

    for (int round = 0; round < 10; round++) {
      Collections.shuffle(files, random);
      List<Recorded> again = read(files.toArray(String[]::new));
      assertThat(again).isEqualTo(expected);
    }
    assertThat(expected)
        .hasSize(240)
        .isSortedAccordingTo((a, b) -> Long.compare(a.placeMicros(), b.placeMicros()));
  }

  @Test
  void passesOnAFileThatStepsBackAtItsLatestTime() throws Exception {
    String back = write("rrc06/back", at(1), at(10), at(3), at(11));
    String other = write("rrc05/other", at(2), at(5), at(12));

    assertThat(summary(read(back, other)))
        .containsExactly(
            "rrc06 1", "rrc05 2", "rrc05 5", "rrc06 10", "rrc06 3", "rrc06 11", "rrc05 12");
  }

  @Test
  void numbersMessagesByTheFilesFirstSecondAndTheRecord() throws Exception {
    List<Recorded> all = read(write("rrc06/a", at(7), at(7), at(8)));

    assertThat(all)
        .extracting(Recorded::sequence)
        .containsExactly((T0 + 7) << 32 | 1, (T0 + 7) << 32 | 2, (T0 + 7) << 32 | 3);
    assertThat(all)
        .allSatisfy(
            one ->
                assertThat(one.message())
                    .extracting(BgpMessage::getSequence)
                    .isEqualTo(one.sequence()));
  }

  @Test
  void goesOnFromAnyPlace() throws Exception {
    String a = write("rrc06/a", at(1), at(3), at(5));
    String b = write("rrc05/b", at(2), at(4));
    List<Recorded> whole = read(a, b);

    for (int skipped = 0; skipped <= 7; skipped++) {
      try (Recordings recordings = open(a, b)) {
        recordings.skip(skipped);
        assertThat(rest(recordings)).isEqualTo(whole.subList(Math.min(skipped, 5), 5));
      }
    }
  }

  @Test
  void p10RefusesATimeFarAheadThatNothingConfirms() throws Exception {
    WireBytes ahead = announcement(T0 + 20 * 365 * DAY, "10.0.0.0/8");

    assertThat(summary(read(write("rrc06/amid", at(1), ahead, at(2)))))
        .containsExactly("rrc06 1", "FUTURE_TIMESTAMP", "rrc06 2");
    assertThat(summary(read(write("rrc06/first", ahead, at(1), at(2)))))
        .containsExactly("FUTURE_TIMESTAMP", "rrc06 1", "rrc06 2");
    assertThat(summary(read(write("rrc06/last", at(1), ahead))))
        .containsExactly("rrc06 1", "FUTURE_TIMESTAMP");
  }

  @Test
  void p47GoesOnAfterAGapOfMonths() throws Exception {
    assertThat(summary(read(write("rrc06/gap", at(1), at(90 * DAY), at(90 * DAY + 1)))))
        .containsExactly("rrc06 1", "rrc06 " + 90 * DAY, "rrc06 " + (90 * DAY + 1));
    assertThat(summary(read(write("rrc06/day", at(1), at(1 + DAY), at(2)))))
        .containsExactly("rrc06 1", "rrc06 " + (1 + DAY), "rrc06 2");
  }

  @Test
  void p25EndsOnlyTablesThatAreWhole() throws Exception {
    WireBytes table =
        bytes()
            .put(peerIndex(T0))
            .put(rows(T0, 2, "175.45.176.0/24", 0))
            .put(rows(T0 + 1, 2, "175.45.177.0/24", 0));
    byte[] cut = Arrays.copyOf(table.toArray(), table.size() - 1);
    String whole = write("rrc01/whole", table);
    String truncated = write("rrc02/truncated", cut);
    String garbled =
        write("rrc03/garbled", bytes().put(table).put(record(T0, 14_458, 1, bytes().u8(1))));
    String huge = write("rrc04/huge", bytes().put(table).u32(T0).u16(13, 2).u32(0xFFFF_FFFFL));

    assertThat(ends(read(whole))).isEqualTo(3);
    assertThat(ends(read(truncated))).isZero();
    assertThat(ends(read(garbled))).isZero();
    assertThat(ends(read(huge))).isZero();
    assertThat(summary(read(truncated))).containsExactly("rrc02 0", "TRUNCATED");
    assertThat(summary(read(huge))).containsExactly("rrc04 0", "rrc04 1", "TOO_LARGE");
  }

  @Test
  void p25ARefusedRowLeavesATableUnfinished() throws Exception {
    // A row that says it holds one route and ends there: refused whole, its framing intact.
    WireBytes damagedRow = bytes().u32(9).u8(24).u8(175).u8(45).u8(178).u16(1);
    String damaged =
        write(
            "rrc05/damaged",
            bytes()
                .put(peerIndex(T0))
                .put(rows(T0, 2, "175.45.176.0/24", 0))
                .put(record(T0, 13, 2, damagedRow))
                .put(rows(T0 + 1, 2, "175.45.177.0/24", 0)));

    List<Recorded> all = read(damaged);

    assertThat(all).filteredOn(one -> one.rejection() != null).hasSize(1);
    assertThat(all).filteredOn(one -> one.message() != null).hasSize(2);
    assertThat(ends(all)).isZero();
  }

  /** Refused one by one later on, they would leave an end that says: a table without routes. */
  @Test
  void p25RowsFromBeforeTheirDumpLeaveItUnfinished() throws Exception {
    String later =
        write(
            "rrc06/later",
            bytes()
                .put(peerIndex(T0 + 61))
                .put(rows(T0, 2, "175.45.176.0/24", 0))
                .put(rows(T0 + 1, 2, "175.45.177.0/24", 0)));
    String old = write("rrc07/old", oldRow(T0 + 61), oldRow(T0), oldRow(T0 + 1));

    assertThat(summary(read(later))).containsExactly("INVALID_VALUE", "rrc06 1");
    assertThat(ends(read(later))).isZero();
    assertThat(summary(read(old))).containsExactly("rrc07 61", "INVALID_VALUE", "rrc07 1");
    assertThat(ends(read(old))).isZero();
  }

  private static WireBytes oldRow(long seconds) {
    WireBytes attributes = bytes().attribute(2, bytes().segment(2, AsnWidth.TWO_BYTES, 4837));
    WireBytes row =
        bytes()
            .u16(0, 1)
            .address("175.45.176.0")
            .u8(24, 1)
            .u32(seconds - 60)
            .address("192.0.2.1")
            .u16(4837)
            .sized16(attributes);
    return record(seconds, 12, 1, row);
  }

  private static long ends(List<Recorded> all) {
    return all.stream()
        .map(Recorded::message)
        .filter(message -> message != null && message.getKind() == BgpMessageKind.RIB_END)
        .count();
  }

  @Test
  void p9RefusesADamagedRecordAndReadsTheNext() throws Exception {
    WireBytes damaged = record(T0 + 2, 16, 4, MrtBytes.session4().u8(1, 2, 3));
    String file = write("rrc06/damaged", at(1), damaged, at(3));

    List<Recorded> all = read(file);

    assertThat(summary(all)).containsExactly("rrc06 1", "MALFORMED", "rrc06 3");
    Rejection rejection = all.get(1).rejection();
    assertThat(rejection).isNotNull();
    assertThat(rejection.original()).isEqualTo(damaged.toArray());
    assertThat(rejection.source()).isEqualTo(file);
    assertThat(rejection.offset()).isEqualTo(at(1).size());
    assertThat(rejection.observedAtMicros()).isEqualTo((T0 + 2) * 1_000_000);
    assertThat(rejection.message()).contains("record 2").doesNotContain("\n");
  }

  @Test
  void p9KeepsTheBytesForWhoeverRefusesTheMessageLater() throws Exception {
    String file = write("rrc06/old", at(1), at(3));

    Rejection refusal = read(file).get(1).refused(RejectReason.INVALID_VALUE, "not believed");

    assertThat(refusal.original()).isEqualTo(at(3).toArray());
    assertThat(refusal.source()).isEqualTo(file);
    assertThat(refusal.offset()).isEqualTo(at(1).size());
    assertThat(refusal.observedAtMicros()).isEqualTo((T0 + 3) * 1_000_000);
    assertThat(refusal.reason()).isEqualTo(RejectReason.INVALID_VALUE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void refusesTheRestOfAFileWhoseCompressionBreaksOff(Decompression kind) throws Exception {
    WireBytes records = bytes();
    Random random = new Random(1);
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      String[] prefixes = new String[10]; // random, so that half of the compressed file is long
      for (int k = 0; k < prefixes.length; k++) {
        prefixes[k] = random.nextInt(256) + "." + random.nextInt(256) + "." + i % 256 + ".0/24";
      }
      records.put(announcement(T0 + i, prefixes));
    }
    byte[] compressed = Compressed.as(kind, records.toArray());
    String file = write("rrc06/cut", Arrays.copyOf(compressed, compressed.length / 2));

    List<Recorded> all = read(file);

    Recorded last = all.get(all.size() - 1);
    assertThat(last.rejection()).isNotNull();
    assertThat(last.rejection().reason()).isIn(RejectReason.TRUNCATED, RejectReason.MALFORMED);
    assertThat(all.size()).isBetween(count / 10, count);
    assertThat(all.subList(0, all.size() - 1)).allMatch(one -> one.message() != null);
  }

  @Test
  void countsAFileOfWhichNothingIsLeftAsDamaged() throws Exception {
    byte[] compressed = Compressed.as(Decompression.BZIP2, at(1).toArray());
    String file = write("rrc06/cut.bz2", Arrays.copyOf(compressed, 20));

    assertThat(summary(read(file, write("rrc06/whole", at(2)))))
        .containsExactlyInAnyOrder("TRUNCATED", "rrc06 2");
  }

  @Test
  void readsAnEmptyFileAsOneWithoutRecords() throws Exception {
    assertThat(read(write("rrc06/empty", new byte[0]))).isEmpty();
  }

  @Test
  void opensAFileOnlyWhenItsTimeHasCome() throws Exception {
    String[] files = new String[50];
    for (int i = 0; i < files.length; i++) {
      files[i] = write("rrc06/" + i, at(100L * i), at(100L * i + 99));
    }
    try (Recordings recordings = open(files)) {
      recordings.skip(10);
      for (int i = 8; i < files.length; i++) {
        Files.write(Path.of(files[i]), at(100L * i).toArray());
      }

      assertThat(rest(recordings)).hasSize(6 + 42);
    }
  }

  @Test
  void tellsHowFarItIs() throws Exception {
    String a = write("rrc06/a", at(1), at(3));
    String b = write("rrc06/b", at(2));
    long size = Files.size(Path.of(a)) + Files.size(Path.of(b));
    List<String> heard = new ArrayList<>();

    try (Recordings recordings =
        Recordings.open(
            RecordingFiles.find(List.of(a, b)), (read, all) -> heard.add(read + "/" + all))) {
      rest(recordings);
    }

    assertThat(heard).containsExactly(size + "/" + size);
  }

  @Test
  void knowsTheSessionsThatStandInOnlyOneOfTableAndUpdates() throws Exception {
    String table = write("rrc06/table", peerIndex(T0), rows(T0, 2, "175.45.176.0/24", 0, 2));
    String same = write("rrc06/updates", at(1));
    String other = write("rrc05/updates", at(1));

    try (Recordings recordings = open(table, same, other)) {
      rest(recordings);

      assertThat(recordings.sessions().onlyInDumps())
          .extracting(session -> session.collector() + " " + session.peerAddress())
          .containsExactly("rrc06 192.0.2.2");
      assertThat(recordings.sessions().onlyInUpdates())
          .extracting(session -> session.collector() + " " + session.peerAddress())
          .containsExactly("rrc05 192.0.2.1");
    }
    try (Recordings recordings = open(same, other)) {
      rest(recordings);

      assertThat(recordings.sessions().onlyInUpdates()).isEmpty();
    }
  }

  /** Thirty kilobytes that unpack to as many megabytes of nothing, and could to terabytes. */
  @Test
  void p09AFileThatUnpacksToEndlessGarbageIsGivenUp() throws Exception {
    byte[] unpacked = Arrays.copyOf(announcement(T0, "10.0.0.0/8").toArray(), 30 << 20);
    String bomb = write("rrc06/bomb", Compressed.as(Decompression.GZIP, unpacked));
    String good = write("rrc01/good", announcement(T0, "10.0.0.0/8"));
    int refusals = 0;
    int messages = 0;
    Rejection last = null;

    try (Recordings recordings = open(bomb, good)) {
      for (Recorded one = recordings.next(); one != null; one = recordings.next()) {
        refusals += one.rejection() == null ? 0 : 1;
        messages += one.message() == null ? 0 : 1;
        last = one.rejection() == null ? last : one.rejection();
      }
    }

    assertThat(refusals).isBetween(100_000, 600_000);
    assertThat(last).isNotNull();
    assertThat(last.reason()).isEqualTo(RejectReason.TOO_LARGE);
    assertThat(last.message()).contains("the rest is not read");
    assertThat(messages).as("of the other file, too").isPositive();
  }
}
