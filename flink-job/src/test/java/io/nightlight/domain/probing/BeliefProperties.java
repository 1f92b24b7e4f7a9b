package io.nightlight.domain.probing;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BeliefProperties {

  @Property(tries = 500)
  void beliefAndRateStayWithinTheirBounds(
      @ForAll @IntRange(min = -4705, max = 4705) int belief,
      @ForAll @IntRange(max = 255) int known,
      @ForAll @IntRange(max = 255) int probes,
      @ForAll @IntRange(max = 1 << 20) int replies,
      @ForAll @IntRange(max = 1 << 20) int silences) {
    int counts = Math.min(known, probes) << 8 | probes;
    int rate = Belief.rate(counts);
    assertThat(rate).isBetween(Belief.RATE_LOWEST, Belief.RATE_HIGHEST);
    assertThat(Belief.after(belief, rate, replies, silences))
        .isBetween(-Belief.HIGHEST, Belief.HIGHEST);
    if (replies + silences > 0) {
      int learned = Belief.learned(counts, replies, silences);
      assertThat(learned).isBetween(0, 0xFFFF);
      assertThat(learned >>> 8).isLessThanOrEqualTo(learned & 0xFF);
    }
  }

  @Property(tries = 500)
  void moreRepliesNeverLowerItAndMoreSilencesNeverRaiseIt(
      @ForAll @IntRange(min = -4705, max = 4705) int belief,
      @ForAll @IntRange(min = Belief.RATE_LOWEST, max = Belief.RATE_HIGHEST) int rate,
      @ForAll @IntRange(max = 40) int replies,
      @ForAll @IntRange(max = 40) int silences) {
    int after = Belief.after(belief, rate, replies, silences);
    assertThat(Belief.after(belief, rate, replies + 1, silences)).isGreaterThanOrEqualTo(after);
    assertThat(Belief.after(belief, rate, replies, silences + 1)).isLessThanOrEqualTo(after);
    if (replies > 0) {
      assertThat(after).isGreaterThanOrEqualTo(belief);
    }
  }

  @Property(tries = 500)
  void theDenserTheBlockTheMoreASilenceSays(
      @ForAll @IntRange(min = Belief.RATE_LOWEST, max = Belief.RATE_HIGHEST - 1) int rate) {
    assertThat(Belief.after(Belief.HIGHEST, rate + 1, 0, 1))
        .isLessThanOrEqualTo(Belief.after(Belief.HIGHEST, rate, 0, 1))
        .isLessThan(Belief.HIGHEST);
  }

  @Property(tries = 500)
  void theRateIsLearnedFromWhatIsSeen(
      @ForAll @IntRange(min = 1, max = 7) int eighths, @ForAll @IntRange(max = 255) int before) {
    int counts = before << 8 | 255;
    for (int window = 0; window < 200; window++) {
      counts = Belief.learned(counts, eighths, 8 - eighths);
    }
    double expected = (double) eighths / 8;
    assertThat(Math.abs(Belief.rate(counts) / 65_536.0 - expected)).isLessThan(0.04);
  }
}
