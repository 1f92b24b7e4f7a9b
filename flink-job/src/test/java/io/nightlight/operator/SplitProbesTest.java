package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.T0;
import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.measurement.CountrySuccess;
import io.nightlight.domain.measurement.VantageSummary;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.domain.probing.BlockBatch;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SplitProbesTest {
  private static final OutputTag<VantageSummary> SUMMARIES =
      new OutputTag<>("summaries", TypeInformation.of(VantageSummary.class));
  private static final OutputTag<InputHeard> HEARD =
      new OutputTag<>("heard", TypeInformation.of(InputHeard.class));
  private static final OutputTag<Rejection> REJECTIONS =
      new OutputTag<>("rejections", TypeInformation.of(Rejection.class));
  private static final long DISORDER = 2 * MINUTE;
  private static final Vantage VANTAGE = Vantage.of("v1");
  private static final long KP = Prefix.parse("175.45.176.0/24");
  private static final long NOBODYS = Prefix.parse("12.0.0.0/24");

  private OneInputStreamOperatorTestHarness<Arrival, BlockBatch> harness;

  @BeforeEach
  void open() throws Exception {
    CountryMapBuilder map = new CountryMapBuilder();
    map.addIpv4Blocks("KP", Prefix.firstBlock(KP), 4);
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new SplitProbes(MINUTE, DISORDER, map.build("test"), SUMMARIES, HEARD, REJECTIONS));
    harness.setup(
        TypeInformation.of(BlockBatch.class)
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void arrives(Vantage vantage, long at, long block, int replies, int silences, int errors)
      throws Exception {
    harness.processElement(
        new StreamRecord<>(
            Arrival.decoded(
                new ProbeObservation(
                    vantage,
                    at,
                    new Target(block, 1),
                    ProbeMethod.ICMP_ECHO,
                    replies,
                    silences,
                    errors))));
  }

  private void replies(long at) throws Exception {
    arrives(VANTAGE, at, KP, 1, 0, 0);
  }

  private List<BlockBatch> batches() {
    return harness.extractOutputValues().stream().filter(batch -> batch.size() > 0).toList();
  }

  private <T> List<T> side(OutputTag<T> tag) {
    Queue<StreamRecord<T>> records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private void assertAllIsOut() {
    assertThat(batches()).hasSize(1);
    assertThat(side(SUMMARIES))
        .containsExactly(
            new VantageSummary(
                VANTAGE, end(1), 1, T0 + 5, List.of(new CountrySuccess("KP", 1, 0))));
    assertThat(side(HEARD)).containsExactly(new InputHeard(end(1), T0 + 5, T0 + 5 - DISORDER));
  }

  @Test
  void whatIsCollectedLeavesBeforeTheWatermark() throws Exception {
    replies(T0 + 5);
    assertThat(harness.getOutput()).isEmpty();
    assertThat(side(SUMMARIES)).isEmpty();
    harness.processWatermark(new Watermark(T0 / 1000));
    assertAllIsOut();
    assertThat(harness.getOutput()).last().isEqualTo(new Watermark(T0 / 1000));
    harness.processWatermark(new Watermark(T0 / 1000 + 60_000));
    assertAllIsOut();
  }

  @Test
  void whatIsCollectedLeavesBeforeTheBarrierSoThatNothingIsStored() throws Exception {
    replies(T0 + 5);
    harness.prepareSnapshotPreBarrier(1);
    assertAllIsOut();
    harness.prepareSnapshotPreBarrier(2);
    assertAllIsOut();
  }

  @Test
  void whatIsCollectedLeavesAtTheEnd() throws Exception {
    replies(T0 + 5);
    harness.endInput();
    assertAllIsOut();
    harness.processWatermark(Watermark.MAX_WATERMARK);
    assertAllIsOut();
    assertThat(harness.getOutput()).last().isEqualTo(Watermark.MAX_WATERMARK);
  }

  @Test
  void everyShardHearsOfTheFirstWatermarkAndLaterBatchesOfWhatHasPassed() throws Exception {
    harness.processWatermark(new Watermark(Ticks.timer(end(1))));
    assertThat(harness.extractOutputValues())
        .hasSize(Shards.COUNT)
        .extracting(BlockBatch::passedMicros)
        .containsOnly(end(1));
    assertThat(harness.extractOutputValues()).extracting(BlockBatch::shard).doesNotHaveDuplicates();
    harness.processWatermark(new Watermark(Ticks.timer(end(3)) + 7_000));
    replies(T0 + 5);
    harness.endInput();
    assertThat(batches()).extracting(BlockBatch::passedMicros).containsExactly(end(3));
    assertThat(batches()).extracting(BlockBatch::shard).containsExactly(Shards.key(Shards.of(KP)));
    assertThat(harness.extractOutputValues()).hasSize(Shards.COUNT + 1);
  }

  /** The same result again is in the batch, where its shard sees to it, and in no summary. */
  @Test
  void p33ASummaryCountsWindowsApartErrorsAsResultsOnlyAndDuplicatesOnce() throws Exception {
    replies(T0 + 5);
    replies(T0 + 5);
    arrives(VANTAGE, T0 + 6, KP, 0, 3, 0);
    arrives(VANTAGE, T0 + 7, KP, 0, 0, 3);
    arrives(VANTAGE, T0 + 8, NOBODYS, 1, 0, 0);
    replies(end(1) + 9);
    harness.prepareSnapshotPreBarrier(1);
    replies(T0 + 5);
    harness.endInput();
    assertThat(side(SUMMARIES))
        .extracting(
            VantageSummary::windowEndMicros, VantageSummary::results, VantageSummary::countries)
        .containsExactlyInAnyOrder(
            tuple(end(1), 4, List.of(new CountrySuccess("KP", 1, 3))),
            tuple(end(2), 1, List.of(new CountrySuccess("KP", 1, 0))));
  }

  @Test
  void aHeartbeatIsHeardAndIsNobodysResult() throws Exception {
    harness.processElement(new StreamRecord<>(Arrival.decoded(ProbeObservation.heartbeat(T0 + 5))));
    harness.endInput();
    assertThat(side(HEARD)).containsExactly(new InputHeard(end(1), T0 + 5, T0 + 5 - DISORDER));
    assertThat(side(SUMMARIES)).isEmpty();
    assertThat(batches()).isEmpty();
  }

  @Test
  void aRefusalGoesAsideAndIsNoSignOfInput() throws Exception {
    Rejection rejection =
        new Rejection(RejectReason.MALFORMED, "broken", new byte[3], "file", 0, 7, T0);
    harness.processElement(new StreamRecord<>(Arrival.rejected(rejection)));
    harness.endInput();
    assertThat(side(REJECTIONS)).extracting(Rejection::offset).containsExactly(7L);
    assertThat(side(HEARD)).isEmpty();
  }
}
