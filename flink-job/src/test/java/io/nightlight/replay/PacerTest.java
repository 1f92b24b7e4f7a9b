package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");

  /** A clock that moves by being slept on, and by hand. */
  private static final class Clock {
    private long nanos = 7_000_000_000L;
    private Duration slept = Duration.ZERO;

    void sleep(Duration duration) {
      slept = slept.plus(duration);
      nanos += duration.toNanos();
    }

    Pacer pacer(double speed) {
      return Pacer.of(speed, () -> nanos, this::sleep);
    }
  }

  private final Clock clock = new Clock();

  @Test
  void tenMinutesTakeSixSecondsAtAHundredTimesTheirPace() throws Exception {
    Pacer pacer = clock.pacer(100);
    for (int second = 0; second <= 600; second++) {
      pacer.await(T0.plusSeconds(second));
    }
    assertThat(clock.slept).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void theFirstRecordIsNeverWaitedFor() throws Exception {
    clock.pacer(1).await(T0);
    assertThat(clock.slept).isZero();
  }

  @Test
  void whatIsOverdueIsCaughtUpWithoutWaiting() throws Exception {
    Pacer pacer = clock.pacer(1);
    pacer.await(T0);
    clock.nanos += Duration.ofMinutes(5).toNanos();
    pacer.await(T0.plusSeconds(60));
    pacer.await(T0.plusSeconds(300));
    assertThat(clock.slept).isZero();
    pacer.await(T0.plusSeconds(310));
    assertThat(clock.slept).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aStepBackInTimeIsOverdue() throws Exception {
    Pacer pacer = clock.pacer(1);
    pacer.await(T0);
    pacer.await(T0.minusSeconds(3600));
    assertThat(clock.slept).isZero();
  }

  @Test
  void zeroIsAsFastAsItGoes() throws Exception {
    Pacer pacer = clock.pacer(0);
    pacer.await(T0);
    pacer.await(T0.plus(Duration.ofDays(365)));
    assertThat(clock.slept).isZero();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void otherSpeedsAreRefused(double speed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clock.pacer(speed))
        .withMessageContaining("speed");
  }
}
