package io.nightlight.backtest.suite;

import io.nightlight.domain.availability.Signal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Writes outages into a country's life, and their labels beside it. */
final class OutageWriter {
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;
  private static final long DAY = 86_400;
  private static final int NIGHTS = 14;
  private static final int EXAM_DAYS = 7;

  /** Kinds of which one is many outages. */
  static final Set<OutageKind> IN_SERIES =
      Set.of(OutageKind.NIGHTLY, OutageKind.EXAMS, OutageKind.FLAPPING);

  private static final List<Double> SHARES = List.of(0.2, 0.33, 0.5, 0.9, 1.0);
  private static final List<Double> LARGE_SHARES = List.of(0.5, 0.9, 1.0);

  private final CountryScript script;
  private final Chance chance;

  OutageWriter(CountryScript script, Chance chance) {
    this.script = script;
    this.chance = chance;
  }

  /** Writes one of that kind; returns the second at which all of it is over. */
  long write(OutageKind kind, long from) {
    return switch (kind) {
      case SUDDEN, SAME_MINUTE -> sudden(kind, from, anyDuration());
      case SHORT -> sudden(kind, from, chance.seconds(6 * MINUTE, 31 * MINUTE));
      case STAGED -> steps(kind, from, new double[] {.25, .5, .75, 1}, new long[] {0, 30, 60, 180});
      case DEEPENING -> deepening(from);
      case RAMP -> ramp(from);
      case SLOW_RETURN -> slowReturn(from);
      case NIGHTLY -> daily(kind, from, chance.oneOf(List.of(8 * HOUR, 12 * HOUR)), NIGHTS);
      case EXAMS -> daily(kind, from, chance.seconds(2 * HOUR, 5 * HOUR), EXAM_DAYS);
      case FLAPPING -> flapping(from);
      case CHATTER -> chatter(from);
      case PARTIAL_RECOVERY -> partialRecovery(from);
      case LEVEL_SHIFT -> levelShift(from);
      case LONG -> sudden(kind, from, 38 * DAY);
      case DATA_PLANE -> dataPlane(from);
      case IPV6_ONLY -> ipv6Only(from);
      case ROUTES_FIRST -> routesFirst(from);
      case PROBES_FIRST -> probesFirst(from);
      case AFTER_BLINDNESS -> afterBlindness(from);
      case THROUGH_UNKNOWN -> throughFault(kind, from);
      case THROUGH_GAP -> throughFault(kind, from);
    };
  }

  /** How many days it may take at the most, with what comes after it. */
  long daysNeeded(OutageKind kind) {
    return switch (kind) {
      case NIGHTLY -> NIGHTS;
      case EXAMS -> EXAM_DAYS;
      case SHORT, CHATTER, RAMP, DEEPENING, STAGED, SLOW_RETURN -> 2;
      case THROUGH_GAP, THROUGH_UNKNOWN, AFTER_BLINDNESS, ROUTES_FIRST, PROBES_FIRST -> 2;
      case FLAPPING -> 3;
      default -> 9;
    };
  }

  /** A moment of that day: mostly a full or half hour, as people give orders. */
  long timeOfDay(long day) {
    long second = day * DAY + chance.seconds(0, DAY - 1);
    return chance.happens(0.7)
        ? second / (30 * MINUTE) * 30 * MINUTE + chance.seconds(0, 45)
        : second;
  }

  private long anyDuration() {
    return (chance.happens(0.5) ? Durations.SHUTDOWN : Durations.OUTAGE).drawn(chance);
  }

  private long sudden(OutageKind kind, long from, long length) {
    cut(kind, script.ipv4.atLeast(chance.oneOf(SHARES), chance), from, from + length);
    return from + length;
  }

  private void cut(OutageKind kind, int[] prefixes, long from, long to) {
    write(kind, profile().cut(prefixes, from, to));
    Estate ipv6 = script.ipv6;
    if (ipv6 != null && chance.happens(0.7)) {
      double share = script.ipv4.share(prefixes);
      new Profile(ipv6, chance)
          .cut(ipv6.atLeast(share, chance), from, to)
          .happensTo(script, Signal.IPV6_ROUTES);
    }
  }

  private Profile profile() {
    return new Profile(script.ipv4, chance);
  }

  private void write(OutageKind kind, Profile profile) {
    profile.happensTo(script, Signal.IPV4_ROUTES);
    Set<Signal> signals = EnumSet.of(Signal.IPV4_ROUTES);
    if (script.has(Signal.PROBES)) {
      signals.add(Signal.PROBES);
    }
    label(profile, kind, signals);
  }

