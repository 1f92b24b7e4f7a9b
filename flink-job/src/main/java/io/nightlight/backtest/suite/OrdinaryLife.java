package io.nightlight.backtest.suite;

import io.nightlight.domain.availability.Signal;
import java.util.stream.IntStream;

/**
 * What happens in every country, and is no outage of it. Rates are in docs/scenario-suite.md, with
 * their sources. Nothing here takes a tenth of a country, or two blocks, for longer than most of
 * two minutes at once; where troubles add up to more, {@link TrueLosses} finds it.
 */
final class OrdinaryLife {
  private static final double MONTH = 30 * 86_400.0;
  private static final long DAY = 86_400;

  private static final double FLAPS = 3;
  private static final double FLAPS_SIGMA = 1.2;
  private static final double FLAP_MEDIAN = 240;
  private static final double FLAP_SIGMA = 1.6;
  private static final double LONG_FLAPS = 0.1;
  private static final double LONG_FLAP_LEAST = 3_600;
  private static final double LONG_FLAP_ALPHA = 1.2;
  private static final double LONG_FLAP_MOST = 3 * DAY;
  private static final double PROVIDER_FAILURES = 0.2;
  private static final double PROVIDER_DEPARTURES = 0.03;
  private static final double LEAKS = 0.1;
  private static final double REAGGREGATIONS = 0.5;
  private static final double BLIPS = 0.3;
  private static final double CHANCE_DOWN = 0.0025;
  private static final double CHANCE_LENGTH = 900;

  /** Longer than this, and a large part of a country would be an outage. */
  private static final long BRIEF = 100;

  private static final double LARGE = 0.1;

  private final CountryScript script;
  private final Chance chance;
  private final double months;

  private OrdinaryLife(CountryScript script, Chance chance) {
    this.script = script;
    this.chance = chance;
    months = script.length / MONTH;
  }

  static void write(CountryScript script, Chance chance) {
    OrdinaryLife life = new OrdinaryLife(script, chance);
    life.flaps();
    life.providers();
    life.growth();
    life.leaks();
    life.blips();
    life.chanceOfProbes();
  }

  private void flaps() {
    for (int prefix = 0; prefix < script.ipv4.prefixes(); prefix++) {
      for (int left = flapsOfOne(); left > 0; left--) {
        long from = sometime();
        script.withdraw(prefix, from, from + flapLength(script.ipv4, prefix));
      }
    }
    Estate ipv6 = script.ipv6;
    for (int prefix = 0; ipv6 != null && prefix < ipv6.prefixes(); prefix++) {
      for (int left = flapsOfOne(); left > 0; left--) {
        long from = sometime();
        script.withdraw6(prefix, from, from + flapLength(ipv6, prefix));
      }
    }
  }

  /** A few prefixes flap most. */
  private int flapsOfOne() {
    double median = StrictMath.exp(-FLAPS_SIGMA * FLAPS_SIGMA / 2);
    return chance.count(FLAPS * months * chance.logNormal(median, FLAPS_SIGMA));
  }

  private long flapLength(Estate estate, int prefix) {
    double drawn =
        chance.happens(LONG_FLAPS)
            ? StrictMath.min(LONG_FLAP_MOST, chance.pareto(LONG_FLAP_LEAST, LONG_FLAP_ALPHA))
            : chance.logNormal(FLAP_MEDIAN, FLAP_SIGMA);
    long length = 1 + (long) drawn;
    return isLarge(estate, new int[] {prefix}) ? Math.min(BRIEF, length) : length;
  }

  private static boolean isLarge(Estate estate, int[] prefixes) {
    long blocks = estate.blocksOf(prefixes);
    long all = estate.total();
    return blocks > LARGE * all && (blocks > 1 || all == 1);
  }

  private void providers() {
    for (int provider = 0; provider < script.ipv4.providers(); provider++) {
      int[] own = script.ipv4.of(provider);
      Estate ipv6 = script.ipv6;
      int[] own6 = ipv6 == null ? new int[0] : ipv6.of(provider);
      if (isLarge(script.ipv4, own) || (ipv6 != null && isLarge(ipv6, own6))) {
        continue;
      }
      for (int left = chance.count(PROVIDER_FAILURES * months); left > 0; left--) {
        long from = sometime();
        long to = from + Durations.OUTAGE.drawn(chance);
        new Profile(script.ipv4, chance).cut(own, from, to).happensTo(script, Signal.IPV4_ROUTES);
        if (ipv6 != null) {
          new Profile(ipv6, chance).cut(own6, from, to).happensTo(script, Signal.IPV6_ROUTES);
        }
      }
      if (chance.count(PROVIDER_DEPARTURES * months / script.ipv4.providers()) > 0) {
        long at = sometime();
        for (int prefix : own) {
          script.leaves(prefix, at + chance.seconds(0, 50));
        }
      }
    }
  }

  /** From a loss of a twentieth a month to a gain of an eighth, mostly a little gain. */
  private void growth() {
    double all = script.ipv4.total();
    double rate = 0.005 + 0.02 * chance.normal();
    double wanted = StrictMath.max(-0.05, StrictMath.min(0.12, rate)) * months * all;
    while (wanted >= 1) {
      int part = script.routes4.newPart(1);
      script.routes4.arrives(part, sometime());
      wanted--;
    }
    for (int prefix : chance.shuffled(script.ipv4.prefixes())) {
      int blocks = script.ipv4.blocks()[prefix];
      if (wanted <= -blocks && !isLarge(script.ipv4, new int[] {prefix})) {
        script.leaves(prefix, sometime());
        wanted += blocks;
      }
    }
  }

  /** Blocks that are not the country's come and go within hours (P30). */
  private void leaks() {
    for (int left = chance.count(LEAKS * months); left > 0; left--) {
      double share = StrictMath.exp(chance.between(StrictMath.log(0.05), StrictMath.log(4)));
      int part = script.routes4.newPart(1 + (int) (share * script.ipv4.total()));
      long from = sometime();
      script.routes4.arrives(part, from);
      script.routes4.leaves(part, from + chance.seconds(1_200, 7_200));
    }
  }

  /** Routes that are gone between a withdrawal and the next announcement (P20, P22). */
  private void blips() {
    for (int left = chance.count(REAGGREGATIONS * months); left > 0; left--) {
      blip(script.ipv4.of(chance.below(script.ipv4.providers())));
    }
    for (int left = chance.count(BLIPS * months); left > 0; left--) {
      blip(script.ipv4.atLeast(chance.between(0.3, 1), chance));
    }
  }

  private void blip(int[] prefixes) {
    long from = sometime();
    for (int prefix : prefixes) {
      script.withdraw(prefix, from + chance.seconds(0, 20), from + chance.seconds(21, BRIEF));
    }
  }

  private void chanceOfProbes() {
    int parts = script.chance.parts();
    double expected = CHANCE_DOWN * parts * script.length / CHANCE_LENGTH;
    IntStream.range(0, chance.count(expected))
        .forEach(
            each -> {
              long from = sometime();
              long to = from + 300 + (long) chance.exponential(CHANCE_LENGTH - 300);
              script.chance.trouble(chance.below(parts), from, to);
            });
  }

  private long sometime() {
    return chance.seconds(0, script.length);
  }
}
