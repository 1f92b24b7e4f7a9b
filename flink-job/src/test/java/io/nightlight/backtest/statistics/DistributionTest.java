package io.nightlight.backtest.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistributionTest {
  private static Distribution of(Integer... minutes) {
    return new Distribution(Stream.of(minutes).map(Duration::ofMinutes).toList());
  }

  /** Of 1 to n minutes. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "2, 1, 2, 2",
    "3, 2, 3, 3",
    "4, 2, 4, 4",
    "19, 10, 19, 19",
    "20, 10, 19, 20",
    "21, 11, 20, 21",
    "40, 20, 38, 40",
    "100, 50, 95, 100"
  })
  void ranksAreTheNearest(int n, int median, int p95, int max) {
    Distribution some =
        new Distribution(
            IntStream.rangeClosed(1, n).mapToObj(i -> Duration.ofMinutes(n + 1 - i)).toList());
    assertThat(some.median()).hasValue(Duration.ofMinutes(median));
    assertThat(some.p95()).hasValue(Duration.ofMinutes(p95));
    assertThat(some.max()).hasValue(Duration.ofMinutes(max));
  }

  @Test
  void ofNothingThereIsNoMedian() {
    Distribution none = new Distribution(List.of());
    assertThat(none.median()).isEmpty();
    assertThat(none.max()).isEmpty();
    assertThat(none.sizes().count()).isZero();
  }

  @Test
  void sizesForgetTheSign() {
    assertThat(of(-9, 1, 2).median()).hasValue(Duration.ofMinutes(1));
    assertThat(of(-9, 1, 2).sizes().median()).hasValue(Duration.ofMinutes(2));
    assertThat(of(-9, 1, 2).sizes().max()).hasValue(Duration.ofMinutes(9));
  }

  @Test
  void percentsAreWithinReason() {
    assertThatIllegalArgumentException().isThrownBy(() -> of(1).percentile(0));
    assertThatIllegalArgumentException().isThrownBy(() -> of(1).percentile(101));
  }
}
