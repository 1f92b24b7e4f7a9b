package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.schema.AvailabilityScore;
import io.nightlight.schema.AvailabilityStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScoredWindowReaderTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");

  private final ScoredWindowReader reader = new ScoredWindowReader();

  private static String line(String country, Instant start, AvailabilityStatus status) {
    return AvroJson.line(
        AvailabilityScore.newBuilder()
            .setCountry(country)
            .setWindowStart(start)
            .setWindowEnd(start.plusSeconds(60))
            .setStatus(status)
            .build());
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatIsWritten(AvailabilityStatus status) {
    assertThat(reader.read(line("KP", T0, status)))
        .isEqualTo(
            new ScoredWindow("KP", T0, T0.plusSeconds(60), ScoreStatus.valueOf(status.name())));
  }

  /** Times that are kept must not stick. */
  @Test
  void linesFollowEachOther() {
    for (int minute : new int[] {0, 0, 1, 1, 0, 7}) {
      Instant start = T0.plus(Duration.ofMinutes(minute));
      ScoredWindow window = reader.read(line("SY", start, AvailabilityStatus.OUT));
      assertThat(window.start()).isEqualTo(start);
      assertThat(window.end()).isEqualTo(start.plusSeconds(60));
    }
  }

  @Test
  void fieldsMayComeInAnyOrder() {
    String line =
        """
        {"signals":[{"status":"OUT"},{}],"status":"SOMETHING_NEW","score":null,\
        "windowEnd":"2014-12-22T16:16:00Z","windowStart":"2014-12-22T16:15:00Z","country":"KP"}""";
    assertThat(reader.read(line))
        .isEqualTo(new ScoredWindow("KP", T0, T0.plusSeconds(60), ScoreStatus.UNKNOWN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                     | MALFORMED
          not json                                               | MALFORMED
          []                                                     | MALFORMED
          {}                                                     | INVALID_VALUE
          {"country":"KP","windowStart":"2014-12-22T16:15:00Z"   | MALFORMED
          {"country":"KP","windowStart":"2014-12-22T16:15:00Z"}  | INVALID_VALUE
          {"country":7}                                          | MALFORMED
          {"country":"KP","windowStart":"yesterday"}             | MALFORMED
          {"country":"KP","windowStart":"2014-12-22T16:15:00Z","windowEnd":"2014-12-22T16:15:00Z","status":"OUT"} | INVALID_VALUE
          """)
  void whatIsNoWindowIsRefused(String line, RejectReason reason) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> reader.read(line))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
