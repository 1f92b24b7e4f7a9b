package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.Visibility;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
   * A shard with a bit of everything: two words of sessions, one session nothing is known of, a
   * dump under way, a lost prefix, paths, operations that wait for two windows.
   */
  private static RouteShard sample() {
    RouteShard shard = new RouteShard(MINUTE);
    for (int i = 0; i < 70; i++) {
      say(shard, i, RouteOps.ANNOUNCE, T0 + i, "175.45.176.0/24");
      say(shard, i, RouteOps.ANNOUNCE, T0 + i, "2a00:1450::/32");
    }
    shard.accept(batch(3, RouteOps.sourceOfOnePath(0, RouteOps.ANNOUNCE), T0 + 9, "11.0.0.0/8", 7));
    settle(shard, T0 + MINUTE);
    for (int i = 0; i < 60; i++) {
      say(shard, i, RouteOps.WITHDRAW, T0 + MINUTE + i, "175.45.176.0/24");
    }
    say(shard, 3, RouteOps.RIB_ROW, T0 + MINUTE + 5, "175.45.178.0/24");
    say(shard, 4, RouteOps.RIB_ROW, T0 + MINUTE + 6, "175.45.178.0/24");
    settle(shard, T0 + 2 * MINUTE);
    say(shard, 3, RouteOps.ANNOUNCE, T0 + 2 * MINUTE + 7, "175.45.179.0/24");
    say(shard, 4, RouteOps.WITHDRAW, T0 + 3 * MINUTE + 7, "2a00:1450::/32");
    return shard;
  }

  private static void settle(RouteShard shard, long end) {
    shard.settle(end, RouteTableSerializerTest::standing, change -> {});
  }

  private static Session session(int number) {
    return Session.of("rrc06", "192.0.2." + number, 64_500 + number / 2);
  }

  private static void say(RouteShard shard, int number, int kind, long at, String prefix) {
    shard.accept(batch(number, RouteOps.source(0, kind), at, prefix, 0));
  }

  private static RouteBatch batch(int number, int source, long at, String prefix, int pathId) {
    Session session = session(number);
    long[] ops = OpWords.room(1);
    boolean isRow = RouteOps.kind(source) == RouteOps.RIB_ROW;
    long sequence = isRow ? T0 + MINUTE : number;
    OpWords.put(ops, 0, at, sequence, Prefix.parse(prefix), source, 64_500 + number % 4);
    return new RouteBatch(
        0,
        Long.MIN_VALUE,
        new long[] {session.id()},
        new long[] {session.peerAsn()},
        ops,
        new int[] {pathId});
  }

  private static SessionStanding standing(long key) {
    boolean isIpv4 = IntStream.range(0, 100).anyMatch(i -> session(i).id() == key);
    return standing(isIpv4 ? key : ~key, isIpv4 ? IpFamily.IPV4 : IpFamily.IPV6);
  }

  private static SessionStanding standing(long id, IpFamily family) {
    if (id == session(69).id()) {
      return null;
    }
    boolean dumps = id == session(3).id();
    return new SessionStanding(
        id,
        family,
        1,
        T0 + MINUTE,
        id == session(5).id() ? Ballot.ABSTAINS : Ballot.VOTES,
        T0 - MINUTE,
        17,
        dumps ? T0 + MINUTE : 0,
        0,
        0,
        SessionStanding.SEES);
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    RouteShard table = sample();
    assertThat(text(StateBytes.read(serializer, StateBytes.write(serializer, table))))
        .isEqualTo(text(table));
    RouteShard empty = new RouteShard(MINUTE);
    assertThat(text(StateBytes.read(serializer, StateBytes.write(serializer, empty))))
        .isEqualTo(text(empty));
  }

  @Test
  void aCopySharesNothing() {
    RouteShard table = sample();
    String before = text(table);
    RouteShard copy = serializer.copy(table);
    assertThat(text(copy)).isEqualTo(before);
    say(copy, 8, RouteOps.ANNOUNCE, T0 + 2 * MINUTE, "11.0.0.0/8");
    say(copy, 90, RouteOps.WITHDRAW, T0 + 3 * MINUTE, "175.45.176.0/24");
    copy.settle(T0 + 50L * 1440 * MINUTE, id -> null, change -> {});
    assertThat(text(table)).isEqualTo(before);
    assertThat(text(copy)).isNotEqualTo(before);
    String after = text(copy);
    table.settle(T0 + 9 * MINUTE, RouteTableSerializerTest::standing, change -> {});
    assertThat(text(copy)).isEqualTo(after);
  }

  @Test
  void theBytesOfVersion1AreStillRead() throws IOException {
    RouteShard read = StateBytes.read(serializer, StateBytes.stored("v1/route-table.bin"));
    assertThat(read.table(IpFamily.IPV4).prefixes()).isEqualTo(2);
    assertThat(read.table(IpFamily.IPV6).prefixes()).isEqualTo(1);
    assertThat(read.table(IpFamily.IPV4).settledUntilMicros()).isEqualTo(T0 + 2 * MINUTE);
    say(read, 3, RouteOps.ANNOUNCE, T0 + 2 * MINUTE + 8, "175.45.176.0/24");
    Map<String, Visibility> changes = new TreeMap<>();
    for (int minute = 3; minute < 5; minute++) {
      read.settle(
          T0 + minute * MINUTE,
          RouteTableSerializerTest::votes,
          change -> changes.put(Prefix.format(change.prefix()), change.after()));
    }
    assertThat(changes).containsEntry("175.45.179.0/24", Visibility.VISIBLE);
  }

  @Test
  void theBytesOfVersion2AreStillRead() throws IOException {
    byte[] today = StateBytes.write(serializer, sample());
    byte[] stored = StateBytes.stored("v2/route-table.bin", today);
    RouteShard read = StateBytes.read(serializer, stored);
    assertThat(text(read)).isEqualTo(text(sample()));
    assertThat(nextWindow(read)).isEqualTo(nextWindow(sample())).isNotEmpty();
  }

  @Test
  void theFormatChangesOnlyWithItsVersion() throws IOException {
    byte[] today = StateBytes.write(serializer, sample());
    assertThat(today).isEqualTo(StateBytes.stored("v2/route-table.bin", today));
  }

  /** Sessions agree on most prefixes, so that a row takes little more than its key. */
  @Test
  void aPrefixThatManySessionsHaveTakesFewBytes() {
    RouteShard shard = new RouteShard(MINUTE);
    for (int i = 0; i < 60; i++) {
      for (int prefix = 0; prefix < 500; prefix++) {
        say(
            shard,
            i,
            RouteOps.ANNOUNCE,
            T0 + i,
            "11.%d.%d.0/24".formatted(prefix / 250, prefix % 250));
      }
    }
    settle(shard, T0 + MINUTE);
    settle(shard, T0 + 9 * MINUTE);
    assertThat(StateBytes.write(serializer, shard).length).isLessThan(500 * 14 + 60 * 180);
  }

  @Test
  void aVersionOfTheFutureIsRefused() {
    byte[] bytes = StateBytes.write(serializer, sample());
    bytes[0] = 3;
    assertThatThrownBy(() -> StateBytes.read(serializer, bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "RouteTableSerializer: state of format version 3; this release reads up to version 2");
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
    TypeSerializerSnapshot<RouteShard> read =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(read.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer.snapshotConfiguration().resolveSchemaCompatibility(read).isCompatibleAsIs())
        .isTrue();
  }

  private static Map<String, Visibility> nextWindow(RouteShard table) {
    Map<String, Visibility> changes = new TreeMap<>();
    table.settle(
        T0 + 3 * MINUTE,
        RouteTableSerializerTest::standing,
        change -> changes.put(Prefix.format(change.prefix()), change.after()));
    return changes;
  }

  private static SessionStanding votes(long key) {
    return new SessionStanding(
        key,
        IpFamily.IPV4,
        1,
        T0 + 3 * MINUTE,
        Ballot.VOTES,
        T0 - MINUTE,
        17,
        0,
        0,
        0,
        SessionStanding.SEES);
  }

  /** All that a shard holds. */
  private static String text(RouteShard shard) {
    return RecordText.of(shard.snapshot());
  }
}
