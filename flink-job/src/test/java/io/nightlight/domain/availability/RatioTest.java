package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "1, 1, 1",
    "2, 1, 1",
    "2, 3, 0.666667",
    "1, 3, 0.333333",
    "1, 2000000, 0.000001",
    "1, 2000001, 0",
    "4398046511103, 4398046511104, 1"
  })
  void roundsHalfUpToMillionths(long part, long whole, double ratio) {
    assertThat(Ratio.of(part, whole)).isEqualTo(ratio);
  }

  @Test
  void p48RefusesToShareNothing() {
    assertThatThrownBy(() -> Ratio.of(0, 0)).hasMessage("No share: 0 of 0");
    assertThatThrownBy(() -> Ratio.of(-1, 5)).hasMessage("No share: -1 of 5");
  }

  @Test
  void givesShortfallsThatCompareExactly() {
    assertThat(Ratio.shortfall(0.9)).isEqualTo(0.1);
    assertThat(Ratio.shortfall(0.85)).isEqualTo(0.15);
  }
}
