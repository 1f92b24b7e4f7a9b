package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CyclicBaselineTest {
  private static final ScoringRules RULES = ScoringRules.defaults();
  private static final long MINUTE = 60_000_000L;
  private static final long BIN = 10 * MINUTE;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final long WEEK = 7 * DAY;

  private CyclicBaseline baseline = new CyclicBaseline(RULES);

  /** Whole bins in between, each with one level; the times are those of its last window. */
  private void add(long from, long to, LongUnaryOperator level) {
    for (long bin = from; bin < to; bin += BIN) {
      for (int minute = 1; minute <= 10; minute++) {
        baseline.add(bin + minute * MINUTE, level.applyAsLong(bin));
      }
    }
  }

  private long at(long day, int hour, int minute) {
    return baseline.levelAt(day * DAY + (hour * 60L + minute) * MINUTE);
  }

  /** 40 by day and 24 from 22 to 6. */
  private static long awake(long at) {
    long hour = at % DAY / (60 * MINUTE);
    return hour < 6 || hour >= 22 ? 24 : 40;
  }

  @Test
  void hasNoLevelBeforeAnythingWasSeen() {
    assertThat(baseline.levelAt(MINUTE)).isZero();
  }

  @Test
  void p53ScalingMovesAllHoursAlike() {
    add(0, 3 * DAY, CyclicBaselineTest::awake);
    baseline.scale(0.5);
    assertThat(at(3, 12, 0)).isEqualTo(20);
    assertThat(at(3, 2, 0)).isEqualTo(12);
    CyclicBaseline restored = CyclicBaseline.restore(baseline.snapshot(), RULES);
    assertThat(restored.levelAt(3 * DAY + 12 * 60 * MINUTE)).isEqualTo(20);
    add(3 * DAY, 3 * DAY + BIN, bin -> 12);
    assertThat(at(4, 2, 0)).isEqualTo(12);
  }

  @Test
  void isTheMedianOfItsFirstBinWhileThatIsOpen() {
    baseline.add(MINUTE, 5);
    baseline.add(2 * MINUTE, 9);
    baseline.add(3 * MINUTE, 6);

    assertThat(baseline.levelAt(4 * MINUTE)).isEqualTo(6);
    assertThat(baseline.levelAt(5 * DAY)).isEqualTo(6);
  }

  @Test
  void oneDayTellsNothingOfItsHours() {
    add(0, DAY, CyclicBaselineTest::awake);

    assertThat(at(1, 2, 0)).isEqualTo(40);
    assertThat(at(1, 12, 0)).isEqualTo(40);
  }

  @Test
  void p35FromTheSecondDayOnEachTimeOfTheDayHasItsOwnLevel() {
    add(0, 2 * DAY + BIN, CyclicBaselineTest::awake);

    assertThat(at(2, 2, 0)).isEqualTo(24);
    assertThat(at(2, 12, 0)).isEqualTo(40);
    assertThat(at(2, 23, 30)).isEqualTo(24);
  }

  /** The window that ends at 22:00 is still of the bin before; an hour beside counts, too. */
  @Test
  void asLongAsWeekdaysAreStrangersTheLowestWithinAnHourIsUsual() {
    add(0, 3 * DAY, CyclicBaselineTest::awake);

    assertThat(at(3, 21, 0)).isEqualTo(40);
    assertThat(at(3, 21, 1)).isEqualTo(24);
    assertThat(at(3, 22, 0)).isEqualTo(24);
    assertThat(at(3, 7, 0)).isEqualTo(24);
    assertThat(at(3, 7, 1)).isEqualTo(40);
  }

  @Test
  void ofAWeekdayThatIsKnownTheLowestWithinHalfAnHourIsUsual() {
    add(0, 2 * WEEK, CyclicBaselineTest::awake);

    assertThat(at(14, 21, 30)).isEqualTo(40);
    assertThat(at(14, 21, 31)).isEqualTo(24);
    assertThat(at(14, 6, 30)).isEqualTo(24);
    assertThat(at(14, 6, 31)).isEqualTo(40);
  }

  /** The evening of a weekday after two late ones of a weekend, as it was in the week before. */
  @Test
  void p35AWorkdayAfterTheFirstWeekendIsNoDrop() {
    LongUnaryOperator lateAtWeekends =
        at -> awake(at % WEEK >= 5 * DAY ? Math.floorMod(at - DAY / 8, DAY) : at);
    add(0, WEEK + BIN, lateAtWeekends);

    assertThat(at(7, 22, 30)).isEqualTo(24);
    assertThat(at(7, 12, 0)).isEqualTo(40);
  }

  @Test
  void theDayGoesRoundAtMidnight() {
    add(0, 3 * DAY, at -> at % DAY == 0 ? 7 : 40);

    assertThat(at(3, 23, 1)).isEqualTo(7);
    assertThat(at(3, 23, 0)).isEqualTo(40);
    assertThat(at(3, 1, 10)).isEqualTo(7);
    assertThat(at(3, 1, 11)).isEqualTo(40);
  }

  @Test
  void oneOddDayChangesNothingAndTwoOfAWeekAreLikeAWeekend() {
    add(0, DAY, at -> 10);
    add(DAY, 2 * DAY, at -> 30);
    add(2 * DAY, 3 * DAY + BIN, at -> 50);
    assertThat(at(3, 12, 0)).isEqualTo(30);

    add(3 * DAY + BIN, 4 * DAY + BIN, at -> 50);
    assertThat(at(4, 12, 0)).isEqualTo(30);

    add(4 * DAY + BIN, 8 * DAY + BIN, at -> 50);
    assertThat(at(8, 12, 0)).isEqualTo(50);
  }

  /** The days of the week go before as soon as two of each are known. */
  @Test
  void fromTheThirdWeekOnEachDayOfTheWeekHasItsOwnLevel() {
    LongUnaryOperator level = at -> at % WEEK < DAY ? 20 : 40;
    add(0, WEEK + BIN, level);
    assertThat(at(7, 12, 0)).as("the second week knows days").isEqualTo(40);

    add(WEEK + BIN, 2 * WEEK + BIN, level);

    assertThat(at(14, 12, 0)).isEqualTo(20);
    assertThat(at(15, 12, 0)).isEqualTo(40);
    assertThat(at(21, 12, 0)).isEqualTo(20);
  }

  @Test
  void fourWeeksAreKnown() {
    add(0, 2 * WEEK, at -> 10);
    add(2 * WEEK, 4 * WEEK + BIN, at -> 40);
    assertThat(at(28, 12, 0)).as("of two and two the lower").isEqualTo(10);

    add(4 * WEEK + BIN, 5 * WEEK + BIN, at -> 40);

    assertThat(at(35, 12, 0)).isEqualTo(40);
  }

  /** An outage of five weeks, of which nothing is added. */
  @Test
  void p39WhatIsLeftOutPushesNothingOut() {
    add(0, 2 * WEEK, CyclicBaselineTest::awake);
    long gap = 5 * WEEK;
    assertThat(baseline.levelAt(2 * WEEK + gap + 2 * 60 * MINUTE)).isEqualTo(24);

    add(2 * WEEK + gap, 2 * WEEK + gap + BIN, at -> 24);

    assertThat(baseline.levelAt(2 * WEEK + gap + 12 * 60 * MINUTE)).isEqualTo(40);
  }

  @Test
  void anotherLevelScalesEveryHour() {
    add(0, 3 * DAY, CyclicBaselineTest::awake);
    baseline.rebase(3 * DAY, 0.75, Duration.ofDays(7));

    assertThat(at(3, 12, 0)).isEqualTo(30);
    assertThat(at(3, 2, 0)).isEqualTo(18);
  }

  @Test
  void nothingIsLeftAfterItIsCleared() {
    add(0, 3 * DAY, CyclicBaselineTest::awake);
    baseline.clear();

    assertThat(at(3, 12, 0)).isZero();
    baseline.add(4 * DAY, 3);
    assertThat(at(4, 12, 0)).isEqualTo(3);
  }

  /** Wherever in a bin it is taken; both go on alike. */
  @Property(tries = 30)
  void goesOnFromASnapshot(@ForAll @IntRange(min = 1, max = 4_000) int minutes) {
    CyclicBaseline original = new CyclicBaseline(RULES);
    for (long minute = 1; minute <= minutes; minute++) {
      original.add(minute * MINUTE, awake(minute * MINUTE) + minute % 3);
    }
    CyclicBaseline restored = CyclicBaseline.restore(original.snapshot(), RULES);
    for (long minute = minutes + 1; minute <= minutes + 1_500L; minute++) {
      assertThat(restored.levelAt(minute * MINUTE)).isEqualTo(original.levelAt(minute * MINUTE));
      original.add(minute * MINUTE, minute % 50);
      restored.add(minute * MINUTE, minute % 50);
    }
    assertThat(restored.snapshot().medians()).isEqualTo(original.snapshot().medians());
  }

  @Test
  void learnsAnewFromASnapshotWithBinsOfAnotherLength() {
    add(0, 3 * DAY, CyclicBaselineTest::awake);
    Baseline.Snapshot shorter = new Baseline.Snapshot(new long[12], MINUTE, new long[] {1, 2, 3});

    assertThat(CyclicBaseline.restore(shorter, RULES).levelAt(3 * DAY)).isZero();
  }

  /** 250 countries ask once a minute: their day within a few seconds, or a replay crawls. */
  @Test
  void aTickCostsLittle() {
    add(0, 3 * WEEK, CyclicBaselineTest::awake);
    long sum = 0;
    long began = System.nanoTime();
    for (int country = 0; country < 250; country++) {
      for (long minute = 1; minute <= 24 * 60; minute++) {
        sum += baseline.levelAt(3 * WEEK + minute * MINUTE);
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(sum).isPositive();
    assertThat(took).isLessThan(Duration.ofSeconds(5));
  }
}
