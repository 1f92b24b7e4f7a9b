package io.nightlight.backtest.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.backtest.statistics.EventRate;
import io.nightlight.backtest.statistics.Proportion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10   | 10   | 100.0 % (72.2-100.0)
          0    | 10   | '  0.0 % (0.0-27.8)'
          9    | 10   | ' 90.0 % (59.5-98.3)'
          2999 | 3000 | ' 99.9 % (99.8-100.0)'
          1    | 3    | ' 33.3 % (6.1-79.3)'
          0    | 0    | -
          """)
  void nothingIsSurerThanItIs(long hits, long of, String text) {
    assertThat(Figure.of(new Proportion(hits, of))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0    | 300 | 0.0000 (0.0000-0.0123)
          3    | 300 | 0.0100 (0.0021-0.0292)
          5    | 1   | 5.00 (1.62-11.67)
          2500 | 1   | 2,500 (2,403-2,600)
          3    | 0   | -
          """)
  void smallRatesHaveMoreDecimals(long count, double exposure, String text) {
    assertThat(Figure.of(new EventRate(count, exposure))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT0.4S, 0 s",
    "PT-0.4S, 0 s",
    "PT0.5S, 1 s",
    "PT59.6S, 1 min",
    "PT3M, 3 min",
    "PT3M7S, 3 min 7 s",
    "PT-3M7S, -2 min 53 s",
    "PT9H31M5S, 9 h 31 min",
    "PT24H, 1 d",
    "PT26H30M, 1 d 2 h",
    "PT-61S, -1 min 1 s"
  })
  void durationsAreInWords(Duration duration, String text) {
    assertThat(Figure.of(duration)).isEqualTo(text);
  }

  @Test
  void whatIsNotThereIsADash() {
    assertThat(Figure.percentile(Optional.empty())).isEqualTo("-");
  }

  /** P57: no zone but UTC, and it says so. */
  @Test
  void p57TimesAreInUtc() {
    assertThat(Figure.of(Instant.parse("2014-12-22T16:15:00.5Z")))
        .isEqualTo("2014-12-22 16:15:00Z");
  }
}
