package io.nightlight.domain.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.VantagePanel.FeedHealth;
import io.nightlight.domain.measurement.VantagePanel.Review;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.net.Vantage;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Summaries add up in any order and grouping, however much there is of them. */
class VantageSummaryProperties {
  private static final Vantage VANTAGE = Vantage.of("atlas-1");
  private static final long MINUTE = 60_000_000L;
  private static final long END = 1_419_249_600_000_000L;

  private final VantagePanel panel = new VantagePanel(MINUTE, VantageRules.defaults());

  @Provide
  Arbitrary<VantageSummary> summaries() {
    Arbitrary<Integer> counts =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 10),
            Arbitraries.integers().between(Integer.MAX_VALUE - 10, Integer.MAX_VALUE),
            Arbitraries.integers().between(0, Integer.MAX_VALUE));
    Arbitrary<CountrySuccess> country =
        Combinators.combine(Arbitraries.of("BE", "KP", "LY"), counts, counts)
            .as(CountrySuccess::new)
            .filter(success -> success.replies() > 0 || success.silences() > 0);
    return Combinators.combine(
            counts, country.list().ofMaxSize(3).uniqueElements(CountrySuccess::country))
        .as((results, countries) -> new VantageSummary(VANTAGE, END, results, END - 1, countries));
  }

  @Property
  void additionCommutesAndAssociates(
      @ForAll("summaries") VantageSummary a,
      @ForAll("summaries") VantageSummary b,
      @ForAll("summaries") VantageSummary c) {
    assertThat(a.plus(b)).isEqualTo(b.plus(a));
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    assertThat(a.plus(b).results()).isGreaterThanOrEqualTo(Math.max(a.results(), b.results()));
  }

  @Property
  void whateverComesASuccessIsAShare(
      @ForAll @Size(min = 1, max = 12) List<@From("summaries") VantageSummary> windows) {
    Review review = new Review(Map.of(), List.of(), FeedHealth.SEES, List.of());
    long end = END;
    for (VantageSummary summary : windows) {
      end += 4 * MINUTE;
      VantageSummary both = summary.plus(summary);
      review = panel.next(review.vantages(), review.feed(), Map.of(VANTAGE.id(), both), end);
    }
    for (VantageReach reach : review.vantages().get(VANTAGE.id()).reaches()) {
      assertThat(reach.usual()).allMatch(share -> share >= 0 && share <= 1000);
    }
  }

  /** 429,497 results of one vantage, each allowed, in one window. */
  @Example
  void silencesThatWouldSumUpToNothingAreManyNonetheless() {
    VantageTally tally = new VantageTally(VANTAGE, END);
    Target target = Target.of(new byte[] {(byte) 175, 45, (byte) 176, 1});
    long left = 1L << 32;
    for (long at = END - MINUTE; left > 0; at++) {
      int silences = (int) Math.min(10_000, left);
      tally.add(
          new ProbeObservation(VANTAGE, at, target, ProbeMethod.ICMP_ECHO, 0, silences, 0), "KP");
      left -= silences;
    }
    VantageSummary summary = Objects.requireNonNull(tally.take());
    assertThat(summary.countries()).containsExactly(new CountrySuccess("KP", 0, Integer.MAX_VALUE));
    Review review = panel.next(Map.of(), FeedHealth.SEES, Map.of(VANTAGE.id(), summary), END);
    assertThat(review.vantages().get(VANTAGE.id()).reaches().get(0).usual()).containsExactly(0);
  }
}
