package io.nightlight.operator;

import static io.nightlight.operator.Minutes.MINUTE;
import static io.nightlight.operator.Minutes.T0;
import static io.nightlight.operator.Minutes.end;
import static io.nightlight.operator.Minutes.observed;
import static io.nightlight.operator.Minutes.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SplitRoutesTest {
  private static final OutputTag<SessionSummary> SUMMARIES =
      new OutputTag<>("summaries", TypeInformation.of(SessionSummary.class));
  private static final OutputTag<InputHeard> HEARD =
      new OutputTag<>("heard", TypeInformation.of(InputHeard.class));
  private static final OutputTag<Rejection> REJECTIONS =
      new OutputTag<>("rejections", TypeInformation.of(Rejection.class));
  private static final Session PEER = session("rrc06", 1);

  private OneInputStreamOperatorTestHarness<Arrival, RouteBatch> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new SplitRoutes(MINUTE, MINUTE, SUMMARIES, HEARD, REJECTIONS));
    harness.setup(
        new RouteBatchType().createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void arrives(BgpObservation observation) throws Exception {
    harness.processElement(new StreamRecord<>(Arrival.decoded(observation)));
  }

  /** Batches that hold operations. */
  private static LongStream prefixes(RouteBatch batch) {
    return IntStream.range(0, batch.size()).mapToLong(batch::prefix);
  }

  private List<RouteBatch> batches() {
    return harness.extractOutputValues().stream().filter(batch -> batch.size() > 0).toList();
  }

  private <T> List<T> side(OutputTag<T> tag) {
    Queue<StreamRecord<T>> records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private void assertAllIsOut() {
    assertThat(batches()).hasSize(1);
    assertThat(side(SUMMARIES)).hasSize(1);
    assertThat(side(HEARD)).containsExactly(new InputHeard(end(1), T0 + 5, T0 + 5 - MINUTE));
  }

  @Test
  void whatIsCollectedLeavesBeforeTheWatermark() throws Exception {
    arrives(observed(BgpEvent.UPDATE, PEER, T0 + 5, "11.0.0.0/8"));
    assertThat(harness.getOutput()).isEmpty();
    assertThat(side(SUMMARIES)).isEmpty();
    harness.processWatermark(new Watermark(T0 / 1000));
    assertAllIsOut();
    assertThat(harness.getOutput()).last().isEqualTo(new Watermark(T0 / 1000));
    harness.processWatermark(new Watermark(T0 / 1000 + 60_000));
    assertAllIsOut();
  }

  @Test
  void everyShardHearsOfTheFirstWatermarkAndLaterBatchesOfWhatHasPassed() throws Exception {
    harness.processWatermark(new Watermark(Ticks.timer(end(1))));
    assertThat(harness.extractOutputValues())
        .hasSize(Shards.COUNT)
        .extracting(RouteBatch::passedMicros)
        .containsOnly(end(1));
    assertThat(harness.extractOutputValues()).extracting(RouteBatch::shard).doesNotHaveDuplicates();
    harness.processWatermark(new Watermark(Ticks.timer(end(3)) + 7_000));
    arrives(observed(BgpEvent.UPDATE, PEER, T0 + 5, "11.0.0.0/8"));
    harness.endInput();
    assertThat(batches()).extracting(RouteBatch::passedMicros).containsExactly(end(3));
    assertThat(harness.extractOutputValues()).hasSize(Shards.COUNT + 1);
  }

  @Test
  void whatIsCollectedLeavesBeforeTheBarrierSoThatNothingIsStored() throws Exception {
    arrives(observed(BgpEvent.UPDATE, PEER, T0 + 5, "11.0.0.0/8"));
    harness.prepareSnapshotPreBarrier(1);
    assertAllIsOut();
    harness.prepareSnapshotPreBarrier(2);
    assertAllIsOut();
  }

  @Test
  void whatIsCollectedLeavesAtTheEnd() throws Exception {
    arrives(observed(BgpEvent.UPDATE, PEER, T0 + 5, "11.0.0.0/8"));
    harness.endInput();
    assertAllIsOut();
  }

  @Test
  void whatIsCollectedLeavesWhenThereIsNoMoreRoom() throws Exception {
    for (int i = 0; i < RouteBatches.FULL - 1; i++) {
      arrives(observed(BgpEvent.UPDATE, session("rrc06", i % 20), T0 + i, "11.0.0.0/8"));
    }
    assertThat(batches()).isEmpty();
    arrives(observed(BgpEvent.UPDATE, session("rrc06", 0), T0, "2001:db8::/32", "12.0.0.0/8"));
    assertThat(batches()).hasSize(2);
    RouteBatch batch =
        batches().stream().filter(one -> one.size() == RouteBatches.FULL - 1).findFirst().get();
    assertThat(batch.sessionIds()).hasSize(20);
    for (int i = 0; i < batch.size(); i++) {
      Session session = session("rrc06", i % 20);
      int place = RouteOps.place(batch.source(i));
      assertThat(batch.sessionIds()[place]).isEqualTo(session.id());
      assertThat(batch.peerAsns()[place]).isEqualTo(session.peerAsn());
      assertThat(batch.timeMicros(i)).isEqualTo(T0 + i);
    }
    harness.endInput();
    assertThat(batches()).hasSize(3).extracting(RouteBatch::size).endsWith(1);
  }

  /** So that what goes into one table lies side by side. */
  @Test
  void ofABatchIpv4ComesFirst() throws Exception {
    String[] prefixes =
        IntStream.range(0, 4_000)
            .mapToObj(i -> i % 2 == 0 ? "2a02:" + Integer.toHexString(i) + "::/32" : ipv4(i))
            .toArray(String[]::new);
    arrives(observed(BgpEvent.UPDATE, PEER, T0, prefixes));
    harness.endInput();
    assertThat(batches().stream().mapToInt(RouteBatch::size).sum()).isEqualTo(4_000);
    assertThat(batches())
        .allSatisfy(
            batch ->
                assertThat(IntStream.range(0, batch.size()).mapToObj(i -> batch.prefix(i)))
                    .isSortedAccordingTo(Comparator.comparing(Prefix::isIpv6)));
  }

  private static String ipv4(int i) {
    return "11." + i / 250 + "." + i % 250 + ".0/24";
  }

  @Test
  void everyOperationGoesToTheShardOfItsPrefix() throws Exception {
    String[] prefixes =
        IntStream.range(0, 2_000).mapToObj(SplitRoutesTest::ipv4).toArray(String[]::new);
    arrives(observed(BgpEvent.UPDATE, PEER, T0, prefixes));
    harness.endInput();
    assertThat(batches().stream().mapToInt(b -> b.size()).sum()).isEqualTo(2_000);
    assertThat(batches())
        .allSatisfy(
            batch ->
                assertThat(prefixes(batch).mapToInt(p -> Shards.key(Shards.of(p))))
                    .containsOnly(batch.shard()));
    assertThat(batches()).extracting(RouteBatch::shard).doesNotHaveDuplicates();
  }

  @Test
  void kindsAreTold() throws Exception {
    arrives(observed(BgpEvent.RIB_ROW, PEER, T0, "11.0.0.0/8"));
    arrives(observed(BgpEvent.UPDATE, PEER, T0, "11.0.0.0/8"));
    arrives(Minutes.withdrawal(PEER, T0, "11.0.0.0/8"));
    harness.endInput();
    assertThat(IntStream.range(0, 3).map(i -> RouteOps.kind(batches().get(0).source(i))))
        .containsExactly(RouteOps.RIB_ROW, RouteOps.ANNOUNCE, RouteOps.WITHDRAW);
    assertThat(prefixes(batches().get(0))).containsOnly(Prefix.parse("11.0.0.0/8"));
  }

  @Test
  void p5CopiesCountOnceEvenWhenPartOfTheWindowHasLeft() throws Exception {
    BgpObservation update = observed(BgpEvent.UPDATE, PEER, T0 + 5, "11.0.0.0/8");
    arrives(update);
    arrives(update);
    harness.prepareSnapshotPreBarrier(1);
    arrives(update);
    arrives(observed(BgpEvent.UPDATE, PEER, T0 + 6, "11.0.0.0/8"));
    harness.endInput();
    assertThat(side(SUMMARIES))
        .extracting(SessionSummary::messages, summary -> summary.ipv4().announced())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 1), org.assertj.core.groups.Tuple.tuple(1, 1));
  }

  @Test
  void thereIsOneSummaryForEachSessionAndWindow() throws Exception {
    Session other = session("rrc06", 2);
    for (long at : new long[] {T0, T0 + MINUTE - 1, T0 + MINUTE}) {
      arrives(observed(BgpEvent.UPDATE, PEER, at, "11.0.0.0/8"));
      arrives(observed(BgpEvent.HEARTBEAT, other, at));
    }
    harness.endInput();
    assertThat(side(SUMMARIES))
        .extracting(
            SessionSummary::session, SessionSummary::windowEndMicros, SessionSummary::messages)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(PEER, end(1), 2),
            org.assertj.core.groups.Tuple.tuple(other, end(1), 2),
            org.assertj.core.groups.Tuple.tuple(PEER, end(2), 1),
            org.assertj.core.groups.Tuple.tuple(other, end(2), 1));
    assertThat(side(HEARD))
        .containsExactlyInAnyOrder(
            new InputHeard(end(1), T0 + MINUTE - 1, T0 - 1),
            new InputHeard(end(2), T0 + MINUTE, T0));
  }

  @Test
  void p9ARefusalGoesOutAtOnceAndIsNoInput() throws Exception {
    Rejection rejection =
        new Rejection(RejectReason.MALFORMED, "broken", new byte[3], "file", 0, 7, T0);
    harness.processElement(new StreamRecord<>(Arrival.rejected(rejection)));
    assertThat(side(REJECTIONS)).extracting(Rejection::offset).containsExactly(7L);
    harness.endInput();
    assertThat(side(HEARD)).isEmpty();
    assertThat(batches()).isEmpty();
  }

  /** Names that are made up and never heard of again must not stay (pitfall P64). */
  @Test
  void p64WhoFellSilentAmongManyIsIntroducedAnew() throws Exception {
    for (int window = 1; window <= 3; window++) {
      long at = end(window) - MINUTE + 5;
      for (int i = 0; i < 10_000; i++) {
        Session made = Session.of("made-up", "192.0.2.1", 100_000L * window + i);
        arrives(observed(BgpEvent.UPDATE, made, at, "11.0.0.0/8"));
      }
      arrives(observed(BgpEvent.UPDATE, PEER, at, "12.0.0.0/8"));
      harness.processWatermark(new Watermark(Ticks.timer(end(window))));
    }
    long prefix = Prefix.parse("12.0.0.0/8");

    List<RouteBatch> all = batches();
    assertThat(all.stream().mapToInt(RouteBatch::size).sum()).isEqualTo(30_003);
    assertThat(all.stream().flatMapToLong(batch -> Arrays.stream(batch.sessionIds())))
        .hasSizeGreaterThanOrEqualTo(30_001);
    for (RouteBatch batch : all) {
      for (int i = 0; i < batch.size(); i++) {
        long told = batch.sessionIds()[RouteOps.place(batch.source(i))];
        assertThat(told == PEER.id()).isEqualTo(batch.prefix(i) == prefix);
      }
    }
    assertThat(side(SUMMARIES)).hasSize(30_003);
  }
}
