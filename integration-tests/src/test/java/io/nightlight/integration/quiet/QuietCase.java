package io.nightlight.integration.quiet;

import java.time.Duration;

/** A real file without an outage, and the country that one is invented for. */
enum QuietCase {
  /** Benin's AS37090 withdraws 18 more-specifics, and what covers them stays (pitfall P21). */
  BENIN_2013("caida-libbgpstream/updates.example.bz2", "route-views2", 1, "GE", 300),
  /** One peer of PCH sends 577,737 routes in half a minute (pitfall P15). */
  TABLE_TRANSFER_2015("ripe-bgpdump/updates.et-header.2015.gz", "pch", 16, "FJ", 10),
  /** One of eight peers sends 48,721 routes (pitfall P15). */
  SESSION_TRANSFER_2010("bgpkit-parser/rrc15.updates.20100227.1600.gz", "rrc15", 4, "PK", 60),
  /** A quarter of an hour like any other. */
  NOISE_2026("morrowc-mrtparser/updates.20260222.1530.bz2", "route-views3", 1, "RW", 300);

  private final String file;
  private final String collector;
  private final int oneOf;
  private final String country;
  private final int secondsToOutage;

  QuietCase(String file, String collector, int oneOf, String country, int secondsToOutage) {
    this.file = file;
    this.collector = collector;
    this.oneOf = oneOf;
    this.country = country;
    this.secondsToOutage = secondsToOutage;
  }

  /** Its path among the recordings. */
  String file() {
    return file;
  }

  String collector() {
    return collector;
  }

  /** The tables held before are invented of one prefix in so many of the file's. */
  int oneOf() {
    return oneOf;
  }

  /** The country that the invented outage befalls; the file speaks of it, too. */
  String country() {
    return country;
  }

  /** From the beginning of the file to the outage: in the midst of what happens. */
  Duration toOutage() {
    return Duration.ofSeconds(secondsToOutage);
  }
}
