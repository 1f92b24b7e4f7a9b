package io.nightlight.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * When what happens. North Korea's two long outages are the published ones; of the instability
 * before them it is known that it lasted for over a day, not when each cycle was, so those times
 * are invented, as is everything about other countries.
 */
final class Timeline {
  static final Instant START = Instant.parse("2014-12-20T00:00:00Z");
  static final Instant END = Instant.parse("2014-12-24T00:00:00Z");

  /** From {@code start} the routes go away, from {@code end} they come back. */
  record Span(Instant start, Instant end) {
    static Span of(String start, Duration length) {
      return new Span(Instant.parse(start), Instant.parse(start).plus(length));
    }

    boolean contains(Instant at) {
      return !at.isBefore(start) && at.isBefore(end);
    }
  }

  /** Every time that North Korea's four routes are gone, in order. */
  static final List<Span> NORTH_KOREA =
      List.of(
          Span.of("2014-12-21T02:12:00Z", Duration.ofMinutes(6)),
          Span.of("2014-12-21T06:47:00Z", Duration.ofMinutes(4)),
          Span.of("2014-12-21T11:05:00Z", Duration.ofMinutes(9)),
          Span.of("2014-12-21T16:31:00Z", Duration.ofMinutes(5)),
          Span.of("2014-12-21T20:58:00Z", Duration.ofMinutes(12)),
          Span.of("2014-12-22T01:24:00Z", Duration.ofMinutes(7)),
          Span.of("2014-12-22T08:03:00Z", Duration.ofMinutes(8)),
          Span.of("2014-12-22T13:36:00Z", Duration.ofMinutes(10)),
          Span.of("2014-12-22T16:15:00Z", Duration.ofHours(9).plusMinutes(31)),
          Span.of("2014-12-23T15:41:00Z", Duration.ofMinutes(31)));

  /**
   * Path hunting (pitfall P20): every peer explores longer paths, gives up, and has the routes
   * again within a minute. It straddles a full minute, so one window may see the country gone.
   */
  static final String HUNTED_COUNTRY = "MN";

  static final Span HUNT = Span.of("2014-12-20T09:10:20Z", Duration.ofSeconds(40));

  /** A session is reset, comes back after 40 s and sends its table anew (pitfalls P12, P15). */
  static final Collector RESET_COLLECTOR = Collector.RRC90;

  static final long RESET_PEER_ASN = 64498;
  static final Span RESET = Span.of("2014-12-20T13:20:07Z", Duration.ofSeconds(40));
  static final Duration TRANSFER = Duration.ofMinutes(2);

  /** A collector that writes no changes of state says nothing for an hour (pitfall P13). */
  static final Collector SILENT_COLLECTOR = Collector.DEMO1;

  static final Span SILENCE = Span.of("2014-12-20T18:00:00Z", Duration.ofHours(1));

  /** A tenth of a country's 60 blocks is withdrawn by everybody: too little for an outage. */
  static final String DIPPED_COUNTRY = "BD";

  static final int DIPPED_ROUTES = 6;
  static final Span DIP = Span.of("2014-12-21T08:20:00Z", Duration.ofMinutes(40));

  /** Sixteen /24s, over a third of their country, give way to the /20 that covers them (P22). */
  static final String AGGREGATE = "203.189.64.0/20";

  static final Instant AGGREGATION = Instant.parse("2014-12-21T18:40:30Z");

  /** Who probes: each sends an echo request to each of its targets once a round. */
  static final List<String> VANTAGES =
      IntStream.rangeClosed(1, 12).mapToObj("vantage-%02d"::formatted).toList();

  static final Duration ROUND = Duration.ofMinutes(10);

  /** One vantage sends, but hears nothing: not the world is silent (pitfall P31). */
  static final int DEAF_VANTAGE = 6;

  static final Span DEAFNESS = Span.of("2014-12-22T03:00:00Z", Duration.ofHours(4));

  /** So many of a country's 20 probed blocks are switched off at night (pitfall P35). */
  static final int DARK_AT_NIGHT = 6;

  /** In UTC, of a country that is six hours ahead. */
  static final Duration BED_TIME = Duration.ofHours(17);

  static final Duration NIGHT = Duration.ofHours(6);

  /** A country's hosts answer so few probes (pitfall P34). */
  static final double SPARSE_ANSWERS = 0.25;

  private Timeline() {}
}
