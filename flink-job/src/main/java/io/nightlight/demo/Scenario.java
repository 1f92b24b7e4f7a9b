package io.nightlight.demo;

import io.nightlight.demo.Timeline.Span;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.observation.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens by the {@link Timeline}, told session by session: everybody learns of it within 40
 * seconds, each in its own time.
 */
final class Scenario {
  private static final long SECOND = 1_000_000;
  private static final int TRANSFER_SLICES = 120;

  /** Chance keeps this far away from what the timeline moves. */
  private static final long MARGIN = 120 * SECOND;

  private final RouteCatalog catalog;
  private final List<Speaker> speakers;
  private final SplittableRandom random;
  private final Script script;
  private final List<Claim> claims = new ArrayList<>();

  private Scenario(
      RouteCatalog catalog, List<Speaker> speakers, SplittableRandom random, Script script) {
    this.catalog = catalog;
    this.speakers = speakers;
    this.random = random;
    this.script = script;
  }

  /**
   * Routes or sessions that the timeline moves during a time: all of a session's, or all sessions'.
   */
  private record Claim(long fromMicros, long toMicros, BitSet places, List<Speaker> speakers) {
    boolean meets(long from, long to) {
      return from <= toMicros && to >= fromMicros;
    }
  }

  static Scenario write(
      RouteCatalog catalog, List<Speaker> speakers, SplittableRandom random, Script script) {
    Scenario scenario = new Scenario(catalog, speakers, random, script);
    scenario.tell();
    return scenario;
  }

  private void tell() {
    int[] northKorea = catalog.ofCountry("KP");
    for (Span span : Timeline.NORTH_KOREA) {
      goneForAll(span, northKorea, 40, 40);
    }
    goneForAll(Timeline.HUNT, catalog.ofCountry(Timeline.HUNTED_COUNTRY), 30, 20);
    int[] dipped = catalog.ofCountry(Timeline.DIPPED_COUNTRY);
    goneForAll(Timeline.DIP, Arrays.copyOf(dipped, Timeline.DIPPED_ROUTES), 40, 40);
    aggregate();
    reset();
    List<Speaker> silent =
        speakers.stream().filter(s -> s.collector() == Timeline.SILENT_COLLECTOR).toList();
    claim(Timeline.SILENCE, new int[0], silent);
  }

  /**
   * Everybody hunts for one to three longer paths, then withdraws, at the latest {@code slowest}
   * seconds after the start; everybody announces again within {@code back} seconds after the end.
   */
  private void goneForAll(Span span, int[] places, int slowest, int back) {
    claim(span, places, List.of());
    for (Speaker speaker : speakers) {
      long start = Micros.of(span.start());
      long withdrawal = start + seconds(12, slowest);
      int hunts = random.nextInt(1, 4);
      for (int hunt = 1; hunt <= hunts; hunt++) {
        int detours = hunt;
        long at = start + (withdrawal - start) * hunt / (hunts + 1);
        script.at(at, speaker, (who, when, out) -> who.announce(when, out, places, detours));
      }
      script.at(withdrawal, speaker, (who, when, out) -> who.withdraw(when, out, places));
      long end = Micros.of(span.end()) + seconds(2, back);
      script.at(end, speaker, (who, when, out) -> who.announce(when, out, places, 0));
    }
  }

  private void aggregate() {
    long wide = Prefix.parse(Timeline.AGGREGATE);
    int[] parts =
        catalog.where(
            route ->
                Prefix.length(route.prefix()) == 24
                    && Prefix.ipv4(Prefix.ipv4Address(route.prefix()), Prefix.length(wide))
                        == wide);
    int aggregate = catalog.placeOf(wide);
    claim(new Span(Timeline.AGGREGATION, Timeline.END), parts, List.of());
    claim(new Span(Timeline.START, Timeline.END), new int[] {aggregate}, List.of());
    for (Speaker speaker : speakers) {
      long at = Micros.of(Timeline.AGGREGATION) + seconds(0, 40);
      script.at(at, speaker, (who, when, out) -> who.replace(when, out, parts, aggregate));
    }
  }

  private void reset() {
    Speaker who =
        speakers.stream()
            .filter(s -> s.collector() == Timeline.RESET_COLLECTOR)
            .filter(s -> s.asn() == Timeline.RESET_PEER_ASN)
            .findFirst()
            .orElseThrow();
    Instant complete = Timeline.RESET.end().plus(Timeline.TRANSFER);
    claim(new Span(Timeline.RESET.start(), complete), new int[0], List.of(who));
    long down = Micros.of(Timeline.RESET.start());
    long up = Micros.of(Timeline.RESET.end());
    script.at(down, who, Speaker::reset);
    script.at(down + 2 * SECOND, who, moves(1, 2));
    script.at(down + 3 * SECOND, who, moves(2, 3));
    script.at(up - 900_000, who, moves(3, 4));
    script.at(up - 500_000, who, Speaker::open);
    script.at(up - 400_000, who, moves(4, 5));
    script.at(up - 100_000, who, Speaker::keepalive);
    script.at(up, who, moves(5, 6));
    long step = Micros.of(Timeline.TRANSFER) / TRANSFER_SLICES;
    for (int i = 0; i < TRANSFER_SLICES; i++) {
      int slice = i;
      long at = up + SECOND / 2 + slice * step;
      script.at(at, who, (w, when, out) -> w.resend(when, out, slice, TRANSFER_SLICES));
    }
    script.at(Micros.of(complete) + SECOND, who, Speaker::endOfRib);
  }

  private static Script.Line moves(int from, int to) {
    return (who, when, out) -> who.stateChange(when, out, from, to);
  }

  private void claim(Span span, int[] places, List<Speaker> whose) {
    BitSet moved = new BitSet();
    Arrays.stream(places).forEach(moved::set);
    claims.add(new Claim(Micros.of(span.start()), Micros.of(span.end()), moved, whose));
  }

  /**
   * Whether the session can speak freely at this time: neither down, nor sending its table, nor
   * silent.
   */
  boolean speaksFreely(Speaker speaker, long atMicros) {
    return claims.stream()
        .filter(claim -> claim.meets(atMicros, atMicros))
        .noneMatch(claim -> claim.speakers().contains(speaker));
  }

  /** Whether nothing moves the route or the session around this time, so that chance may. */
  boolean isCalm(int place, Speaker speaker, long fromMicros, long toMicros) {
    return claims.stream()
        .filter(claim -> claim.meets(fromMicros - MARGIN, toMicros + MARGIN))
        .noneMatch(claim -> claim.speakers().contains(speaker) || claim.places().get(place));
  }

  private long seconds(int least, int most) {
    return random.nextLong(least * SECOND, most * SECOND);
  }
}
