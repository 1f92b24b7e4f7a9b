package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {

  /** Minutes: at, earliest, latest of each. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # routes     probes      the earlier  the later
          '10 10 11', '18 8 19',  '10 10 11',  '10 10 11'
          '10 10 11', '25 15 26', '10 10 11',  '25 15 26'
          '30 30 31', '18 8 19',  '18 8 19',   '30 30 31'
          '10 10 11', '11 11 12', '10 10 11',  '11 11 12'
          '40 10 41', '25 15 26', '25 15 26',  '25 15 26'
          '10 10 11', '10 10 11', '10 10 11',  '10 10 11'
          """)
  void twoSightsOfOneThingBoundIt(String one, String other, String earlier, String later) {
    assertThat(moment(one).orEarlier(moment(other))).isEqualTo(moment(earlier));
    assertThat(moment(other).orEarlier(moment(one))).isEqualTo(moment(earlier));
    assertThat(moment(one).orLater(moment(other))).isEqualTo(moment(later));
    assertThat(moment(other).orLater(moment(one))).isEqualTo(moment(later));
  }

  private static Moment moment(String minutes) {
    String[] parts = minutes.split(" ", -1);
    return new Moment(at(parts[0]), at(parts[1]), at(parts[2]));
  }

  private static Instant at(String minutes) {
    return Instant.EPOCH.plusSeconds(60 * Long.parseLong(minutes));
  }

  /** Of two drops whose bounds overlap the narrower says when, unless an earlier start was told. */
  @Test
  void aStartThatWasToldIsNeverLater() {
    Instant t = Instant.parse("2014-12-16T01:00:00Z");
    Moment told = new Moment(t.plusSeconds(60), t, t.plusSeconds(180));
    Moment narrower = new Moment(t.plusSeconds(120), t.plusSeconds(120), t.plusSeconds(180));
    assertThat(told.orEarlier(narrower).at()).isEqualTo(t.plusSeconds(120));
    assertThat(told.orNotLater(narrower)).isEqualTo(told);
    assertThat(narrower.orNotLater(told).at()).isEqualTo(t.plusSeconds(120));
  }
}
