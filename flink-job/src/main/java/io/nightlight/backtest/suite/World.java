package io.nightlight.backtest.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Countries that live at the same time.
 *
 * @param part which part of the suite it belongs to
 * @param countries by name, each one's life
 * @param length in seconds, whole minutes
 */
record World(SuitePart part, List<CountryScript> countries, long length) {
  private static final long DAY = 86_400;

  /** Days before anything is put in: probes warm up for three of them. */
  private static final int LEAD_IN = 3;

  static final long LEAD_IN_SECONDS = LEAD_IN * DAY;

  private static final int MONTH = 30;
  private static final int LONG_MONTH = 47;

  private static final List<OutageKind> FIRST =
      Arrays.stream(OutageKind.values())
          .filter(kind -> kind != OutageKind.LONG && kind != OutageKind.SAME_MINUTE)
          .toList();

  private static final List<OutageKind> SINGLE =
      FIRST.stream().filter(kind -> !OutageWriter.IN_SERIES.contains(kind)).toList();

  /** A month of so many countries. */
  static World drawn(SuitePart part, int number, int countries, Chance chance) {
    int days = LEAD_IN + (part == SuitePart.LONG ? LONG_MONTH : MONTH);
    Chance together = chance.split();
    List<CountryScript> scripts = new ArrayList<>();
    for (int i = 0; i < countries; i++) {
      Chance own = chance.split();
      String name = "%s-%02d-%02d".formatted(part.name().charAt(0), number, i);
      CountryPlan plan = CountryPlan.drawn(name, days, own.split());
      CountryScript script = new CountryScript(plan, days * DAY, own.split());
      OrdinaryLife.write(script, own.split());
      fill(part, script, number * countries + i, own);
      scripts.add(script);
    }
    if (part == SuitePart.OUTAGES) {
      long at = new OutageWriter(scripts.get(0), together).timeOfDay(days - 2);
      for (CountryScript script : scripts.subList(0, Math.min(4, scripts.size()))) {
        new OutageWriter(script, together.split()).write(OutageKind.SAME_MINUTE, at);
      }
    }
    return new World(part, List.copyOf(scripts), days * DAY);
  }

  private static void fill(SuitePart part, CountryScript script, int number, Chance chance) {
    switch (part) {
      case ORDINARY -> {}
      case OUTAGES -> outages(script, number, chance.split());
      case FAULTS -> faults(script, number, chance.split());
      case LONG -> {
        OutageWriter writer = new OutageWriter(script, chance.split());
        writer.write(OutageKind.LONG, writer.timeOfDay(LEAD_IN + 3));
      }
    }
  }

  /** One of each kind in turn, then a mix, most of them sudden, until three days from the end. */
  private static void outages(CountryScript script, int number, Chance chance) {
    OutageWriter writer = new OutageWriter(script, chance);
    OutageKind kind = FIRST.get(number % FIRST.size());
    long free = LEAD_IN * DAY;
    while (true) {
      long day = free / DAY + 1 + chance.below(2);
      if (day + writer.daysNeeded(kind) > script.length / DAY - 3) {
        return;
      }
      free = writer.write(kind, writer.timeOfDay(day)) + DAY;
      nearMiss(script, free, chance);
      free += DAY;
      kind = chance.happens(0.6) ? OutageKind.SUDDEN : chance.oneOf(SINGLE);
    }
  }

  /** What is no outage, only because it is too little or too short. */
  private static void nearMiss(CountryScript script, long from, Chance chance) {
    boolean shallow = chance.happens(0.5);
    double share = shallow ? chance.between(0.04, 0.11) : chance.between(0.2, 0.45);
    int[] prefixes = script.ipv4.atLeast(share, chance);
    double taken = script.ipv4.share(prefixes);
    if (taken > (shallow ? 0.12 : 0.45) && prefixes.length > 1) {
      return;
    }
    boolean single = script.ipv4.blocksOf(prefixes) == 1 && script.ipv4.total() > 1;
    long length = shallow || single ? chance.seconds(1_800, 36_000) : chance.seconds(60, 130);
    if (taken <= 0.45 || single) {
      for (int prefix : prefixes) {
        script.withdraw(prefix, from + chance.seconds(0, 20), from + length);
      }
    }
  }

  private static void faults(CountryScript script, int number, Chance chance) {
    FaultWriter writer = new FaultWriter(script, chance);
    if (number % 5 == 0) {
      writer.meetInOutage();
    }
    for (int day = 1; day < script.length / DAY - 1; day += 2) {
      writer.write((number + day / 2) % FaultWriter.KINDS, day * DAY + chance.seconds(0, DAY));
    }
  }
}
