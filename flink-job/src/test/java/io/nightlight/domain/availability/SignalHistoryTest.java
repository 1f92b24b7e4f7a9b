package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.SignalHistory.Grip;
import io.nightlight.domain.availability.SignalHistory.Lesson;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignalHistoryTest {
  private static final Instant NOON = Instant.parse("2021-03-03T12:00:00Z");

  private final SignalHistory probes = new SignalHistory(Signal.PROBES, warmAfterADay());
  private Instant now = NOON;

  private static ScoringRules warmAfterADay() {
    ScoringRules rules = ScoringRules.defaults();
    return new ScoringRules(
        rules.window(),
        rules.baselineSpan(),
        rules.baselineBin(),
        rules.warmupRoutes(),
        rules.warmupUpdatesOnly(),
        Duration.ofDays(1),
        rules.unknownShare(),
        rules.noiseSpan(),
        rules.noiseNeeded(),
        rules.noiseQuantile(),
        rules.noiseDipFrom(),
        rules.noiseDipLongest(),
        rules.noiseDipDeepest(),
        rules.blindLookBack(),
        rules.blindShare());
  }

  /** So many minutes with so many blocks up. */
  private SignalView minutes(long count, int up) {
    SignalView view = null;
    for (long i = 0; i < count; i++) {
      now = now.plusSeconds(60);
      view = probes.view(now, SignalReading.ofProbes(up, 0, 0, 12, 12), Grip.FREE);
      probes.learn(now, view, Lesson.USUAL);
    }
    assertThat(view).isNotNull();
    return view;
  }

  /** Else each day at the hour of the first start too little would be the usual. */
  @Test
  void theRoundsInWhichBlocksAreMetTeachNothing() {
    minutes(30, 3);
    minutes(Duration.ofDays(1).toMinutes(), 40);
    assertThat(probes.snapshot().warm()).isTrue();

    minutes(Duration.between(now, NOON.plus(Duration.ofDays(2))).toMinutes(), 40);

    assertThat(minutes(5, 40).baseline()).isEqualTo(40);
  }
}
