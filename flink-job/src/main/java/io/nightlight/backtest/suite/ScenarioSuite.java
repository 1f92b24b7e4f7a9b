package io.nightlight.backtest.suite;

import io.nightlight.backtest.Comparison;
import io.nightlight.backtest.Controls;
import io.nightlight.backtest.ReportedOutage;
import io.nightlight.backtest.ReportedOutages;
import io.nightlight.backtest.Trial;
import io.nightlight.backtest.TruthRow;
import io.nightlight.backtest.WatchedTime;
import io.nightlight.domain.outage.DetectionRules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bundled suite: worlds drawn from a seed, and what rules find in them. One seed gives the same
 * worlds whatever the rules are.
 */
public final class ScenarioSuite {
  private static final int WORLD = 20;

  /** There is little to learn from more of these, and they take the longest. */
  private static final int LONG = 4;

  private final long seed;
  private final int countries;
  private final DetectionRules rules;

  /**
   * @param seed one of {@link SuiteSeeds}, or any other
   * @param countries how many country-months of ordinary life, and how many with outages; a third
   *     as many with measurement failures; 1 or more
   */
  public ScenarioSuite(long seed, int countries, DetectionRules rules) {
    if (countries < 1) {
      throw new IllegalArgumentException("countries must be 1 or more, but is " + countries);
    }
    this.seed = seed;
    this.countries = countries;
    this.rules = rules;
  }

  /** How many countries live in a part. */
  public int countriesOf(SuitePart part) {
    return switch (part) {
      case ORDINARY, OUTAGES -> countries;
      case FAULTS -> Math.max(1, countries / 3);
      case LONG -> Math.min(LONG, countries);
    };
  }

  /** Lives through one part and compares. */
  public PartResult run(SuitePart part) {
    Chance root = Chance.ofSeed(seed * SuitePart.values().length + part.ordinal());
    List<PartResult> worlds = new ArrayList<>();
    int left = countriesOf(part);
    for (int number = 0; left > 0; number++) {
      int size = Math.min(WORLD, left);
      worlds.add(run(World.drawn(part, number, size, root.split())));
      left -= size;
    }
    return PartResult.sum(part, worlds);
  }

  private PartResult run(World world) {
    ReportedOutages told = new ReportedOutages();
    SuiteRun.events(world, rules).forEach(told::add);
    List<TruthRow> truth = new ArrayList<>();
    WatchedTime watched = new WatchedTime();
    for (CountryScript country : world.countries()) {
      country.labels.forEach(label -> truth.add(label.row()));
      watched.add(
          country.country,
          CountryLife.instant(World.LEAD_IN_SECONDS),
          CountryLife.instant(world.length()));
    }
    SetAside aside = SetAside.of(world, told.list());
    Trial trial = new Trial(truth, aside.kept(), watched);
    return new PartResult(
        world.part(),
        Comparison.of(trial),
        Controls.silent(trial),
        Controls.alwaysFiring(trial),
        aside.ofOutages(),
        aside.borderline());
  }

  /**
   * Reports of losses that nobody wrote as an outage and that are real all the same.
   *
   * @param kept all others
   * @param ofOutages so many told of a loss that is an outage by {@link Definition}
   * @param borderline so many of one a little smaller or shorter
   */
  private record SetAside(List<ReportedOutage> kept, int ofOutages, int borderline) {

    static SetAside of(World world, List<ReportedOutage> reports) {
      List<ReportedOutage> kept = new ArrayList<>();
      int[] aside = new int[TrueLosses.Size.values().length];
      for (CountryScript country : world.countries()) {
        List<TrueLosses.Loss> losses = TrueLosses.of(country);
        for (ReportedOutage report : reports) {
          if (report.country().equals(country.country)) {
            TrueLosses.Size size = country.labelTouching(report) ? null : touching(losses, report);
            if (size == null) {
              kept.add(report);
            } else {
              aside[size.ordinal()]++;
            }
          }
        }
      }
      return new SetAside(
          kept,
          aside[TrueLosses.Size.OUTAGE.ordinal()],
          aside[TrueLosses.Size.BORDERLINE.ordinal()]);
    }

    /** The size of the largest loss that the report may be of; null without any. */
    private static TrueLosses.@Nullable Size touching(
        List<TrueLosses.Loss> losses, ReportedOutage report) {
      return losses.stream()
          .filter(loss -> loss.touches(report))
          .map(TrueLosses.Loss::size)
          .min(Enum::compareTo)
          .orElse(null);
    }
  }
}
