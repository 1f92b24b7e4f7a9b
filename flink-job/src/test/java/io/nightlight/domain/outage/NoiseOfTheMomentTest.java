package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.ScoreStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A window is measured against the windows before it, not against itself. */
class NoiseOfTheMomentTest {

  /**
   * With more than one dip in a hundred windows the noise is 0.13, so that a drop begins at 0.195
   * instead of 0.15. The window of 0.16 itself is one more, and must not count.
   */
  @ParameterizedTest
  @ValueSource(ints = {10, 13, 14, 15, 16, 17, 18, 25})
  void aShortWindowIsNoNoiseYetWhenItIsJudged(int dips) {
    Timeline timeline = Timeline.of(100).all("1x1600" + " 0.87x1 1x1".repeat(dips));
    short[] slots = timeline.judge().snapshot().histories().get(0).noise().slots();
    int known = 0;
    for (short slot : slots) {
      known += slot >= 0 ? 1 : 0;
    }
    boolean isNoisy = 100 * dips > known;

    timeline.all("0.84x1");

    assertThat(timeline.scores.get(timeline.scores.size() - 1).status())
        .as("%d dips in %d windows", dips, known)
        .isEqualTo(isNoisy ? ScoreStatus.AVAILABLE : ScoreStatus.DEGRADED);
  }
}
