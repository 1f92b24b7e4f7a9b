package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.domain.probing.BlockBatchBuilder;
import io.nightlight.domain.probing.BlockTable;
import io.nightlight.domain.probing.ProbingRules;
import io.nightlight.domain.probing.VantageStandings;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class BlockTableSerializerTest {
  private static final long MINUTE = 60_000_000L;
  private static final long T0 = 1_419_250_500_000_000L / MINUTE * MINUTE;

  private final BlockTableSerializer serializer = new BlockTableSerializer();

  /**
   * A shard with a bit of everything: blocks of both families that are up, down, and unknown, one
   * that all hosts of answered, results that wait for two windows.
   */
  private static BlockTable sample() {
    BlockTable table = new BlockTable(MINUTE);
    say(table, T0, "175.45.178.0/24", 1, 0);
    for (int host = 0; host < 256; host++) {
      say(table, T0 + 30 * MINUTE + host, "175.45.176.0/24", host, 0);
      say(table, T0 + 31 * MINUTE + host, "175.45.176.0/24", host, 0);
      say(table, T0 + 31 * MINUTE + host, "2001:db8:1::/48", host, 0);
    }
    say(table, T0 + 30 * MINUTE, "175.45.177.0/24", 77, 0);
    say(table, T0 + 30 * MINUTE, "2a00:1450:4001::/48", 77, 0);
    for (int probe = 0; probe < 9; probe++) {
      say(table, T0 + 32 * MINUTE + probe, "175.45.176.0/24", probe, 1);
    }
    settle(table, T0 + MINUTE);
    settle(table, T0 + 31 * MINUTE);
    settle(table, T0 + 33 * MINUTE);
    say(table, T0 + 33 * MINUTE + 5, "175.45.176.0/24", 3, 1);
    say(table, T0 + 33 * MINUTE + 5, "175.45.179.0/24", 3, 0);
    say(table, T0 + 35 * MINUTE + 5, "175.45.178.0/24", 3, 0);
    return table;
  }

  private static void say(BlockTable table, long at, String block, long host, int silences) {
    BlockBatchBuilder builder = new BlockBatchBuilder(0);
    builder.add(
        new ProbeObservation(
            Vantage.of("atlas-" + host % 5),
            at,
            new Target(Prefix.parse(block), host),
            ProbeMethod.ICMP_ECHO,
            1 - silences,
            silences,
            0));
    table.accept(builder.take(Long.MIN_VALUE));
  }

  private static List<String> settle(BlockTable table, long end) {
    List<String> changes = new ArrayList<>();
    table.settle(
        end, ProbingRules.defaults(), VantageStandings.CLEAR, c -> changes.add(c.toString()));
    return changes;
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    byte[] bytes = StateBytes.write(serializer, sample());
    BlockTable read = StateBytes.read(serializer, bytes);
    assertThat(RecordText.of(read.snapshot())).isEqualTo(RecordText.of(sample().snapshot()));
    assertThat(settle(read, T0 + 54 * MINUTE))
        .isEqualTo(settle(sample(), T0 + 54 * MINUTE))
        .hasSizeGreaterThan(3);
    BlockTable empty = new BlockTable(MINUTE);
    assertThat(
            RecordText.of(
                StateBytes.read(serializer, StateBytes.write(serializer, empty)).snapshot()))
        .isEqualTo(RecordText.of(empty.snapshot()));
  }

  @Test
  void aCopySharesNothing() {
    BlockTable table = sample();
    String before = RecordText.of(table.snapshot());
    BlockTable copy = serializer.copy(table);
    assertThat(RecordText.of(copy.snapshot())).isEqualTo(before);
    say(copy, T0 + 34 * MINUTE, "175.45.178.0/24", 200, 0);
    settle(copy, T0 + 40 * MINUTE);
    assertThat(RecordText.of(table.snapshot())).isEqualTo(before);
    String after = RecordText.of(copy.snapshot());
    assertThat(after).isNotEqualTo(before);
    settle(table, T0 + 50L * 1440 * MINUTE);
    assertThat(RecordText.of(copy.snapshot())).isEqualTo(after);
  }

  @Test
  void theBytesOfVersion1AreStillRead() throws IOException {
    byte[] today = StateBytes.write(serializer, sample());
    BlockTable read = StateBytes.read(serializer, StateBytes.stored("v1/block-table.bin", today));
    assertThat(RecordText.of(read.snapshot())).isEqualTo(RecordText.of(sample().snapshot()));
  }

  @Test
  void theFormatChangesOnlyWithItsVersion() throws IOException {
    byte[] today = StateBytes.write(serializer, sample());
    assertThat(today).isEqualTo(StateBytes.stored("v1/block-table.bin", today));
  }

  @Test
  void aBlockTakesFewBytes() {
    BlockTable table = new BlockTable(MINUTE);
    int blocks = 1_000;
    for (int block = 0; block < blocks; block++) {
      for (int host = 0; host < 8; host++) {
        String prefix = "11.%d.%d.0/24".formatted(block / 250, block % 250);
        say(table, T0 + host, prefix, 31L * host, 0);
      }
    }
    settle(table, T0 + MINUTE);
    assertThat(StateBytes.write(serializer, table).length).isLessThan(24 * 1_000 + 100);
  }

  @Test
  void aVersionOfTheFutureIsRefused() {
    byte[] bytes = StateBytes.write(serializer, sample());
    bytes[0] = 2;
    assertThatThrownBy(() -> StateBytes.read(serializer, bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "BlockTableSerializer: state of format version 2; this release reads up to version 1");
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
  void theFormatsNameInASavepointLeadsBackToTheSerializer() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<BlockTable> read =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(read.restoreSerializer()).isEqualTo(serializer);
  }
}
