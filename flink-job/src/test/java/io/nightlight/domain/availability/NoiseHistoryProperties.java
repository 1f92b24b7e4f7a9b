package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.observation.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What is kept while windows come and go, against sorting all of them each time. */
class NoiseHistoryProperties {
  private static final long MINUTE = 60_000_000L;
  private static final int LEFT_OUT = 0x4000;

  private static final int DIP_LONGEST = 8;

  private static ScoringRules rules(int span, int needed, double quantile, double deepest) {
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
        Duration.ofMinutes(DIP_LONGEST),
        deepest,
        rules.blindLookBack(),
        rules.blindShare());
  }

  /** By number of the window its shortfall in thousandths, marked if it is no noise. */
  private static final class Plain {
    private final TreeMap<Long, Integer> windows = new TreeMap<>();
    private final ScoringRules rules;
    private int dip;

    Plain(ScoringRules rules) {
      this.rules = rules;
    }

    void add(long number, double shortfall) {
      windows.headMap(number - rules.noiseSpan().toMinutes(), true).clear();
      int level = level(shortfall);
      dip = level < level(rules.noiseDipFrom()) ? 0 : dip + 1;
      boolean isTooLong = dip > DIP_LONGEST;
      if (isTooLong) {
        windows.descendingMap().entrySet().stream()
            .limit(dip - 1)
            .forEach(window -> window.setValue(window.getValue() | LEFT_OUT));
      }
      boolean isLeftOut = isTooLong || level > level(rules.noiseDipDeepest());
      windows.put(number, isLeftOut ? level | LEFT_OUT : level);
    }

    void clear() {
      windows.clear();
      dip = 0;
    }

    double quantile() {
      int[] noise =
          windows.values().stream().mapToInt(w -> w).filter(w -> w < LEFT_OUT).sorted().toArray();
      int upTo = (int) Math.ceil(rules.noiseQuantile() * noise.length);
      boolean isKnown = noise.length >= rules.noiseNeeded().toMinutes() && upTo > 0;
      return isKnown ? noise[upTo - 1] / 1000.0 : 0;
    }

    long shortBy(double shortfall) {
      return windows.values().stream().filter(w -> (w & ~LEFT_OUT) >= level(shortfall)).count();
    }

    @Nullable Instant lastShortBy(double shortfall, long upTo) {
      return windows.headMap(upTo, true).descendingMap().entrySet().stream()
          .filter(window -> (window.getValue() & ~LEFT_OUT) >= level(shortfall))
          .map(window -> Micros.toInstant(window.getKey() * MINUTE))
          .findFirst()
          .orElse(null);
    }

    short[] slots() {
      short[] slots = new short[(int) rules.noiseSpan().toMinutes()];
      Arrays.fill(slots, (short) -1);
      windows.forEach((number, w) -> slots[(int) (number % slots.length)] = w.shortValue());
      return slots;
    }
  }

  private static int level(double shortfall) {
    return (int) Math.floor(1000 * shortfall + 0.5);
  }

  @Property(tries = 400)
  void whatIsKeptIsWhatIsThere(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 200) int span,
      @ForAll @DoubleRange(max = 1) double quantile,
      @ForAll @IntRange(min = 1, max = 400) int windows) {
    double deepest = random.nextBoolean() ? 0.5 : 0.05;
    ScoringRules rules = rules(span, 1 + random.nextInt(span), quantile, deepest);
    NoiseHistory history = new NoiseHistory(rules);
    Plain plain = new Plain(rules);
    long minute = 1_000;
    double shortfall = 0;
    for (int i = 0; i < windows; i++) {
      minute += random.nextInt(12) == 0 ? 1 + random.nextInt(2 * span) : 1;
      shortfall = random.nextInt(4) > 0 ? shortfall : shortfall(random);
      history.add(minute * MINUTE, shortfall);
      plain.add(minute, shortfall);
      if (random.nextInt(30) == 0) {
        assertThat(history.snapshot().slots()).isEqualTo(plain.slots());
        history = NoiseHistory.restore(history.snapshot(), rules);
      } else if (random.nextInt(100) == 0) {
        history.clear();
        plain.clear();
      }
      if (random.nextInt(8) == 0) {
        check(history, plain, random.nextBoolean() ? shortfall : shortfall(random), minute);
      }
    }
    assertThat(history.snapshot().slots()).isEqualTo(plain.slots());
    check(history, plain, shortfall, minute);
  }

  private static double shortfall(Random random) {
    double most = random.nextInt(5) == 0 ? 1 : 0.2;
    return random.nextInt(3) == 0 ? 0 : Ratio.rounded(most * random.nextDouble());
  }

  private static void check(NoiseHistory history, Plain plain, double shortfall, long minute) {
    assertThat(history.quantile()).isEqualTo(plain.quantile());
    int known = plain.windows.size();
    assertThat(history.exceedance(shortfall))
        .isEqualTo(known == 0 ? null : (Double) Ratio.of(plain.shortBy(shortfall), known));
    assertThat(history.lastShortBy(shortfall, Micros.toInstant((minute - 7) * MINUTE)))
        .isEqualTo(plain.lastShortBy(shortfall, minute - 7));
  }
}
