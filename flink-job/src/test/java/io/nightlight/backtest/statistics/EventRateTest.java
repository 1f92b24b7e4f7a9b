package io.nightlight.backtest.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventRateTest {
  /**
   * As in the tables of exact limits for a Poisson count, such as Ulm, Am. J. Epidemiol. 131
   * (1990); for large counts by the normal limit.
   */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0,   0,       3.6889
          1,   0.0253,  5.5716
          2,   0.2422,  7.2247
          3,   0.6187,  8.7673
          4,   1.0899,  10.2416
          5,   1.6235,  11.6683
          10,  4.7954,  18.3904
          20,  12.2165, 30.8884
          50,  37.1110, 65.9188
          100, 81.3640, 121.6268
          """)
  void theIntervalIsGarwoods(long count, double low, double high) {
    Interval interval = new EventRate(count, 1).interval();
    assertThat(interval.low()).isCloseTo(low, within(0.00006));
    assertThat(interval.high()).isCloseTo(high, within(0.00006));
  }

  @Test
  void theRateIsPerUnitOfExposure() {
    EventRate rate = new EventRate(3, 300);
    assertThat(rate.rate()).hasValue(0.01);
    assertThat(rate.interval().high()).isCloseTo(8.7673 / 300, within(1e-6));
  }

  @Test
  void noneInThreeHundredMonthsIsLessThanOneInEighty() {
    assertThat(new EventRate(0, 300).interval().high()).isLessThan(1.0 / 80);
  }

  @Test
  void withoutExposureNothingIsKnown() {
    assertThat(new EventRate(0, 0).rate()).isEmpty();
    assertThat(new EventRate(5, 0).interval()).isEqualTo(new Interval(0, Double.POSITIVE_INFINITY));
  }

  /** At the ends of the interval the chances are 2.5 %, by adding them up one by one. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 7, 30, 140, 600})
  void theEndsAreWhereTheChancesAre(long count) {
    Interval interval = new EventRate(count, 1).interval();
    assertThat(1 - sum(count - 1, interval.low())).isCloseTo(0.025, within(1e-9));
    assertThat(sum(count, interval.high())).isCloseTo(0.025, within(1e-9));
  }

  private static double sum(long most, double mean) {
    double term = Math.exp(-mean);
    double sum = term;
    for (long i = 1; i <= most; i++) {
      term *= mean / i;
      sum += term;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000, 1_000_000, 100_000_000})
  void largeCountsAreNormal(long count) {
    Interval interval = new EventRate(count, 1).interval();
    double sigma = Math.sqrt((double) count);
    assertThat(interval.low()).isCloseTo(count - 1.96 * sigma, within(2.0));
    assertThat(interval.high()).isCloseTo(count + 1.96 * sigma, within(3.0));
  }

  @Test
  void negativeCountsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new EventRate(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new EventRate(1, Double.NaN));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "2, 0",
    "5, 3.1780538303479458",
    "0.5, 0.5723649429247001",
    "100, 359.1342053695754"
  })
  void theLogarithmOfGammaIsExact(double a, double expected) {
    assertThat(GammaFunction.logGamma(a)).isCloseTo(expected, within(1e-12));
  }
}
