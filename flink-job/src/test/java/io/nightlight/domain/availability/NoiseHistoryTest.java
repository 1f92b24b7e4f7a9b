package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.observation.Micros;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseHistoryTest {

  private static final long MINUTE = 60_000_000;
  private static final int DAY = 1440;

  private final NoiseHistory history = new NoiseHistory(ScoringRules.defaults());
  private long minute;

  @Test
  void isSilentBeforeADayIsKnown() {
    add(0.1, DAY - 1);
    assertThat(history.quantile()).isZero();

    add(0.1, 1);
    assertThat(history.quantile()).isEqualTo(0.1);
  }

  @Test
  void knowsNoExceedanceWithoutHistory() {
    assertThat(history.exceedance(0.5)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # of 10,000 windows so many fall short by so much, ten at a time; the quantile
          0,   0.4,  0
          90,  0.4,  0
          100, 0.4,  0
          110, 0.4,  0.4
          110, 0.5,  0.5
          900, 0.51, 0
          900, 1,    0
          """)
  void isTheShortfallThatOneWindowInAHundredExceeds(int dips, double depth, double quantile) {
    for (int done = 0; done < dips; done += 10) {
      add(depth, 10);
      add(0, 1);
    }
    add(0, 10_000 - dips - dips / 10);

    assertThat(history.quantile()).isEqualTo(quantile);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # shortfall, up to the end of which minute; the end of which minute
          0.3,   30, 10
          0.3,   10, 10
          0.3,   9,
          0.2,   30, 20
          0.2,   19, 10
          0.201, 30, 10
          0,     30, 30
          0,     99, 30
          0.31,  30,
          """)
  void remembersWhenItWasShortBySoMuch(double shortfall, long upTo, @Nullable Long last) {
    add(0.1, 9);
    add(0.3, 1);
    add(0.1, 9);
    add(0.2004, 1);
    add(0, 10);

    assertThat(history.lastShortBy(shortfall, at(upTo))).isEqualTo(last == null ? null : at(last));
  }

  @Test
  void unknownWindowsAreNotShortAndAWeekIsAllThatIsRemembered() {
    add(0.9, 1);
    minute += 5;
    add(0, 1);
    assertThat(history.lastShortBy(0.5, at(7))).isEqualTo(at(1));
    assertThat(history.lastShortBy(0, at(6))).isEqualTo(at(1));

    add(0, 7 * DAY - 7);
    assertThat(history.lastShortBy(0.5, at(minute))).isEqualTo(at(1));
    add(0, 1);
    assertThat(history.lastShortBy(0.5, at(minute))).isNull();
    assertThat(new NoiseHistory(ScoringRules.defaults()).lastShortBy(0, at(0))).isNull();
  }

  @Test
  void aDipThatIsNoNoiseIsRememberedToo() {
    add(0.9, 40);
    add(0, 5);

    assertThat(history.lastShortBy(0.9, at(45))).isEqualTo(at(40));
  }

  private static Instant at(long minute) {
    return Micros.toInstant(minute * MINUTE);
  }

  @Test
  void leavesOutADipFromItsBeginningOnceItIsTooLong() {
    add(0, 2_000);
    add(0.3, 30);
    assertThat(history.quantile()).isEqualTo(0.3);

    add(0.3, 1);
    assertThat(history.quantile()).isZero();
    assertThat(history.exceedance(0.3)).isEqualTo(Ratio.of(31, 2_031));

    add(0.3, 300);
    assertThat(history.quantile()).isZero();
    add(0, 1);
    add(0.3, 30);
    assertThat(history.quantile()).isEqualTo(0.3);
  }

  @Test
  void countsADipAcrossUnknownWindowsAsOne() {
    add(0, 2_000);
    add(0.3, 20);
    minute += 100;
    add(0.3, 11);

    assertThat(history.quantile()).isZero();
  }

  @Test
  void learnsAShallowUnrestThatNeverEnds() {
    add(0.12, 2 * DAY);

    assertThat(history.quantile()).isEqualTo(0.12);
  }

  @Test
  void forgetsAfterAWeekOfCalendarTime() {
    add(0.1, DAY);
    minute += 6 * DAY - 1;
    add(0, 1);
    assertThat(history.exceedance(0.1)).isEqualTo(Ratio.of(1439, 1440));

    minute += 100 * DAY;
    add(0, 1);
    assertThat(history.exceedance(0.1)).isZero();
    assertThat(history.exceedance(0)).isEqualTo(1.0);
  }

  @Test
  void goesOnFromASnapshot() {
    add(0, 2_000);
    add(0.3, 30);

    NoiseHistory restored = NoiseHistory.restore(history.snapshot(), ScoringRules.defaults());

    assertThat(restored.quantile()).isEqualTo(history.quantile());
    restored.add(++minute * MINUTE, 0.3);
    assertThat(restored.quantile()).isZero();
  }

  private void add(double shortfall, int windows) {
    for (int i = 0; i < windows; i++) {
      history.add(++minute * MINUTE, shortfall);
    }
  }
}
