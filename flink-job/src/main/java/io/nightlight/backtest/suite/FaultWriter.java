package io.nightlight.backtest.suite;

import io.nightlight.domain.availability.Signal;
import java.util.EnumSet;
import java.util.Set;

/** Writes failures of the measurement into a country's life; none of them is an outage. */
final class FaultWriter {
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;
  private static final Set<Signal> ROUTES = EnumSet.of(Signal.IPV4_ROUTES, Signal.IPV6_ROUTES);
  private static final Set<Signal> PROBES = EnumSet.of(Signal.PROBES);
  private static final Set<Signal> ALL = EnumSet.allOf(Signal.class);

  /** How many kinds there are. */
  static final int KINDS = 8;

  private final CountryScript script;
  private final Chance chance;

  FaultWriter(CountryScript script, Chance chance) {
    this.script = script;
    this.chance = chance;
  }

  /** One of them, at a moment; each is over within half a day. */
  void write(int kind, long from) {
    switch (kind) {
      case 0 -> blind(ROUTES, from, chance.between(0.3, 0.9), chance.between(0, 0.4));
      case 1 -> script.faults.add(Fault.gap(from, from + chance.seconds(20 * MINUTE, 6 * HOUR)));
      case 2 -> blind(ALL, from, chance.between(0.6, 0.95), chance.between(0.5, 1));
      case 3 -> blind(PROBES, from, chance.between(0.15, 0.7), chance.between(0, 0.7));
      case 4 -> phantom(ROUTES, from, chance.between(0.2, 0.6));
      case 5 -> phantom(PROBES, from, chance.between(0.1, 0.3));
      case 6 -> growingUnknown(from);
      case 7 -> blind(ROUTES, from, 1, 1);
      default -> throw new IllegalArgumentException("no such fault: " + kind);
    }
  }

  private void blind(Set<Signal> signals, long from, double votersLost, double unknown) {
    long to = from + chance.seconds(10 * MINUTE, 4 * HOUR);
    script.faults.add(Fault.blindness(signals, from, to, votersLost, unknown));
  }

  /** Sources go blind, and what is left of them shows for minutes a loss that is none. */
  private void phantom(Set<Signal> signals, long from, double share) {
    long seen = from + chance.seconds(0, 5 * MINUTE);
    script.faults.add(Fault.blindness(signals, from, from + HOUR, chance.between(0.55, 0.8), 0.1));
    script.faults.add(
        Fault.phantomLoss(signals, seen, seen + chance.seconds(2 * MINUTE, 10 * MINUTE), share));
  }

  private void growingUnknown(long from) {
    for (int step = 0; step < 6; step++) {
      long begin = from + step * 10 * MINUTE;
      script.faults.add(
          Fault.blindness(ROUTES, begin, begin + 10 * MINUTE, 0.1 * step, 0.15 * step));
    }
  }

  /** The world is met in the middle of an outage (P46). */
  void meetInOutage() {
    new Profile(script.ipv4, chance)
        .cut(script.ipv4.all(), -MINUTE, chance.seconds(90 * MINUTE, 12 * HOUR))
        .happensTo(script, Signal.IPV4_ROUTES);
  }
}
