package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BaselineTest {

  private static final ScoringRules RULES = ScoringRules.defaults();
  private static final long MINUTE = 60_000_000;

  @Test
  void hasNoLevelBeforeAnythingWasSeen() {
    assertThat(new Baseline(RULES).level()).isZero();
  }

  @Test
  void answersFromItsFirstBinWhileThatIsOpen() {
    Baseline baseline = new Baseline(RULES);
    baseline.add(MINUTE, 5);
    baseline.add(2 * MINUTE, 7);
    baseline.add(3 * MINUTE, 6);

    assertThat(baseline.level()).isEqualTo(6);
  }

  @Test
  void p53ScalingMovesEveryMedianAndTheOpenBin() {
    Baseline baseline = new Baseline(RULES);
    for (int minute = 1; minute <= 35; minute++) {
      baseline.add(minute * MINUTE, 10L * minute);
    }
    baseline.scale(0.7);
    assertThat(baseline.snapshot().medians()).containsExactly(35, 105, 175);
    assertThat(baseline.snapshot().open()).containsExactly(217, 224, 231, 238, 245);
    assertThat(baseline.level()).isEqualTo(105);
    assertThat(Baseline.restore(baseline.snapshot(), RULES).level()).isEqualTo(105);
  }

  /** A level of nothing would leave the country without any ratio. */
  @Test
  void p53NothingIsScaledToNothing() {
    Baseline baseline = new Baseline(RULES);
    baseline.add(MINUTE, 3);
    baseline.scale(0.01);
    assertThat(baseline.level()).isEqualTo(1);
  }

  @Test
  void takesTheWindowThatEndsWithABinIntoIt() {
    Baseline baseline = new Baseline(RULES);
    for (int minute = 1; minute <= 10; minute++) {
      baseline.add(minute * MINUTE, 3);
    }
    assertThat(baseline.snapshot().medians()).isEmpty();

    baseline.add(11 * MINUTE, 9);
    assertThat(baseline.snapshot().medians()).containsExactly(3);
    assertThat(baseline.level()).isEqualTo(3);
  }

  @Test
  void isALevelThatWasSeenEvenWhenTheNumberOfElementsIsEven() {
    Baseline baseline = new Baseline(RULES);
    baseline.rebase(4, Duration.ofMinutes(10));
    baseline.add(MINUTE, 8);
    baseline.add(11 * MINUTE, 8);

    assertThat(baseline.level()).isEqualTo(4);
  }

  @Test
  void startsFromAGivenLevelWithTheWeightOfItsAge() {
    Baseline baseline = new Baseline(RULES);
    baseline.add(MINUTE, 100);
    baseline.rebase(85, Duration.ofHours(6));

    assertThat(baseline.level()).isEqualTo(85);
    assertThat(baseline.snapshot().medians()).hasSize(36).containsOnly(85);
    baseline.rebase(70, Duration.ofDays(38));
    assertThat(baseline.snapshot().medians()).hasSize(1008);
  }

  @Property(tries = 100)
  void isTheMedianOfTheLastElements(
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 50) Long> values,
      @ForAll @IntRange(min = 1, max = 24) int hours) {
    ScoringRules shorter = looking(Duration.ofHours(hours));
    Baseline baseline = new Baseline(shorter);
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      baseline.add((10L * i + 1) * MINUTE, values.get(i));
      if (i > 0) {
        kept.add(values.get(i - 1));
        if (kept.size() > 6 * hours) {
          kept.remove(0);
        }
        List<Long> inOrder = kept.stream().sorted().toList();
        assertThat(baseline.level()).isEqualTo(inOrder.get((inOrder.size() - 1) / 2));
      }
      Baseline restored = Baseline.restore(baseline.snapshot(), shorter);
      assertThat(restored.level()).isEqualTo(baseline.level());
    }
  }

  @Test
  void keepsTheNewestWhenItIsToLookBackLessFar() {
    Baseline baseline = new Baseline(RULES);
    for (int bin = 0; bin < 20; bin++) {
      baseline.add((10L * bin + 1) * MINUTE, bin);
    }

    Baseline restored = Baseline.restore(baseline.snapshot(), looking(Duration.ofHours(1)));

    assertThat(restored.snapshot().medians()).containsExactly(13, 14, 15, 16, 17, 18);
  }

  private static ScoringRules looking(Duration span) {
    return new ScoringRules(
        RULES.window(),
        span,
        RULES.baselineBin(),
        RULES.warmupRoutes(),
        RULES.warmupUpdatesOnly(),
        RULES.warmupProbes(),
        RULES.unknownShare(),
        RULES.noiseSpan(),
        RULES.noiseNeeded(),
        RULES.noiseQuantile(),
        RULES.noiseDipFrom(),
        RULES.noiseDipLongest(),
        RULES.noiseDipDeepest(),
        RULES.blindLookBack(),
        RULES.blindShare());
  }
}
