package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.NoiseHistory;
import io.nightlight.domain.availability.Ratio;
import io.nightlight.domain.availability.Recount;
import io.nightlight.domain.availability.Recount.Blocks;
import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.ScoringRules;
import io.nightlight.domain.availability.Sight;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.availability.SignalView;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class RecountProperties {
  private static final DetectionRules RULES = DetectionRules.defaults();

  /** Whatever moves where: a country that is well stays well in that very window. */
  @Property
  void p53NoChangeOfTheMapAloneIsADrop(
      @ForAll @LongRange(min = 1, max = 400) long level,
      @ForAll @LongRange(max = 500) long visible,
      @ForAll @LongRange(max = 500) long lost,
      @ForAll @LongRange(max = 500) long visibleThen,
      @ForAll @LongRange(max = 500) long lostThen) {
    Assume.that(visible + lost > 0 && visibleThen + lostThen > 0);
    Assume.that(!isInDrop(visible, level));
    Recount recount =
        new Recount(
            Signal.IPV4_ROUTES, new Blocks(visible, 0, lost), new Blocks(visibleThen, 0, lostThen));
    Assume.that(visibleThen > 0);
    assertThat(isInDrop(visibleThen, recount.usual(level))).isFalse();
  }

  @Property
  void theSameMapAgainChangesNothing(
      @ForAll @LongRange(min = 1, max = 100_000) long level,
      @ForAll @LongRange(max = 100_000) long visible,
      @ForAll @LongRange(max = 100_000) long unknown,
      @ForAll @LongRange(max = 100_000) long lost) {
    Assume.that(visible + unknown + lost > 0);
    Blocks blocks = new Blocks(visible, unknown, lost);
    Recount recount = new Recount(Signal.IPV4_ROUTES, blocks, blocks);
    assertThat(recount.usual(level)).isEqualTo(level);
    assertThat(recount.usualInDrop(level)).isEqualTo(level);
    assertThat(Recount.ofProbes(blocks, blocks).usual(level)).isEqualTo(level);
  }

  private static boolean isInDrop(long visible, long level) {
    double ratio = Ratio.of(visible, level);
    SignalReading reading =
        SignalReading.of(Signal.IPV4_ROUTES, visible, 0, 1, RouteHistory.FINISHED_RIB);
    SignalView view =
        new SignalView(
            reading,
            ScoreStatus.AVAILABLE,
            level,
            ratio,
            Sight.STEADY,
            new NoiseHistory(ScoringRules.defaults()));
    return Ratio.shortfall(ratio) >= RULES.threshold(view);
  }
}
