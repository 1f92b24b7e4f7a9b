package io.nightlight.demo;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.observation.Micros;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What the Internet does on a quiet day: paths change and change back, and now and then one or two
 * peers lose a route for a minute. Every session says something every 30 to 60 seconds.
 */
final class Background {
  private static final long SECOND = 1_000_000;

  /** How many ways a peer has to an origin. */
  private static final int VARIANTS = 3;

  private final RouteCatalog catalog;
  private final List<Speaker> speakers;
  private final SplittableRandom random;
  private final Scenario scenario;
  private final Script script;

  Background(
      RouteCatalog catalog,
      List<Speaker> speakers,
      SplittableRandom random,
      Scenario scenario,
      Script script) {
    this.catalog = catalog;
    this.speakers = speakers;
    this.random = random;
    this.scenario = scenario;
    this.script = script;
  }

  void write() {
    for (Speaker speaker : speakers) {
      murmur(speaker, random.split());
    }
    localLosses(random.split());
  }

  private void murmur(Speaker speaker, SplittableRandom random) {
    boolean ris = speaker.collector().style() == Collector.Style.RIS;
    long end = Micros.of(Timeline.END);
    long at = Micros.of(Timeline.START) + random.nextLong(30 * SECOND);
    for (; at < end; at += random.nextLong(30 * SECOND, 60 * SECOND)) {
      int place = random.nextInt(catalog.size());
      int variant = random.nextInt(VARIANTS);
      boolean onlyAlive = ris && random.nextBoolean();
      if (!scenario.speaksFreely(speaker, at)) {
        continue;
      }
      if (onlyAlive) {
        script.at(at, speaker, Speaker::keepalive);
      } else {
        script.at(at, speaker, (who, when, out) -> who.wander(when, out, place, variant));
      }
    }
  }

  private void localLosses(SplittableRandom random) {
    long end = Micros.of(Timeline.END) - 120 * SECOND;
    long at = Micros.of(Timeline.START);
    while (at < end) {
      at += random.nextLong(240 * SECOND, 480 * SECOND);
      int place = random.nextInt(catalog.size());
      int first = random.nextInt(speakers.size());
      int count = random.nextInt(1, 3);
      for (int i = 0; i < count; i++) {
        Speaker speaker = speakers.get((first + i) % speakers.size());
        lose(speaker, place, at + random.nextLong(10 * SECOND), random.nextLong(40, 80) * SECOND);
      }
    }
  }

  private void lose(Speaker speaker, int place, long from, long length) {
    boolean ipv6 = Prefix.isIpv6(catalog.get(place).prefix());
    if (ipv6 || !scenario.isCalm(place, speaker, from, from + length)) {
      return;
    }
    int[] places = {place};
    script.at(from, speaker, (who, when, out) -> who.withdraw(when, out, places));
    script.at(from + length, speaker, (who, when, out) -> who.announce(when, out, places, 0));
  }
}
