package io.nightlight.backtest.suite;

import io.nightlight.domain.availability.SignalReading;
import io.nightlight.domain.outage.CountryJudge;
import io.nightlight.domain.outage.DetectionRules;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.Provenance;
import io.nightlight.domain.outage.RunMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The judges of a world's countries, window by window together. */
final class SuiteRun {
  private static final Provenance SUITE = new Provenance("suite", RunMode.REPLAY, "suite", "suite");

  private SuiteRun() {}

  /** What was told, in the order of time and then of countries. */
  static List<OutageEvent> events(World world, DetectionRules rules) {
    List<CountryLife> lives = world.countries().stream().map(CountryLife::new).toList();
    List<CountryJudge> judges =
        world.countries().stream().map(c -> CountryJudge.of(c.country, rules, SUITE)).toList();
    Duration window = rules.scoring().window();
    long step = window.toSeconds();
    List<OutageEvent> events = new ArrayList<>();
    for (long end = step; end <= world.length(); end += step) {
      for (int i = 0; i < lives.size(); i++) {
        List<SignalReading> readings = lives.get(i).readings(end);
        if (readings != null) {
          events.addAll(
              judges
                  .get(i)
                  .judge(CountryLife.instant(end - step), CountryLife.instant(end), readings)
                  .events());
        }
      }
    }
    return events;
  }
}
