package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transition table, one row a situation; minutes count from the end of a healthy day. */
class OutageDetectorTest {

  @ParameterizedTest(name = "{0} blocks, {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # blocks | pattern                                  | told
          100 | 1x30                                          |
          # a window tells of its end: a deep drop holds two minutes between three ends
          100 | 0x1 1x30                                      |
          100 | 0x2 1x30                                      |
          100 | 0x3 1x30                                      | STARTED 0 TOTAL; RECOVERED 0-3 TOTAL
          100 | 0.5x3 1x30                                    | STARTED 0 MAJOR; RECOVERED 0-3 MAJOR
          100 | 0.51x3 1x30                                   |
          100 | 0x2 0.8x1 0x2 1x30                            |
          100 | 0.8x1 0x2 1x30                                |
          100 | 0.8x1 0x3 1x30                                | STARTED 0 TOTAL; RECOVERED 0-4 TOTAL
          # any other holds five between six
          100 | 0.85x5 1x30                                   |
          100 | 0.85x6 1x30                                   | STARTED 0 MINOR; RECOVERED 0-6 MINOR
          100 | 0.86x60 1x30                                  |
          100 | 0.8x5 0.4x1 1x30                              | STARTED 0 MAJOR; RECOVERED 0-6 MAJOR
          # recovery is half of the threshold, for ten minutes
          100 | 0x5 1x9                                       | STARTED 0 TOTAL
          100 | 0x5 1x10                                      | STARTED 0 TOTAL; RECOVERED 0-5 TOTAL
          100 | 0x5 0.93x10                                   | STARTED 0 TOTAL; RECOVERED 0-5 TOTAL
          100 | 0x5 0.92x200                                  | STARTED 0 TOTAL
          100 | 0x5 1x9 0.92x1 1x10                           | STARTED 0 TOTAL; RECOVERED 0-15 TOTAL
          100 | 0x5 1x9 0x1 1x10                              | STARTED 0 TOTAL; RECOVERED 0-15 TOTAL
          100 | 0x5 1x10 0x2 1x10                             | STARTED 0 TOTAL; RECOVERED 0-5 TOTAL
          100 | 0x5 1x10 0x3 1x10    | STARTED 0 TOTAL; RECOVERED 0-5 TOTAL; STARTED 15 TOTAL; RECOVERED 15-18 TOTAL
          # severity rises and never falls
          100 | 0.8x6 0.5x1 0.1x1 0.8x5 1x10 | STARTED 0 MINOR; UPDATED 0 MAJOR; UPDATED 0 TOTAL; RECOVERED 0-13 TOTAL
          # small countries: more than 1.5 blocks, at most nine tenths
          1   | 0x3 1x10                                      | STARTED 0 TOTAL; RECOVERED 0-3 TOTAL
          2   | 0.5x60 1x10                                   |
          2   | 0x3 1x10                                      | STARTED 0 TOTAL; RECOVERED 0-3 TOTAL
          3   | 0.6667x60 1x10                                |
          4   | 0.75x60 1x10                                  |
          4   | 0.5x3 1x10                                    | STARTED 0 MAJOR; RECOVERED 0-3 MAJOR
          4   | 0x3 0.75x30                                   | STARTED 0 TOTAL
          # unknown windows start nothing, end nothing, and pause what runs
          100 | ?x60 1x30                                     |
          100 | 0x1 ?x5 0x11                                  |
          100 | 0x1 ?x5 0x12                                  | STARTED 0 TOTAL
          100 | 0x1 ?x11 0x12                                 |
          100 | 0x1 ?x11 0x13                                 | STARTED 12 TOTAL
          100 | 0x1 -x5 0x12                                  | STARTED 0 TOTAL
          100 | 0x1 -x11 0x13                                 | STARTED 12 TOTAL
          100 | ?x30 0x12                                     |
          100 | ?x30 0x13                                     | STARTED 30 TOTAL
          100 | -x30 0x13                                     | STARTED 30 TOTAL
          100 | 0x5 ?x600 0x5 1x10                            | STARTED 0 TOTAL; RECOVERED 0-610 TOTAL
          100 | 0x5 -x600 0x5 1x10                            | STARTED 0 TOTAL; RECOVERED 0-610 TOTAL
          100 | 0x5 1x5 ?x60 1x4                              | STARTED 0 TOTAL
          100 | 0x5 1x5 ?x60 1x5                              | STARTED 0 TOTAL; RECOVERED 0-5 TOTAL
          100 | 0x5 ?x60 1x10                                 | STARTED 0 TOTAL; RECOVERED 0-65 TOTAL
          """)
  void tellsWhatTheTableSays(long blocks, String pattern, @Nullable String told) {
    Timeline timeline = Timeline.of(blocks).all("1x1440");
    Instant since = timeline.now();

    timeline.all(pattern);

    assertThat(timeline.told(since)).isEqualTo(Objects.requireNonNullElse(told, ""));
  }
}
