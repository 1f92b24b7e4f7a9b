package io.nightlight.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MatchingProperties {
  private static final long TOLERANCE = 10;

  /** So few that all ways can be tried, so close that many are in reach of each other. */
  @Provide
  Arbitrary<long[]> times() {
    return Arbitraries.longs().between(0, 60).array(long[].class).ofMaxSize(6);
  }

  @Property(tries = 2000)
  void noWayIsBetter(@ForAll("times") long[] ones, @ForAll("times") long[] others) {
    Arrays.sort(ones);
    Arrays.sort(others);
    int[] partners = Matching.of(ones, others, TOLERANCE);

    long pairs = 0;
    long distance = 0;
    boolean[] taken = new boolean[others.length];
    for (int i = 0; i < ones.length; i++) {
      if (partners[i] != Matching.NOBODY) {
        assertThat(taken[partners[i]]).as("one to one").isFalse();
        taken[partners[i]] = true;
        pairs++;
        distance += Math.abs(ones[i] - others[partners[i]]);
        assertThat(Math.abs(ones[i] - others[partners[i]])).isLessThanOrEqualTo(TOLERANCE);
      }
    }
    long[] best = best(ones, others, 0, new boolean[others.length]);
    assertThat(new long[] {pairs, distance}).isEqualTo(best);
  }

  /** The number of pairs and their distance, by trying every way. */
  private static long[] best(long[] ones, long[] others, int from, boolean[] taken) {
    if (from == ones.length) {
      return new long[] {0, 0};
    }
    long[] best = best(ones, others, from + 1, taken);
    for (int j = 0; j < others.length; j++) {
      long apart = Math.abs(ones[from] - others[j]);
      if (!taken[j] && apart <= TOLERANCE) {
        taken[j] = true;
        long[] rest = best(ones, others, from + 1, taken);
        taken[j] = false;
        if (rest[0] + 1 > best[0] || (rest[0] + 1 == best[0] && rest[1] + apart < best[1])) {
          best = new long[] {rest[0] + 1, rest[1] + apart};
        }
      }
    }
    return best;
  }

  @Property(tries = 500)
  void theOrderOfWhatIsComparedDoesNotMatter(
      @ForAll("times") long[] ones, @ForAll("times") long[] others, @ForAll Random random) {
    Trial trial = trial(ones, others);
    List<TruthRow> truth = new ArrayList<>(trial.truth());
    List<ReportedOutage> reported = new ArrayList<>(trial.reported());
    Collections.shuffle(truth, random);
    Collections.shuffle(reported, random);
    Trial shuffled = new Trial(truth, reported, trial.watched());
    assertThat(Comparison.of(shuffled)).isEqualTo(Comparison.of(trial));
  }

  @Property(tries = 500)
  void everythingIsCountedOnce(@ForAll("times") long[] ones, @ForAll("times") long[] others) {
    Comparison comparison = Comparison.of(trial(ones, others));
    assertThat(comparison.recall().of()).isEqualTo(ones.length);
    assertThat(comparison.precision().of()).isEqualTo(others.length);
    long fragments = comparison.pairs().stream().mapToInt(Pair::fragments).sum();
    assertThat(comparison.falseAlarms(FalseAlarm.Kind.FRAGMENT)).isEqualTo(fragments);
  }

  @Property(tries = 500)
  void aFalseReportMoreNeverRaisesPrecision(
      @ForAll("times") long[] ones, @ForAll("times") long[] others) {
    Trial trial = trial(ones, others);
    List<ReportedOutage> more = new ArrayList<>(trial.reported());
    more.add(trial(new long[0], new long[] {500}).reported().get(0));
    double before = Comparison.of(trial).precision().share().orElse(1);
    Comparison after = Comparison.of(trial.of(more));
    assertThat(after.precision().share().orElseThrow()).isLessThanOrEqualTo(before);
    assertThat(after.recall()).isEqualTo(Comparison.of(trial).recall());
  }

  @Property(tries = 500)
  void anotherReportNeverLosesAnOutage(
      @ForAll("times") long[] ones, @ForAll("times") long[] others) {
    if (others.length > 0) {
      long[] fewer = Arrays.copyOf(others, others.length - 1);
      assertThat(Comparison.of(trial(ones, fewer)).pairs().size())
          .isLessThanOrEqualTo(Comparison.of(trial(ones, others)).pairs().size());
    }
  }

  private static Trial trial(long[] ones, long[] others) {
    World world = new World();
    for (long start : ones) {
      world.labelled((double) start, start + 15.0);
    }
    for (long start : others) {
      world.reported((double) start, start + 5.0);
    }
    return world.trial();
  }
}
