package io.nightlight.backtest.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
  /**
   * The four of Newcombe, Statistics in Medicine 17 (1998), table I, method 3; the rest by hand.
   */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          81, 263, 0.2553, 0.3662
          15, 148, 0.0624, 0.1605
          0,  20,  0.0000, 0.1611
          1,  29,  0.0061, 0.1718
          20, 20,  0.8389, 1.0000
          10, 10,  0.7225, 1.0000
          1,  1,   0.2065, 1.0000
          5,  10,  0.2366, 0.7634
          """)
  void theIntervalIsWilsons(long hits, long of, double low, double high) {
    Interval interval = new Proportion(hits, of).interval();
    assertThat(interval.low()).isCloseTo(low, within(0.00005));
    assertThat(interval.high()).isCloseTo(high, within(0.00005));
  }

  @Test
  void theEndsAreExact() {
    assertThat(new Proportion(0, 7).interval().low()).isZero();
    assertThat(new Proportion(7, 7).interval().high()).isEqualTo(1);
  }

  @Test
  void noneOfNoneSaysNothing() {
    assertThat(new Proportion(0, 0).share()).isEmpty();
    assertThat(new Proportion(0, 0).interval()).isEqualTo(new Interval(0, 1));
  }

  @Test
  void moreThanAllIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(3, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(-1, 2));
  }
}
