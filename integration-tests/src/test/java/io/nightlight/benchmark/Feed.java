package io.nightlight.benchmark;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * One session with a full feed of one address family.
 *
 * @param number counts the feeds from 0
 */
record Feed(int number, Session session, IpFamily family) {
  private static final int COLLECTORS = 8;
  private static final long FIRST_ASN = 60_000;

  /** Which full feeds there are in a collector's reach: 60 of IPv4 to 45 of IPv6. */
  private static final int OF_SEVEN_IPV4 = 4;

  /** Of a full feed one in so many prefixes is missing. */
  private static final int ONE_MISSING_OF = 67;

  static List<Feed> all(int sessions) {
    List<Feed> feeds = new ArrayList<>();
    int ipv4 = Math.round(sessions * OF_SEVEN_IPV4 / 7f);
    for (int i = 0; i < sessions; i++) {
      IpFamily family = i < ipv4 ? IpFamily.IPV4 : IpFamily.IPV6;
      String address =
          family == IpFamily.IPV4
              ? "198.18.%d.%d".formatted(i / 250, i % 250)
              : "2001:db8::%x".formatted(i);
      feeds.add(
          new Feed(
              i, Session.of("rrc%02d".formatted(i % COLLECTORS), address, FIRST_ASN + i), family));
    }
    return feeds;
  }

  /** Whether the peer ever tells of the prefix. */
  boolean tells(int place) {
    return Math.floorMod(mix(place * 1_000_003L + number), ONE_MISSING_OF) != 0;
  }

  static long mix(long value) {
    long h = value * 0x9E37_79B9_7F4A_7C15L;
    h = (h ^ h >>> 32) * 0xD6E8_FEB8_6659_FD93L;
    return h ^ h >>> 32;
  }
}
