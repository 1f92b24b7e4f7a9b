package io.nightlight.backtest.suite;

import io.nightlight.domain.availability.Losses;
import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A country's life, read minute by minute as the measurement would see it. */
final class CountryLife {
  private static final Instant BEGINNING = Instant.parse("2026-01-05T00:00:00Z");
  private static final int VANTAGES = 6;

  /** Windows without evidence before there are no windows at all. */
  private static final long SILENT_WINDOWS = 900;

  private final CountryScript script;
  private final Map<Signal, Layer.Cursor> cursors = new EnumMap<>(Signal.class);
  private final Layer.Cursor chance;
  private final Map<Signal, SignalReading> latest = new EnumMap<>(Signal.class);
  private final Map<Signal, long[]> numbers = new EnumMap<>(Signal.class);

  CountryLife(CountryScript script) {
    this.script = script;
    for (Signal signal : Signal.values()) {
      Layer layer = script.layer(signal);
      if (layer != null) {
        cursors.put(signal, layer.cursor());
      }
    }
    chance = script.chance.cursor();
  }

  static Instant instant(long second) {
    return BEGINNING.plusSeconds(second);
  }

  static long second(Instant instant) {
    return instant.getEpochSecond() - BEGINNING.getEpochSecond();
  }

  /**
   * What is measured at the end of a window; null where the window does not exist.
   *
   * @param second the window's end; later than that of the call before
   */
  @Nullable List<SignalReading> readings(long second) {
    for (Fault fault : script.faults) {
      if (fault.feed() == Fault.Feed.STANDS && fault.holds(second)) {
        return second - fault.from() < SILENT_WINDOWS ? List.of() : null;
      }
    }
    List<SignalReading> readings = new ArrayList<>(cursors.size());
    for (Map.Entry<Signal, Layer.Cursor> each : cursors.entrySet()) {
      readings.add(reading(each.getKey(), each.getValue(), second));
    }
    return readings;
  }

  private SignalReading reading(Signal signal, Layer.Cursor cursor, long second) {
    cursor.advanceTo(second);
    long up = cursor.up();
    long all = cursor.usual();
    if (signal == Signal.PROBES) {
      chance.advanceTo(second);
      long byChance = chance.usual() - chance.up();
      up = Math.max(0, (long) (up * (1 - script.nights.asleepAt(second)) + 0.5) - byChance);
    }
    int members = signal == Signal.PROBES ? VANTAGES : script.voters;
    int voters = members;
    long unknown = 0;
    for (Fault fault : script.faults) {
      if (fault.holds(second) && fault.signals().contains(signal)) {
        voters = Math.min(voters, members - (int) (fault.votersLost() * members + 0.5));
        unknown = Math.max(unknown, Math.min(all, (long) (fault.unknown() * all + 0.5)));
        up = (long) (up * (1 - fault.phantom()) * (1 - fault.unknown()) + 0.5);
      }
    }
    long[] now = {up, all, unknown, voters};
    SignalReading before = latest.get(signal);
    if (before == null || !Arrays.equals(now, numbers.get(signal))) {
      before = reading(signal, up, all, unknown, members, voters);
      latest.put(signal, before);
      numbers.put(signal, now);
    }
    return before;
  }

  private static SignalReading reading(
      Signal signal, long up, long all, long unknown, int members, int voters) {
    return signal == Signal.PROBES
        ? SignalReading.ofProbes(
            (int) up, (int) Math.max(0, all - unknown - up), (int) unknown, members, voters)
        : new SignalReading(
            signal,
            up,
            unknown,
            members,
            voters,
            RouteHistory.FINISHED_RIB,
            null,
            Losses.NONE,
            null);
  }
}
