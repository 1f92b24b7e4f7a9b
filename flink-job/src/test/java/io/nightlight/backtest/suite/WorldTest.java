package io.nightlight.backtest.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.backtest.LabelledOutage;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {
  private static final long HOUR = 3_600;
  private static final long DAY = 24 * HOUR;

  @ParameterizedTest
  @EnumSource(names = {"ORDINARY", "OUTAGES", "FAULTS"})
  void oneSeedGivesOneWorld(SuitePart part) {
    assertThat(life(part, 1)).isEqualTo(life(part, 1)).isNotEqualTo(life(part, 2));
  }

  private static List<Object> life(SuitePart part, long seed) {
    World world = World.drawn(part, 0, 2, Chance.ofSeed(seed));
    List<Object> life = new ArrayList<>();
    for (CountryScript country : world.countries()) {
      life.addAll(country.labels);
      CountryLife read = new CountryLife(country);
      for (long second = 600; second < world.length(); second += 600) {
        List<SignalReading> readings = read.readings(second);
        life.add(readings == null ? "none" : readings);
      }
    }
    return life;
  }

  @Test
  void tuningAndJudgingUseDifferentSeeds() {
    assertThat(SuiteSeeds.HELD_OUT).doesNotContainAnyElementsOf(SuiteSeeds.TUNING);
  }

  /** The labels against a plain count of the blocks, second by second, without ordinary life. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 30, 300})
  void labelsSayWhatWasDone(int blocks) {
    for (OutageKind kind :
        List.of(OutageKind.SUDDEN, OutageKind.STAGED, OutageKind.RAMP, OutageKind.SLOW_RETURN)) {
      for (long seed = 1; seed <= 10; seed++) {
        CountryScript script = quiet(blocks, seed);
        new OutageWriter(script, Chance.ofSeed(seed)).write(kind, DAY);
        long[] lost = secondsLost(script);
        if (script.labels.isEmpty()) {
          assertThat(lost[1] - lost[0]).as("%s of %d", kind, blocks).isLessThanOrEqualTo(300);
        } else {
          LabelledOutage outage = script.labels.get(0).outage();
          assertThat(CountryLife.second(outage.start())).isEqualTo(lost[0]);
          assertThat(outage.end() == null ? script.length : CountryLife.second(outage.end()))
              .isEqualTo(lost[1]);
        }
      }
    }
  }

  private static CountryScript quiet(int blocks, long seed) {
    CountryPlan plan = CountryPlan.ofSize("X", blocks, 15, Chance.ofSeed(seed));
    return new CountryScript(plan, 15 * DAY, Chance.ofSeed(seed));
  }

  /** From the first second of the definition's loss to the last of half of it. */
  private static long[] secondsLost(CountryScript script) {
    Layer.Cursor cursor = script.routes4.cursor();
    long from = 0;
    long to = 0;
    for (long second = 1; second <= script.length; second++) {
      cursor.advanceTo(second);
      double lost = cursor.usual() - cursor.up();
      double floor = Math.min(0.9, Math.max(0.15, 1.5 / cursor.usual())) * cursor.usual();
      if (lost >= floor && from == 0) {
        from = second - 1;
      }
      if (from > 0 && lost > floor / 2) {
        to = second;
      }
    }
    return new long[] {from, to};
  }

  @Test
  void ordinaryLifeTakesNoLargePartOfACountryForLong() {
    for (long seed = 1; seed <= 5; seed++) {
      World world = World.drawn(SuitePart.ORDINARY, 0, 4, Chance.ofSeed(seed));
      for (CountryScript country : world.countries()) {
        assertThat(country.labels).isEmpty();
        long outages =
            TrueLosses.of(country, Signal.IPV4_ROUTES).stream()
                .filter(loss -> loss.size() == TrueLosses.Size.OUTAGE)
                .count();
        assertThat(outages).as(country.country).isLessThanOrEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # blocks lost of 100, for seconds, found
          14, 3600, BORDERLINE
          11, 3600,
          15, 301,  OUTAGE
          15, 300,  BORDERLINE
          15, 230,
          50, 121,  OUTAGE
          50, 120,  BORDERLINE
          50, 80,
          """)
  void tellsLossesFromTrifles(int blocks, long seconds, TrueLosses.Size found) {
    CountryScript script = quiet(100, 1);
    Estate estate = script.ipv4;
    int[] prefixes = exactly(estate, blocks);
    for (int prefix : prefixes) {
      script.routes4.trouble(prefix, DAY, DAY + seconds);
    }
    List<TrueLosses.Size> sizes =
        TrueLosses.of(script, Signal.IPV4_ROUTES).stream().map(TrueLosses.Loss::size).toList();
    assertThat(sizes).isEqualTo(found == null ? List.of() : List.of(found));
  }

  private static int[] exactly(Estate estate, int blocks) {
    List<Integer> taken = new ArrayList<>();
    int left = blocks;
    for (int prefix = 0; prefix < estate.prefixes() && left > 0; prefix++) {
      if (estate.blocks()[prefix] <= left) {
        taken.add(prefix);
        left -= estate.blocks()[prefix];
      }
    }
    assertThat(left).isZero();
    return taken.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void probesLearnOfALossWithinTwoRoundsAndRoutesAtOnce() {
    CountryScript script = new CountryScript(probed(), 2 * DAY, Chance.ofSeed(3));
    for (int prefix : script.ipv4.all()) {
      script.withdraw(prefix, HOUR, 3 * HOUR);
    }
    Layer.Cursor probes = Objects.requireNonNull(script.probes).cursor();
    long all = probes.usual();

    probes.advanceTo(HOUR + 60);
    assertThat(probes.up()).isEqualTo(all);
    probes.advanceTo(HOUR + 600);
    assertThat(probes.up()).isBetween(1L, all / 2);
    probes.advanceTo(HOUR + 1_200);
    assertThat(probes.up()).isZero();
    probes.advanceTo(3 * HOUR + 600);
    assertThat(probes.up()).isEqualTo(all);
  }

  private static CountryPlan probed() {
    return LongStream.range(1, 100)
        .mapToObj(seed -> CountryPlan.ofSize("X", 200, 3, Chance.ofSeed(seed)))
        .filter(plan -> plan.respondingShare() > 0)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void durationsHaveTheQuantilesTheyAreTakenFrom() {
    Chance chance = Chance.ofSeed(1);
    long[] drawn = LongStream.range(0, 10_001).map(i -> Durations.OUTAGE.drawn(chance)).toArray();
    java.util.Arrays.sort(drawn);
    assertThat(drawn[5_000] / 3_600.0).isBetween(1.9, 2.1);
    assertThat(drawn[9_000] / 3_600.0).isBetween(9.5, 11.5);
  }
}
