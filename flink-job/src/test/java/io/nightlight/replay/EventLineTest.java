package io.nightlight.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.EndReason;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.Evidence;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.outage.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLineTest {
  private static final Instant START = Instant.parse("2014-12-22T16:15:00Z");
  private static final Instant DETECTED = Instant.parse("2014-12-22T16:17:00Z");
  private static final Instant END = Instant.parse("2014-12-23T01:46:00Z");

  @Test
  void aStartSaysWhatIsGone() {
    assertThat(EventLine.of(event(EventKind.STARTED, null, null, List.of(131_279L))))
        .isEqualTo(
            "2014-12-22 16:15 UTC  KP  down       TOTAL  North Korea: routes withdrawn,"
                + " IPv4 0 of 4 blocks, of AS131279");
  }

  @Test
  void aRecoverySaysHowLongItTook() {
    assertThat(EventLine.of(event(EventKind.RECOVERED, END, EndReason.RECOVERED, List.of())))
        .isEqualTo(
            "2014-12-23 01:46 UTC  KP  back       TOTAL  North Korea: after 9 h 31 min,"
                + " at 99 % of the usual");
  }

  @Test
  void aShiftOfTheLevelIsNoReturn() {
    assertThat(EventLine.of(event(EventKind.RECOVERED, END, EndReason.LEVEL_SHIFT, List.of())))
        .endsWith("North Korea: a new level after 9 h 31 min, at 99 % of the usual");
  }

  @Test
  void anUpdateNamesTheStart() {
    assertThat(EventLine.of(event(EventKind.UPDATED, null, null, List.of(1L, 2L, 3L, 4L))))
        .isEqualTo(
            "2014-12-22 16:17 UTC  KP  still      TOTAL  North Korea: down since 2014-12-22 16:15"
                + " UTC, routes withdrawn, IPv4 0 of 4 blocks, of AS1 AS2 AS3 and others");
  }

  @Test
  void aRetractionTakesBackTheStart() {
    assertThat(EventLine.of(event(EventKind.RETRACTED, null, EndReason.RETRACTED, List.of())))
        .isEqualTo(
            "2014-12-22 16:17 UTC  KP  retracted  TOTAL  North Korea: no outage since"
                + " 2014-12-22 16:15 UTC, the detector was blind");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          PT0S,       0 s
          PT59S,      59 s
          PT4M,       4 min
          PT4M30S,    4 min 30 s
          PT1H,       1 h
          PT9H31M,    9 h 31 min
          PT24H,      1 d
          PT49H59M,   2 d 1 h
          """)
  void aDurationHasItsTwoLargestUnits(Duration duration, String text) {
    assertThat(EventLine.text(duration)).isEqualTo(text);
  }

  @Test
  void secondsShowWhereThereAreAny() {
    assertThat(EventLine.time(START.plusSeconds(30))).isEqualTo("2014-12-22 16:15:30 UTC");
  }

  private static OutageEvent event(
      EventKind kind,
      @Nullable Instant recoveredAt,
      @Nullable EndReason endReason,
      List<Long> origins) {
    return new OutageEvent(
        "5d1f33f4-0000-5000-8000-000000000000",
        0,
        kind,
        "KP",
        START,
        START.minusSeconds(60),
        START.plusSeconds(60),
        recoveredAt,
        recoveredAt,
        recoveredAt,
        DETECTED,
        Severity.TOTAL,
        Classification.ROUTES_WITHDRAWN,
        0.0,
        0.0,
        recoveredAt == null ? null : 0.999999,
        endReason,
        null,
        List.of(
            new Evidence(Signal.IPV4_ROUTES, 0L, 4.0, 0.0, 16, 16, null),
            new Evidence(Signal.IPV6_ROUTES, null, null, null, 0, 0, null)),
        List.of(),
        origins,
        "rules-1",
        "geo-1",
        "test",
        RunMode.REPLAY);
  }
}
