package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;

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
