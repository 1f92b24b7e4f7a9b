package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.availability.Past;
import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.ScoringRules;
import io.nightlight.domain.availability.Sight;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.availability.SignalView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionRulesTest {

  private static final DetectionRules RULES = DetectionRules.defaults();

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # blocks, noise, threshold
          1,        0,     0.9
          2,        0,     0.75
          3,        0,     0.5
          4,        0,     0.375
          9,        0,     0.166667
          10,       0,     0.15
          1000000,  0,     0.15
          1000,     0.1,   0.15
          1000,     0.12,  0.18
          1000,     0.61,  0.9
          """)
  void needsMoreOfSmallAndOfNoisyCountries(long blocks, double noise, double threshold) {
    assertThat(RULES.threshold(view(Signal.IPV4_ROUTES, blocks, noise))).isEqualTo(threshold);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # blocks, noise, threshold
          1,        0,     2.5
          2,        0,     1.25
          3,        0,     0.833333
          4,        0,     0.625
          8,        0,     0.3125
          16,       0,     0.15625
          17,       0,     0.15
          1000,     0.2,   0.3
          """)
  void chanceSilencesTwoBlocksOfTheProbes(long blocks, double noise, double threshold) {
    assertThat(RULES.threshold(view(Signal.PROBES, blocks, noise))).isEqualTo(threshold);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.9", "2, 0.75", "3, 0.5", "16, 0.15"})
  void fewBlocksOfTheProbesMayConfirmWhatTheyMayNotOpen(long blocks, double threshold) {
    assertThat(RULES.thresholdToJoin(view(Signal.PROBES, blocks, 0))).isEqualTo(threshold);
  }

  /** One of two is lost, and nobody can speak of the other. */
  @Test
  void oneLostBlockIsNoOutageOfTwoWhateverIsUnknown() {
    SignalView view =
        new SignalView(
            SignalReading.of(Signal.IPV4_ROUTES, 0, 1, 20, RouteHistory.UPDATES_ONLY),
            ScoreStatus.AVAILABLE,
            2,
            0.0,
            Sight.STEADY,
            new Noisy(0));
    assertThat(RULES.threshold(view)).isGreaterThan(1);
  }

  private static SignalView view(Signal signal, long blocks, double noise) {
    return new SignalView(
        SignalReading.of(signal, 0, 0, 20, RouteHistory.UPDATES_ONLY),
        ScoreStatus.AVAILABLE,
        blocks,
        0.0,
        Sight.STEADY,
        new Noisy(noise));
  }

  /** Of the past nothing else is known. */
  private record Noisy(double quantile) implements Past {
    @Override
    public @Nullable Double exceedance(double shortfall) {
      return null;
    }

    @Override
    public @Nullable Instant lastShortBy(double shortfall, Instant upTo) {
      return null;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, MINOR",
    "0.500001, MINOR",
    "0.5, MAJOR",
    "0.100001, MAJOR",
    "0.1, TOTAL",
    "0, TOTAL"
  })
  void gradesByTheLowestRatio(double lowest, Severity severity) {
    assertThat(RULES.severity(lowest)).isEqualTo(severity);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # floor, ceiling, recovery, major, total, complaint
          0,       0.9,     0.5,      0.5,   0.1,   dropFloor must be above 0
          0.95,    0.9,     0.5,      0.5,   0.1,   dropFloor (0.95) must not exceed dropCeiling (0.9)
          0.15,    1.1,     0.5,      0.5,   0.1,   dropCeiling must lie between 0 and 1
          0.15,    0.9,     1,        0.5,   0.1,   recoveryShare must be below 1
          0.15,    0.9,     NaN,      0.5,   0.1,   recoveryShare must lie between 0 and 1
          0.15,    0.9,     0.5,      0.1,   0.5,   totalAt (0.5) must not exceed majorAt (0.1)
          """)
  void refusesNumbersThatContradictEachOther(
      double floor, double ceiling, double recovery, double major, double total, String complaint) {
    assertThatThrownBy(
            () ->
                new DetectionRules(
                    ScoringRules.defaults(),
                    floor,
                    ceiling,
                    RULES.dropBlocks(),
                    RULES.dropProbesBlocks(),
                    RULES.dropNoiseFactor(),
                    RULES.deepDrop(),
                    RULES.deepHold(),
                    RULES.hold(),
                    RULES.probesDeepHold(),
                    RULES.probesHold(),
                    RULES.probesRound(),
                    RULES.blindHold(),
                    RULES.pendingGap(),
                    recovery,
                    RULES.recoveryHold(),
                    RULES.plateauBand(),
                    RULES.plateauHold(),
                    RULES.plateauClimb(),
                    RULES.shiftLevel(),
                    RULES.shiftHold(),
                    major,
                    total,
                    RULES.retractWithin()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAWarmUpOfUpdatesShorterThanThatOfDumps() {
    assertThatThrownBy(
            () -> ScoringRules.defaults().withWarmup(Duration.ofHours(2), Duration.ofHours(1)))
        .hasMessage("warmupUpdatesOnly must be at least warmupRoutes (PT2H), but is PT1H");
  }
}
