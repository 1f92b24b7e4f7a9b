package io.nightlight.backtest.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.statistics.Distribution;
import io.nightlight.backtest.statistics.Proportion;
import io.nightlight.domain.outage.DetectionRules;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The floors of the rules, on seeds that nobody tunes with. Whoever falls below one has made the
 * detector worse, or has changed the yardstick and says so.
 */
class ScenarioSuiteTest {
  private static final long SEED = SuiteSeeds.HELD_OUT.get(0);

  private static PartResult ordinary;
  private static PartResult outages;
  private static PartResult faults;

  @BeforeAll
  static void liveThroughTheSuite() {
    DetectionRules rules = DetectionRules.defaults();
    ordinary = new ScenarioSuite(SEED, 60, rules).run(SuitePart.ORDINARY);
    ScenarioSuite suite = new ScenarioSuite(SEED, 60, rules);
    outages = suite.run(SuitePart.OUTAGES);
    faults = suite.run(SuitePart.FAULTS);
  }

  @Test
  void findsNearlyAllThatTakesHalfOfACountry() {
    assertThat(share(found().recall(DepthClass.HALF_OR_MORE.text()))).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void findsMostThatTakesAFifthOfACountry() {
    Proportion half = found().recall(DepthClass.HALF_OR_MORE.text());
    Proportion fifth = found().recall(DepthClass.FIFTH_OR_MORE.text());
    Proportion both = new Proportion(half.hits() + fifth.hits(), half.of() + fifth.of());
    assertThat(share(both)).isGreaterThanOrEqualTo(0.95);
    assertThat(share(fifth)).isGreaterThanOrEqualTo(0.90);
  }

  @Test
  void tellsStartsOfRoutesToTheMinute() {
    Distribution errors = SuiteTable.seenByRoutes(found()).startErrors().sizes();
    assertThat(errors.median().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(errors.p95().orElseThrow()).isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void tellsRecoveriesOfRoutesToTheMinute() {
    Distribution errors = SuiteTable.seenByRoutes(found()).recoveryErrors().sizes();
    assertThat(errors.median().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(60));
    assertThat(errors.p95().orElseThrow()).isLessThanOrEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void tellsHalfOfAllWithinFourMinutes() {
    assertThat(found().delays().median().orElseThrow()).isLessThanOrEqualTo(Duration.ofMinutes(4));
  }

  /** A German machine writes 12,0. */
  @Test
  void itsTableIsTheSameInEveryLanguage() {
    Locale here = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      List<String> plain = SuiteTable.of(outages);
      Locale.setDefault(Locale.GERMANY);
      assertThat(SuiteTable.of(outages)).isEqualTo(plain);
    } finally {
      Locale.setDefault(here);
    }
  }

  @Test
  void tellsAnOutageOnce() {
    assertThat(found().reportsPerOutage().orElseThrow()).isLessThanOrEqualTo(1.05);
    assertThat(share(found().precision())).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void saysNothingForNothing() {
    assertThat(ordinary.nightlight().falseAlarms()).isEmpty();
  }

  @Test
  void takesNoFailureOfTheMeasurementForAnOutage() {
    assertThat(faults.nightlight().falseAlarms()).isEmpty();
  }

  @Test
  void controlsScoreAsTheyMust() {
    Comparison silent = outages.silent();
    assertThat(silent.recall().hits()).isZero();
    assertThat(silent.falseAlarms()).isEmpty();
    Comparison always = outages.alwaysFiring();
    assertThat(share(always.recall())).isGreaterThan(0.95);
    assertThat(share(always.precision())).isLessThan(0.01);
    assertThat(share(always.precision())).isLessThan(share(found().precision()));
  }

  private static Comparison found() {
    return outages.nightlight();
  }

  private static double share(Proportion proportion) {
    return proportion.share().orElseThrow();
  }
}
