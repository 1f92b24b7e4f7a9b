package io.nightlight.benchmark;

import io.nightlight.benchmark.LivingCountry.Luck;
import io.nightlight.domain.availability.Electorate;
import io.nightlight.domain.availability.RouteHistory;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.routes.SessionStanding;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * As many countries as there are, with today's number of prefixes by Zipf's law: the same life for
 * the same seed.
 */
final class JudgedWorld {
  static final int COUNTRIES = 240;

  /** Every so many countries there is one that is met only while others are measured. */
  private static final int STRANGERS = 20;

  private static final int MOST_IPV4 = 225_000;
  private static final double STEEPNESS = 1.15;

  /** IPv4 prefixes for each one of IPv6; every seventh country has none. */
  private static final int IPV6_RARER = 4;

  private static final int WITHOUT_IPV6 = 7;

  /** What is known of outages begins at four prefixes and ends at some thousands. */
  private static final int MOST_IN_OUTAGE = 4_000;

  private static final int PEERS = 400;
  private static final int PEERS_SELDOM_AWAY = 5;
  private static final int[] IPV4_LENGTHS = {24, 24, 24, 22, 22, 20};
  private static final int[] IPV6_LENGTHS = {48, 48, 48, 44, 40, 32};

  private final List<LivingCountry> countries = new ArrayList<>();
  private final SplittableRandom random;
  private int ipv4Slots;
  private int ipv6Slots;
  private Electorate ofIpv4 = electorate(PEERS);
  private Electorate ofIpv6 = electorate(PEERS);

  /**
   * @param strangersFrom when the first of those comes that are met late, in minutes
   * @param strangersUntil when the last of them comes
   */
  JudgedWorld(long seed, int strangersFrom, int strangersUntil) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < COUNTRIES; i++) {
      boolean isStranger = i % STRANGERS == STRANGERS - 1;
      int since = isStranger ? random.nextInt(strangersFrom, strangersUntil) : 0;
      countries.add(country(i, since));
    }
  }

  private LivingCountry country(int number, int since) {
    String name = "" + (char) ('A' + number / 26) + (char) ('A' + number % 26);
    int ipv4 = (int) (MOST_IPV4 / StrictMath.pow(number + 1, STEEPNESS));
    int ipv6 = number % WITHOUT_IPV6 == WITHOUT_IPV6 - 1 ? 0 : ipv4 / IPV6_RARER;
    long[] prefixes = new long[ipv4 + ipv6];
    long[] blocks = new long[Math.max(4, ipv4 * 2 / 5)];
    for (int i = 0; i < ipv4; i++) {
      int address = ipv4Slots++ << 12;
      prefixes[i] = Prefix.ipv4(address, IPV4_LENGTHS[random.nextInt(IPV4_LENGTHS.length)]);
      if (i < blocks.length) {
        blocks[i] = Prefix.ipv4(address, 24);
      }
    }
    for (int i = ipv4; i < prefixes.length; i++) {
      prefixes[i] =
          Prefix.ipv6(
              0x2001_0000_0000L + ((long) ipv6Slots++ << 16),
              IPV6_LENGTHS[random.nextInt(IPV6_LENGTHS.length)]);
    }
    Luck luck = ipv4 <= MOST_IN_OUTAGE ? Luck.STRUCK : Luck.SPARED;
    return new LivingCountry(name, prefixes, blocks, since, luck, random.split());
  }

  /** Those with the most prefixes first. */
  List<LivingCountry> countries() {
    return countries;
  }

  /** In one minute some peers are away. */
  void assemblePeers() {
    ofIpv4 = electorate(PEERS - random.nextInt(PEERS_SELDOM_AWAY));
    ofIpv6 = electorate(PEERS - random.nextInt(PEERS_SELDOM_AWAY));
  }

  private static Electorate electorate(int voters) {
    return new Electorate(
        PEERS,
        voters,
        RouteHistory.FINISHED_RIB,
        new Electorate.Blinded(Long.MIN_VALUE, SessionStanding.SEES));
  }

  Electorate electorate(IpFamily family) {
    return family == IpFamily.IPV6 ? ofIpv6 : ofIpv4;
  }

  int prefixes() {
    return ipv4Slots + ipv6Slots;
  }

  int outages() {
    return countries.stream().mapToInt(LivingCountry::outages).sum();
  }
}
