package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What is kept while windows come and go, against sorting all of them each time. */
class NoiseHistoryProperties {
  private static final long MINUTE = 60_000_000L;
  private static final int LEFT_OUT = 0x4000;

  private static ScoringRules rules(int span, int needed, double quantile) {
    ScoringRules rules = ScoringRules.defaults();
    return new ScoringRules(
        rules.window(),
        rules.baselineSpan(),
        rules.baselineBin(),
        rules.warmupRoutes(),
        rules.warmupUpdatesOnly(),
        rules.warmupProbes(),
        rules.unknownShare(),
        Duration.ofMinutes(span),
        Duration.ofMinutes(needed),
        quantile,
        rules.noiseDipFrom(),
        Duration.ofMinutes(8),
        rules.noiseDipDeepest(),
        rules.blindLookBack(),
        rules.blindShare());
  }

  @Property(tries = 300)
  void theQuantileIsThatOfAllThatIsNoise(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 200) int span,
      @ForAll @DoubleRange(max = 1) double quantile,
      @ForAll @IntRange(min = 1, max = 400) int windows) {
    ScoringRules rules = rules(span, 1 + random.nextInt(span), quantile);
    NoiseHistory history = new NoiseHistory(rules);
    int minute = 1_000;
    for (int i = 0; i < windows; i++) {
      minute += random.nextInt(12) == 0 ? random.nextInt(2 * span) : 1;
      history.add(minute * MINUTE, shortfall(random));
      if (random.nextInt(40) == 0) {
        history = NoiseHistory.restore(history.snapshot(), rules);
      } else if (random.nextInt(100) == 0) {
        history.clear();
      }
      if (random.nextInt(3) > 0) {
        check(history, rules, shortfall(random));
      }
    }
  }

  private static double shortfall(Random random) {
    double most = random.nextInt(5) == 0 ? 1 : 0.2;
    return Ratio.rounded(most * random.nextDouble());
  }

  private static void check(NoiseHistory history, ScoringRules rules, double shortfall) {
    short[] slots = history.snapshot().slots();
    int[] known = IntStream.range(0, slots.length).map(i -> slots[i]).filter(s -> s >= 0).toArray();
    int[] noise = Arrays.stream(known).filter(slot -> slot < LEFT_OUT).sorted().toArray();
    if (noise.length < rules.noiseNeeded().toMinutes()) {
      assertThat(history.quantile()).isZero();
    } else {
      int upTo = (int) Math.ceil(rules.noiseQuantile() * noise.length);
      double quantile = upTo == 0 ? 0 : noise[upTo - 1] / 1000.0;
      assertThat(history.quantile()).isEqualTo(quantile);
    }
    int wanted = (int) Math.floor(1000 * shortfall + 0.5);
    long asShort = Arrays.stream(known).filter(slot -> (slot & ~LEFT_OUT) >= wanted).count();
    assertThat(history.exceedance(shortfall))
        .isEqualTo(known.length == 0 ? null : (Double) Ratio.of(asShort, known.length));
  }
}
