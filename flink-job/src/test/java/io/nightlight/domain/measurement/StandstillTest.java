package io.nightlight.domain.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandstillTest {
  private static final Instant T0 = Instant.parse("2014-12-22T12:00:00Z");
  private static final long LIMIT = Micros.of(Duration.ofMinutes(5));

  private static long minute(int minutes) {
    return Micros.of(T0.plus(Duration.ofMinutes(minutes)));
  }

  private static Standstill at(int minutes) {
    return Standstill.BEFORE_TIME.passed(minute(minutes)).next();
  }

  @Test
  void saysNothingWhileTimeMoves() {
    Standstill.Step step = at(1).passed(minute(2));

    assertThat(step.event()).isNull();
    assertThat(step.next().passedMicros()).isEqualTo(minute(2));
  }

  /** Nobody could say since when there is nothing. */
  @Test
  void saysNothingBeforeTheFirstWindow() {
    Standstill.Step step = Standstill.BEFORE_TIME.stood(LIMIT);

    assertThat(step.event()).isNull();
    assertThat(step.next()).isEqualTo(Standstill.BEFORE_TIME);
  }

  @Test
  void tellsOnceSinceWhenTimeStands() {
    Standstill.Step first = at(7).stood(LIMIT);
    Standstill.Step second = first.next().stood(LIMIT);

    assertThat(first.event())
        .isEqualTo(
            new MeasurementEvent(
                "WHOLE_FEED:all:2014-12-22T12:07:00Z",
                Kind.DEGRADED,
                ScopeKind.WHOLE_FEED,
                "all",
                Reason.STALLED,
                T0.plus(Duration.ofMinutes(7)),
                null,
                T0.plus(Duration.ofMinutes(12)),
                List.of()));
    assertThat(second.event()).isNull();
    assertThat(second.next()).isEqualTo(first.next());
  }

  @Test
  void tellsUnderTheSameIdThatTimeMovesAgain() {
    Standstill.Step moved = at(7).stood(LIMIT).next().passed(minute(60));

    MeasurementEvent event = moved.event();
    assertThat(event).isNotNull();
    assertThat(event.eventId()).isEqualTo("WHOLE_FEED:all:2014-12-22T12:07:00Z");
    assertThat(event.kind()).isEqualTo(Kind.RESTORED);
    assertThat(event.endedAt()).isEqualTo(T0.plus(Duration.ofMinutes(60)));
    assertThat(event.detectedAt()).isEqualTo(T0.plus(Duration.ofMinutes(60)));
    assertThat(moved.next()).isEqualTo(at(60));
  }

  /** The clock went on for ten minutes, and event time by one: the reader was held up. */
  @Test
  void noEndIsDetectedBeforeItsBeginning() {
    MeasurementEvent event = at(7).stood(LIMIT).next().passed(minute(8)).event();

    assertThat(event).isNotNull();
    assertThat(event.endedAt()).isEqualTo(T0.plus(Duration.ofMinutes(8)));
    assertThat(event.detectedAt()).isEqualTo(T0.plus(Duration.ofMinutes(12)));
  }

  /** After a restore watermarks begin anew, below what had passed. */
  @Test
  void timeThatHasPassedBeforeIsNoMovement() {
    Standstill told = at(7).stood(LIMIT).next();

    assertThat(told.passed(minute(7))).isEqualTo(new Standstill.Step(told, null));
    assertThat(told.passed(minute(3))).isEqualTo(new Standstill.Step(told, null));
  }
}