  private void label(Profile profile, OutageKind kind, Set<Signal> signals) {
    SuiteLabel label = profile.label(script, kind, signals);
    if (label != null) {
      script.labels.add(label);
    }
  }

  /** Shares of the country, provider after provider, at minutes after the first. */
  private long steps(OutageKind kind, long from, double[] shares, long[] minutes) {
    long to = from + minutes[minutes.length - 1] * MINUTE + chance.seconds(2 * HOUR, 20 * HOUR);
    Profile profile = profile();
    int[] order = script.ipv4.atLeast(1, chance);
    int done = 0;
    for (int step = 0; step < shares.length; step++) {
      int until = prefixesWith(order, shares[step]);
      profile.cut(Arrays.copyOfRange(order, done, until), from + minutes[step] * MINUTE, to);
      done = until;
    }
    write(kind, profile);
    return to;
  }

  /** How many of them, in their order, come to a share of the country. */
  private int prefixesWith(int[] order, double share) {
    long wanted = (long) StrictMath.ceil(share * script.ipv4.total() - 1e-9);
    int count = 0;
    for (long sum = 0; sum < wanted && count < order.length; count++) {
      sum += script.ipv4.blocks()[order[count]];
    }
    return count;
  }

  private long deepening(long from) {
    double[] shares = new double[12];
    long[] minutes = new long[12];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = 0.2 + 0.06 * i;
      minutes[i] = 20L * i;
    }
    return steps(OutageKind.DEEPENING, from, shares, minutes);
  }

  private long ramp(long from) {
    long low = from + 5 * HOUR;
    long up = low + chance.seconds(HOUR, 8 * HOUR);
    long back = chance.seconds(10 * MINUTE, 2 * HOUR);
    Profile profile = profile();
    int[] order = chance.shuffled(script.ipv4.prefixes());
    int lost = prefixesWith(order, 0.9);
    for (int i = 0; i < lost; i++) {
      long gone = from + 5 * HOUR * (i + 1) / lost;
      profile.cut(new int[] {order[i]}, gone, up + back * (i + 1) / lost);
    }
    write(OutageKind.RAMP, profile);
    return up + back;
  }

  private long slowReturn(long from) {
    int[] order = script.ipv4.atLeast(1, chance);
    long up = from + chance.seconds(2 * HOUR, 10 * HOUR);
    int third = prefixesWith(order, 0.3);
    int more = prefixesWith(order, 0.6);
    write(
        OutageKind.SLOW_RETURN,
        profile()
            .cut(Arrays.copyOfRange(order, 0, third), from, up)
            .cut(Arrays.copyOfRange(order, third, more), from, up + 3 * HOUR)
            .cut(Arrays.copyOfRange(order, more, order.length), from, up + 6 * HOUR));
    return up + 6 * HOUR;
  }

  private long daily(OutageKind kind, long from, long length, int days) {
    int[] prefixes = script.ipv4.atLeast(chance.oneOf(LARGE_SHARES), chance);
    for (int day = 0; day < days; day++) {
      long begin = from + day * DAY + chance.seconds(0, 2 * MINUTE);
      cut(kind, prefixes, begin, begin + length + chance.seconds(0, 10 * MINUTE));
    }
    return from + days * DAY;
  }

  private long flapping(long from) {
    int[] all = script.ipv4.all();
    for (int flap = 0; flap < 12; flap++) {
      long begin = from + 2 * HOUR * flap + chance.seconds(0, 30 * MINUTE);
      cut(OutageKind.FLAPPING, all, begin, begin + chance.seconds(5 * MINUTE, 20 * MINUTE));
    }
    long cut = from + 26 * HOUR;
    cut(OutageKind.FLAPPING, all, cut, cut + 571 * MINUTE);
    long again = cut + 571 * MINUTE + 14 * HOUR;
    cut(OutageKind.FLAPPING, all, again, again + 31 * MINUTE);
    return again + 31 * MINUTE;
  }

  /** A part is gone, and another goes and comes every few minutes. */
  private long chatter(long from) {
    boolean aroundHalf = chance.happens(0.5);
    int[] order = script.ipv4.atLeast(1, chance);
    int low = prefixesWith(order, aroundHalf ? 0.45 : 0.12);
    int high = prefixesWith(order, aroundHalf ? 0.55 : 0.18);
    long to = from + 3 * HOUR;
    Profile profile = profile().cut(Arrays.copyOf(order, low), from, to);
    int[] moving = Arrays.copyOfRange(order, low, high);
    long begin = from;
    while (begin < to - 20 * MINUTE) {
      long end = begin + chance.seconds(MINUTE, 9 * MINUTE);
      profile.cut(moving, begin, end);
      begin = end + chance.seconds(MINUTE, 8 * MINUTE);
    }
    profile.cut(moving, begin, to);
    write(OutageKind.CHATTER, profile);
    return to;
  }

  private long partialRecovery(long from) {
    long to = from + chance.seconds(HOUR, 12 * HOUR);
    int[] lost = script.ipv4.atLeast(0.1, chance);
    cut(OutageKind.PARTIAL_RECOVERY, script.ipv4.all(), from, to);
    for (int prefix : lost) {
      script.withdraw(prefix, to - 1, 2 * script.length);
      script.leaves(prefix, to);
    }
    return to + 6 * HOUR;
  }

  private long levelShift(long from) {
    int[] lost = script.ipv4.atLeast(chance.between(0.2, 0.4), chance);
    for (int prefix : lost) {
      script.leaves(prefix, from + chance.seconds(0, 50));
    }
    Set<Signal> signals = EnumSet.of(Signal.IPV4_ROUTES);
    label(profile().cut(lost, from, Profile.FOR_GOOD), OutageKind.LEVEL_SHIFT, signals);
    return from + 8 * DAY;
  }

  private long dataPlane(long from) {
    long to = from + StrictMath.max(45 * MINUTE, anyDuration());
    Profile profile = profile().cut(script.ipv4.atLeast(chance.oneOf(SHARES), chance), from, to);
    silence(OutageKind.DATA_PLANE, profile);
    return to;
  }

  private void silence(OutageKind kind, Profile profile) {
    if (script.has(Signal.PROBES)) {
      profile.happensTo(script, Signal.PROBES);
      label(profile, kind, EnumSet.of(Signal.PROBES));
    }
  }

  private long ipv6Only(long from) {
    Estate ipv6 = script.ipv6;
    long to = from + anyDuration();
    if (ipv6 != null) {
      int[] prefixes = ipv6.atLeast(chance.oneOf(LARGE_SHARES), chance);
      Profile profile = new Profile(ipv6, chance).cut(prefixes, from, to);
      profile.happensTo(script, Signal.IPV6_ROUTES);
      label(profile, OutageKind.IPV6_ONLY, EnumSet.of(Signal.IPV6_ROUTES));
    }
    return to;
  }

  private long routesFirst(long from) {
    long to = from + chance.seconds(2 * HOUR, 20 * HOUR);
    cut(OutageKind.ROUTES_FIRST, script.ipv4.atLeast(0.25, chance), from, to);
    profile()
        .cut(script.ipv4.atLeast(0.9, chance), from + 10 * MINUTE, to)
        .happensTo(script, Signal.PROBES);
    return to;
  }

  private long probesFirst(long from) {
    int[] all = script.ipv4.atLeast(0.9, chance);
    long withdrawn = from + 144 * MINUTE;
    long to = withdrawn + chance.seconds(2 * HOUR, 20 * HOUR);
    Profile profile = profile().cut(all, withdrawn, to).happensTo(script, Signal.IPV4_ROUTES);
    if (script.has(Signal.PROBES)) {
      silence(OutageKind.PROBES_FIRST, profile().cut(all, from, to));
    } else {
      label(profile, OutageKind.SUDDEN, EnumSet.of(Signal.IPV4_ROUTES));
    }
    return to;
  }

  private long afterBlindness(long from) {
    long blind = from - chance.seconds(MINUTE, 8 * MINUTE);
    script.faults.add(Fault.blindness(EnumSet.allOf(Signal.class), blind, from + HOUR, 0.6, 0.1));
    return sudden(OutageKind.AFTER_BLINDNESS, from, chance.seconds(HOUR, 10 * HOUR));
  }

  private long throughFault(OutageKind kind, long from) {
    long begin = from + chance.seconds(HOUR, 2 * HOUR);
    script.faults.add(
        kind == OutageKind.THROUGH_GAP
            ? Fault.gap(begin, begin + HOUR)
            : Fault.blindness(EnumSet.allOf(Signal.class), begin, begin + 2 * HOUR, 0.8, 0.7));
    return sudden(kind, from, chance.seconds(5 * HOUR, 12 * HOUR));
  }
}
