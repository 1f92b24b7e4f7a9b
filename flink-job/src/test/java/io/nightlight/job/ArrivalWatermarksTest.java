package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.domain.observation.ProbeObservation;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkOutputMultiplexer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrivalWatermarksTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");
  private static final long WINDOW = 60_000_000L;
  private static final Duration DISORDER = Duration.ofSeconds(60);
  private static final Duration IDLE_AFTER = Duration.ofSeconds(30);

  private final ManualClock clock = new ManualClock();
  private final Emitted emitted = new Emitted();

  private static final class Emitted implements WatermarkOutput {
    private final List<Instant> passed = new ArrayList<>();
    private boolean idle;

    Instant latest() {
      return passed.get(passed.size() - 1);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
      // A watermark says that nothing up to and including its millisecond is to come.
      passed.add(Instant.ofEpochMilli(watermark.getTimestamp() + 1));
      idle = false; // as Flink's own outputs: who emits is active
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }

  private WatermarkGenerator<Arrival> generator(@Nullable Duration idleAfter) {
    return generatorOf(ArrivalWatermarks.strategy(WINDOW, DISORDER, idleAfter));
  }

  private WatermarkGenerator<Arrival> generatorOf(WatermarkStrategy<Arrival> strategy) {
    return strategy.createWatermarkGenerator(
        new WatermarkGeneratorSupplier.Context() {
          @Override
          public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
          }

          @Override
          public RelativeClock getInputActivityClock() {
            return clock;
          }
        });
  }

  /** Of one reader, combined as Flink does. */
  private final class Partitions {
    private static final Duration PERIOD = Duration.ofMillis(200);

    private final WatermarkOutputMultiplexer combined = new WatermarkOutputMultiplexer(emitted);
    private final Map<String, WatermarkGenerator<Arrival>> generators = new HashMap<>();

    Partitions(String... names) {
      WatermarkStrategy<Arrival> strategy =
          ArrivalWatermarks.strategy(WINDOW, DISORDER, IDLE_AFTER);
      for (String name : names) {
        combined.registerNewOutput(name);
        generators.put(name, generatorOf(strategy));
      }
    }

    void say(String name, Instant at) {
      generators.get(name).onEvent(observedAt(at), 0, combined.getImmediateOutput(name));
    }

    void pass(Duration time) {
      long periods = time.dividedBy(PERIOD);
      for (long period = 0; period < periods; period++) {
        passAtOnce(PERIOD);
      }
    }

    void passAtOnce(Duration time) {
      clock.advanceTime(time);
      generators.forEach(
          (name, generator) -> generator.onPeriodicEmit(combined.getDeferredOutput(name)));
      combined.onPeriodicEmit();
    }
  }

  private static Arrival observedAt(Instant at) {
    return Arrival.decoded(
        new BgpObservation(
            BgpEvent.HEARTBEAT,
            Session.of("rrc06", "202.249.2.20", 2497),
            at.toEpochMilli() * 1000,
            0,
            new long[0],
            new long[0],
            BgpObservation.noPathIds(),
            BgpObservation.noPathIds(),
            0,
            EndOfRib.NONE,
            0,
            0));
  }

  private static Arrival garbageOf(Instant at) {
    return Arrival.rejected(
        new Rejection(
            RejectReason.MALFORMED,
            "garbage",
            new byte[1],
            "bgp.updates",
            0,
            0,
            at.toEpochMilli() * 1000));
  }

  private void take(WatermarkGenerator<Arrival> generator, Arrival... arrivals) {
    for (Arrival arrival : arrivals) {
      generator.onEvent(arrival, 0, emitted);
      generator.onPeriodicEmit(emitted);
    }
  }

  @Test
  void timePassesOnlyWhenTheEndOfAWindowIsCrossed() {
    take(
        generator(null),
        observedAt(T0),
        observedAt(T0.plusSeconds(59)),
        observedAt(T0.plusMillis(59_999)),
        observedAt(T0.plusSeconds(60)),
        observedAt(T0.plusSeconds(61)),
        observedAt(T0.plusSeconds(300)));
    assertThat(emitted.passed).containsExactly(T0.minusSeconds(60), T0, T0.plusSeconds(240));
  }

  @Test
  void probesMoveTimeAsRoutesDo() {
    take(
        generator(null),
        Arrival.decoded(ProbeObservation.heartbeat(T0.toEpochMilli() * 1000)),
        Arrival.decoded(ProbeObservation.heartbeat(T0.plusSeconds(60).toEpochMilli() * 1000)));
    assertThat(emitted.passed).containsExactly(T0.minusSeconds(60), T0);
  }

  @Test
  void timeNeverGoesBack() {
    take(generator(null), observedAt(T0.plusSeconds(300)), observedAt(T0));
    assertThat(emitted.passed).containsExactly(T0.plusSeconds(240));
  }

  @Test
  void p10WhatIsRefusedMovesNoTime() {
    take(
        generator(null),
        garbageOf(T0.plus(Duration.ofDays(7_000))),
        observedAt(T0),
        garbageOf(T0.plus(Duration.ofDays(7_000))));
    assertThat(emitted.passed).containsExactly(T0.minusSeconds(60));
  }

  @Test
  void p9APartitionOfGarbageIsIdle() {
    WatermarkGenerator<Arrival> generator = generator(IDLE_AFTER);
    take(generator, observedAt(T0));
    for (int second = 0; second < 60; second++) {
      clock.advanceTime(Duration.ofSeconds(1));
      take(generator, garbageOf(T0));
    }
    assertThat(emitted.idle).isTrue();
    take(generator, observedAt(T0.plusSeconds(120)));
    for (int second = 0; second < 60; second++) {
      clock.advanceTime(Duration.ofSeconds(1));
      take(generator, garbageOf(T0), observedAt(T0.plusSeconds(120)));
    }
    assertThat(emitted.idle).isFalse();
  }

  @Test
  void p2APartitionThatIsSilentHoldsNobodyBackForLong() {
    Partitions partitions = new Partitions("one", "other");
    partitions.say("one", T0);
    partitions.say("other", T0);
    partitions.say("one", T0.plusSeconds(600));
    assertThat(emitted.latest()).isEqualTo(T0.minusSeconds(60));
    partitions.pass(IDLE_AFTER.minusSeconds(1));
    partitions.say("one", T0.plusSeconds(660));
    assertThat(emitted.latest()).isEqualTo(T0.minusSeconds(60));
    partitions.pass(Duration.ofSeconds(2));
    assertThat(emitted.latest()).isEqualTo(T0.plusSeconds(600));
  }

  @Test
  void p4WhoWasHeldUpForLongTakesNobodyForIdle() {
    Partitions partitions = new Partitions("one", "other");
    partitions.say("one", T0);
    partitions.say("other", T0);
    partitions.say("one", T0.plusSeconds(600));
    partitions.passAtOnce(Duration.ofHours(1));
    partitions.passAtOnce(Duration.ofMillis(200));
    assertThat(emitted.latest()).isEqualTo(T0.minusSeconds(60));
    partitions.say("other", T0.plusSeconds(60));
    assertThat(emitted.latest()).isEqualTo(T0);
  }

  /** The order in which a reader takes up what has waited is Kafka's. */
  @Test
  void p3AfterASilenceOfAllTheFirstThatSpeaksWaitsForTheOthers() {
    Partitions partitions = new Partitions("one", "other");
    partitions.say("one", T0.plusSeconds(120));
    partitions.say("other", T0);
    partitions.pass(IDLE_AFTER.multipliedBy(10));
    assertThat(emitted.idle).isTrue();
    Instant atRest = emitted.latest();
    assertThat(atRest).isEqualTo(T0.plusSeconds(60));

    for (int minute = 3; minute < 60; minute++) {
      partitions.say("one", T0.plusSeconds(minute * 60L));
    }
    for (int minute = 3; minute < 40; minute++) {
      partitions.say("other", T0.plusSeconds(minute * 60L));
      partitions.pass(Duration.ofMillis(200));
      assertThat(emitted.latest()).as("what the other says next is late").isEqualTo(atRest);
    }
    partitions.pass(IDLE_AFTER.minus(Duration.ofSeconds(8)));
    assertThat(emitted.latest()).isEqualTo(atRest);
    partitions.say("other", T0.plusSeconds(50 * 60L));
    partitions.pass(Duration.ofSeconds(2));
    assertThat(emitted.latest()).as("both go on at once").isEqualTo(T0.plusSeconds(49 * 60L));
    partitions.pass(IDLE_AFTER);
    assertThat(emitted.latest()).isEqualTo(T0.plusSeconds(58 * 60L));
    assertThat(emitted.idle).isTrue();
  }

  @Test
  void whoeverIsBackWhileAnotherSpeaksCountsAtOnce() {
    Partitions partitions = new Partitions("back", "speaks");
    partitions.say("back", T0);
    for (int minute = 0; minute < 5; minute++) {
      partitions.say("speaks", T0.plusSeconds(minute * 60L));
      partitions.pass(IDLE_AFTER.minusSeconds(1));
    }
    assertThat(emitted.latest()).isEqualTo(T0.plusSeconds(180));
    partitions.say("back", T0.plusSeconds(300));
    partitions.say("speaks", T0.plusSeconds(600));
    assertThat(emitted.latest()).isEqualTo(T0.plusSeconds(240));
  }

  @Test
  void whoIsFirstHeardAfterAllOthersFellSilentWaitsToo() {
    Partitions partitions = new Partitions("one", "never");
    partitions.say("one", T0);
    partitions.pass(IDLE_AFTER.plusSeconds(1));
    assertThat(emitted.latest()).isEqualTo(T0.minusSeconds(60));
    partitions.say("never", T0.plusSeconds(600));
    partitions.say("one", T0.plusSeconds(300));
    assertThat(emitted.latest()).isEqualTo(T0.minusSeconds(60));
    partitions.pass(IDLE_AFTER);
    assertThat(emitted.latest()).isEqualTo(T0.plusSeconds(240));
  }

  /** As when a job starts on topics to which nobody writes any more. */
  @Test
  void p3WhatWasSaidBeforeAllFellSilentAtOnceHasPassed() {
    Partitions partitions = new Partitions("a", "b", "never");
    partitions.say("a", T0.plusSeconds(600));
    partitions.say("b", T0.plusSeconds(300));
    partitions.pass(IDLE_AFTER.plusSeconds(1));
    assertThat(emitted.passed).last().isEqualTo(T0.plusSeconds(540));
    assertThat(emitted.idle).isTrue();
  }

  /** Without any watermark a reader is no part of Flink's alignment, and the others read on. */
  @Test
  void whoIsAwaitedHoldsBackReadingFromTheFirstLookOn() {
    Partitions partitions = new Partitions("one", "awaited");
    partitions.say("one", T0);
    partitions.pass(Duration.ofMillis(200));
    assertThat(emitted.passed).hasSize(1).allMatch(mark -> mark.isBefore(Instant.EPOCH));
    assertThat(emitted.idle).isFalse();
    partitions.say("awaited", T0);
    assertThat(emitted.latest()).isEqualTo(T0.minusSeconds(60));
  }

  @Test
  void whoSpeaksOnceInALongWhileIsHeardBeforeItIsIdleAgain() {
    Partitions partitions = new Partitions("one");
    partitions.say("one", T0);
    for (int hour = 1; hour < 10; hour++) {
      partitions.pass(Duration.ofHours(1));
      assertThat(emitted.idle).isTrue();
      partitions.say("one", T0.plusSeconds(hour * 3_600L));
      partitions.pass(IDLE_AFTER);
      assertThat(emitted.idle).isFalse();
      assertThat(emitted.latest()).isEqualTo(T0.plusSeconds(hour * 3_600L - 60));
    }
  }

  @Test
  void whoWakesOverAndOverWithNothingNewMovesNoTime() {
    Partitions partitions = new Partitions("one");
    partitions.say("one", T0);
    for (int i = 0; i < 100; i++) {
      partitions.pass(IDLE_AFTER.multipliedBy(3));
      partitions.say("one", T0);
    }
    assertThat(emitted.passed).containsExactly(T0.minusSeconds(60));
    assertThat(emitted.idle).isTrue();
  }

  @Test
  void aBoundedInputIsNeverIdle() {
    WatermarkGenerator<Arrival> generator = generator(null);
    take(generator, observedAt(T0));
    clock.advanceTime(Duration.ofDays(1));
    generator.onPeriodicEmit(emitted);
    assertThat(emitted.idle).isFalse();
  }
}
