package io.nightlight.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          0s,     PT0S
          500ms,  PT0.5S
          60s,    PT1M
          10min,  PT10M
          10 min, PT10M
          24h,    P1D
          7d,     P7D
          PT1H,   PT1H
          P1DT2H, PT26H
          """)
  void readsWhatPeopleWrite(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "60",
        "-5s",
        "PT-5S",
        "5 weeks",
        "1.5h",
        "5m",
        "s",
        "1h30min",
        "999999999999999999d",
        "999999999999999999999s",
        "P106752D"
      })
  void refusesWhatIsNoneOrAmbiguous(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0s", "PT60S, 1min", "PT90S, 90s", "PT24H, 1d", "PT0.25S, 250ms"})
  void writesTheLargestUnitThatDivides(Duration duration, String text) {
    assertThat(DurationText.format(duration)).isEqualTo(text);
  }

  @Property
  void readsBackWhatItWrites(@ForAll @LongRange(min = 0, max = 9_000_000_000_000L) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
  }
}
