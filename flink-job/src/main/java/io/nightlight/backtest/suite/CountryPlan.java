package io.nightlight.backtest.suite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a country has, before anything happens to it.
 *
 * @param country its name in the suite; no code of a real one
 * @param ipv4 its prefixes, at least one
 * @param ipv6 likewise; null without any
 * @param respondingShare of its /24s, so many answer probes; 0 for a country that nobody probes
 * @param nights when they do not
 * @param voters how many sources of routes count
 */
record CountryPlan(
    String country,
    Estate ipv4,
    @Nullable Estate ipv6,
    double respondingShare,
    Nights nights,
    int voters) {

  /** The smallest of all are drawn by name, the others by logarithm: as many of 10 as of 10,000. */
  private static final List<Integer> TINY = List.of(1, 2, 3, 4, 4, 8);

  private static final double TINY_SHARE = 0.12;
  private static final double LARGEST = 20_000;

  static CountryPlan drawn(String country, int days, Chance chance) {
    int blocks =
        chance.happens(TINY_SHARE)
            ? chance.oneOf(TINY)
            : (int) (10 * StrictMath.pow(LARGEST / 10, chance.between(0, 1)));
    return ofSize(country, blocks, days, chance);
  }

  static CountryPlan ofSize(String country, int blocks, int days, Chance chance) {
    Estate ipv4 = Estate.ofIpv4(blocks, chance.split());
    Chance more = chance.split();
    boolean hasIpv6 = more.happens(blocks < 10 ? 0.2 : 0.7);
    Estate ipv6 =
        hasIpv6 ? Estate.ofIpv6(2 + ipv4.prefixes() / 5, ipv4.providers(), chance.split()) : null;
    boolean probed = blocks >= 4 && more.happens(0.6);
    boolean sleeps = probed && more.happens(0.7);
    long offset = 3_600L * more.below(24);
    return new CountryPlan(
        country,
        ipv4,
        ipv6,
        probed ? more.between(0.4, 0.9) : 0,
        sleeps ? Nights.of(more.between(0.05, 0.4), days, offset, chance.split()) : Nights.none(),
        10 + more.below(20));
  }
}
