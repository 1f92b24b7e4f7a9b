package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteTable;
import io.nightlight.domain.routes.RouteTableSnapshot;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.Visibility;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class RouteTableSerializerTest {
  private static final long MINUTE = 60_000_000L;
  private static final long T0 = 1_419_250_500_000_000L / MINUTE * MINUTE;

  private final RouteTableSerializer serializer = new RouteTableSerializer();

  /**
   * A table with a bit of everything: two words of sessions, one session nothing is known of, a
   * dump under way, a lost prefix, operations that wait for two windows.
   */
  private static RouteTable sample() {
    RouteTable table = new RouteTable(MINUTE);
    for (int i = 0; i < 70; i++) {
      say(table, i, RouteOps.ANNOUNCE, T0 + i, "175.45.176.0/24");
      say(table, i, RouteOps.ANNOUNCE, T0 + i, "2a00:1450::/32");
    }
    table.settle(T0 + MINUTE, RouteTableSerializerTest::standing, (p, before, after) -> {});
    for (int i = 0; i < 60; i++) {
      say(table, i, RouteOps.WITHDRAW, T0 + MINUTE + i, "175.45.176.0/24");
    }
    say(table, 3, RouteOps.RIB_ROW, T0 + MINUTE + 5, "175.45.178.0/24");
    table.settle(T0 + 2 * MINUTE, RouteTableSerializerTest::standing, (p, before, after) -> {});
    say(table, 3, RouteOps.ANNOUNCE, T0 + 2 * MINUTE + 7, "175.45.179.0/24");
    say(table, 4, RouteOps.WITHDRAW, T0 + 3 * MINUTE + 7, "2a00:1450::/32");
    return table;
  }

  private static Session session(int number) {
    return Session.of("rrc06", "192.0.2." + number, 64_500 + number / 2);
  }

  private static void say(RouteTable table, int number, int kind, long at, String prefix) {
    Session session = session(number);
    table.accept(session.id(), session.peerAsn(), kind, at, number, Prefix.parse(prefix));
  }

  private static SessionStanding standing(long id) {
    if (id == session(69).id()) {
      return null;
    }
    boolean dumps = id == session(3).id();
    return new SessionStanding(
        id,
        IpFamily.IPV4,
        1,
        T0 + MINUTE,
        id == session(5).id() ? Ballot.ABSTAINS : Ballot.VOTES,
        T0 - MINUTE,
        17,
        dumps ? T0 + MINUTE : 0,
        0);
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    RouteTable table = sample();
    assertThat(text(StateBytes.read(serializer, StateBytes.write(serializer, table))))
        .isEqualTo(text(table));
    RouteTable empty = new RouteTable(MINUTE);
    assertThat(text(StateBytes.read(serializer, StateBytes.write(serializer, empty))))
        .isEqualTo(text(empty));
  }

  @Test
  void aCopySharesNothing() {
    RouteTable table = sample();
    String before = text(table);
    RouteTable copy = serializer.copy(table);
    assertThat(text(copy)).isEqualTo(before);
    say(copy, 8, RouteOps.ANNOUNCE, T0 + 2 * MINUTE, "11.0.0.0/8");
    say(copy, 90, RouteOps.WITHDRAW, T0 + 3 * MINUTE, "175.45.176.0/24");
    copy.settle(T0 + 50L * 1440 * MINUTE, id -> null, (p, b, a) -> {});
    assertThat(text(table)).isEqualTo(before);
    assertThat(text(copy)).isNotEqualTo(before);
    String after = text(copy);
    table.settle(T0 + 9 * MINUTE, RouteTableSerializerTest::standing, (p, b, a) -> {});
    assertThat(text(copy)).isEqualTo(after);
  }

  @Test
  void theBytesOfVersion1AreStillRead() throws IOException {
    byte[] today = StateBytes.write(serializer, sample());
    byte[] stored = StateBytes.stored("v1/route-table.bin", today);
    RouteTable read = StateBytes.read(serializer, stored);
    assertThat(text(read)).isEqualTo(text(sample()));
    assertThat(nextWindow(read)).isEqualTo(nextWindow(sample())).isNotEmpty();
  }

  @Test
  void theFormatChangesOnlyWithItsVersion() throws IOException {
    byte[] today = StateBytes.write(serializer, sample());
    assertThat(today).isEqualTo(StateBytes.stored("v1/route-table.bin", today));
  }

  @Test
  void aVersionOfTheFutureIsRefused() {
    byte[] bytes = StateBytes.write(serializer, sample());
    bytes[0] = 2;
    assertThatThrownBy(() -> StateBytes.read(serializer, bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "RouteTableSerializer: state of format version 2; this release reads up to version 1");
    bytes[0] = 0;
    assertThatThrownBy(() -> StateBytes.read(serializer, bytes))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void bytesThatBreakOffAreRefused() {
    byte[] bytes = StateBytes.write(serializer, sample());
    for (int length : new int[] {0, 1, 9, 100, bytes.length - 1}) {
      assertThatThrownBy(() -> StateBytes.read(serializer, Arrays.copyOf(bytes, length)))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void bytesAreCopiedAsTheyAre() throws IOException {
    byte[] bytes = StateBytes.write(serializer, sample());
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(bytes), out);
    assertThat(text(StateBytes.read(serializer, out.getCopyOfBuffer()))).isEqualTo(text(sample()));
  }

  @Test
  void theFormatsNameInASavepointLeadsBackToTheSerializer() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<RouteTable> read =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(read.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer.snapshotConfiguration().resolveSchemaCompatibility(read).isCompatibleAsIs())
        .isTrue();
  }

  private static Map<String, Visibility> nextWindow(RouteTable table) {
    Map<String, Visibility> changes = new TreeMap<>();
    table.settle(
        T0 + 3 * MINUTE,
        RouteTableSerializerTest::standing,
        (prefix, before, after) -> changes.put(Prefix.format(prefix), after));
    return changes;
  }

  /** All that a table holds, in an order that doesn't depend on where its rows lie. */
  private static String text(RouteTable table) {
    RouteTableSnapshot snapshot = table.snapshot();
    TreeMap<String, String> rows = new TreeMap<>();
    int words = snapshot.words();
    for (int row = 0; row < snapshot.keys().length; row++) {
      boolean hasRib = snapshot.ribBits().length > 0;
      rows.put(
          Prefix.format(snapshot.keys()[row]),
          "%d %d %s %s"
              .formatted(
                  snapshot.flags()[row],
                  snapshot.lostDays()[row],
                  slice(snapshot.bits(), row, 3 * words),
                  hasRib ? slice(snapshot.ribBits(), row, words) : "-"));
    }
    StringBuilder text = new StringBuilder(rows.toString());
    text.append(snapshot.windowMicros()).append(' ').append(snapshot.settledUntilMicros());
    text.append(Arrays.toString(snapshot.sessionIds()));
    text.append(Arrays.toString(snapshot.peerAsns()));
    text.append(Arrays.toString(snapshot.standings()));
    text.append(Arrays.toString(snapshot.pendingEnds()));
    snapshot.pending().forEach(ops -> text.append(text(ops)));
    snapshot.remembered().forEach(ops -> text.append(text(ops)));
    return text.toString();
  }

  private static String slice(long[] column, int row, int width) {
    return Arrays.toString(Arrays.copyOfRange(column, row * width, (row + 1) * width));
  }

  private static String text(RouteOps.Snapshot ops) {
    return Arrays.toString(ops.times())
        + Arrays.toString(ops.sequences())
        + Arrays.toString(ops.prefixes())
        + Arrays.toString(ops.sources());
  }
}
