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
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
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
    return ArrivalWatermarks.strategy(WINDOW, DISORDER, idleAfter)
        .createWatermarkGenerator(
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
    assertThat(emitted.idle).isFalse();
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
