package io.nightlight.integration.world;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.observation.Micros;
import io.nightlight.recording.mrt.MrtWriter;
import io.nightlight.recording.mrt.MrtWriter.Route;
import io.nightlight.recording.mrt.MrtWriter.Update;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What peers say to their collectors, record by record, until it is written to files.
 *
 * <p>Where several peers say the same, each says it a second after the one before. Besides, each
 * peer says every 30 seconds that it is alive, unless it is kept silent: by a KEEPALIVE in RIS, by
 * announcing once more what it has long announced in RouteViews.
 */
public final class Recording {
  private static final Duration MURMUR = Duration.ofSeconds(30);
  private static final int PREFIXES_IN_A_MESSAGE = 400;
  private static final long TRANSIT_ASN = 3356;
  private static final long FIRST_ORIGIN_ASN = 65543;
  private static final byte[] NEXT_HOP_IPV4 = IpAddress.parse("198.51.100.1");
  private static final byte[] NEXT_HOP_IPV6 = IpAddress.parse("2001:db8::1");

  private final List<Peer> peers;
  private final long murmured;
  private final List<Told> records = new ArrayList<>();
  private final List<Silence> silences = new ArrayList<>();
  private final List<Dump> dumps = new ArrayList<>();

  /**
   * @param murmured what peers at RouteViews announce again and again to be heard of
   */
  public Recording(List<Peer> peers, long murmured) {
    this.peers = List.copyOf(peers);
    this.murmured = murmured;
  }

  /**
   * A record of an update file.
   *
   * @param placeMicros where it lies in the file: where a record of this time would
   * @param atMicros the time that it bears
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes for a file, never compared
  public record Told(long placeMicros, long atMicros, Peer peer, byte[] bytes) {
    /** The same record elsewhere in the file. */
    public Told movedTo(long place) {
      return new Told(place, atMicros, peer, bytes);
    }
  }

  private record Silence(List<Peer> peers, long fromMicros, long toMicros) {}

  /**
   * A table dump of one collector.
   *
   * @param rows what each peer holds; a peer without any row is named all the same
   */
  record Dump(Instant at, Duration takes, String collector, Map<Peer, long[]> rows) {}

  public List<Peer> peers() {
    return peers;
  }

  /** Every collector dumps its tables; all peers have the same. */
  public Recording dumpAll(Instant at, long[] table) {
    Map<String, Map<Peer, long[]>> byCollector = new TreeMap<>();
    for (Peer peer : peers) {
      byCollector.computeIfAbsent(peer.collector(), c -> new LinkedHashMap<>()).put(peer, table);
    }
    byCollector.forEach((collector, rows) -> dump(at, Duration.ZERO, collector, rows));
    return this;
  }

  /**
   * A collector dumps its table, which takes some time: row by row, in the order of prefixes.
   *
   * @param collector its name, or where there are several dumps of one time, a folder below it
   */
  public Recording dump(Instant at, Duration takes, String collector, Map<Peer, long[]> rows) {
    dumps.add(new Dump(at, takes, collector, rows));
    return this;
  }

  public Recording announce(Instant at, Collection<Peer> who, long... prefixes) {
    return announce(at, who, List.of(TRANSIT_ASN), prefixes);
  }

  /** Announces over a path that leads through {@code transit}. */
  public Recording announce(
      Instant at, Collection<Peer> who, List<Long> transit, long... prefixes) {
    return each(
        at,
        who,
        (mrt, micros, peer) -> {
          for (Bundle bundle : bundles(prefixes)) {
            Route route = route(peer, transit, bundle.prefixes()[0]);
            mrt.update(micros, peer.link(), Update.announcing(route, bundle.prefixes()));
          }
        });
  }

  /** Announces prefixes as if they were of the AS of another country. */
  public Recording announceAsFrom(
      Instant at, Collection<Peer> who, String country, long... prefixes) {
    long origin = origin(CountrySpace.ipv4Blocks(country, 1)[0]);
    return each(
        at,
        who,
        (mrt, micros, peer) -> {
          Route route = new Route(new long[] {peer.asn(), TRANSIT_ASN, origin}, NEXT_HOP_IPV4);
          mrt.update(micros, peer.link(), Update.announcing(route, prefixes));
        });
  }

  public Recording withdraw(Instant at, Collection<Peer> who, long... prefixes) {
    return each(
        at,
        who,
        (mrt, micros, peer) -> {
          for (Bundle bundle : bundles(prefixes)) {
            mrt.update(micros, peer.link(), Update.withdrawing(bundle.prefixes()));
          }
        });
  }

  public Recording stateChange(Instant at, Collection<Peer> who, int from, int to) {
    return each(at, who, (mrt, micros, peer) -> mrt.stateChange(micros, peer.link(), from, to));
  }

  public Recording endOfRib(Instant at, Collection<Peer> who) {
    return each(
        at,
        who,
        (mrt, micros, peer) -> {
          mrt.endOfRibIpv4(micros, peer.link());
          mrt.endOfRibIpv6(micros, peer.link());
        });
  }

  /** A record as it is. */
  public Recording raw(Instant at, Peer peer, byte[] bytes) {
    records.add(new Told(Micros.of(at), Micros.of(at), peer, bytes));
    return this;
  }

  /** They say nothing of their own accord in that time. */
  public Recording silence(Collection<Peer> who, Instant from, Instant to) {
    silences.add(new Silence(List.copyOf(who), Micros.of(from), Micros.of(to)));
    return this;
  }

  /** Everybody says every 30 seconds that he is alive, each in his own second. */
  public Recording murmur(Instant from, Instant to) {
    for (int i = 0; i < peers.size(); i++) {
      Peer peer = peers.get(i);
      long last = Micros.of(to);
      long step = Micros.of(MURMUR);
      long first = Micros.of(from) + (i % 29) * 1_000_000L + 1_000_000L;
      for (long at = first; at <= last; at += step) {
        if (!isSilent(peer, at)) {
          murmur(at, peer);
        }
      }
    }
    return this;
  }

  /** Everybody sends a KEEPALIVE so often, each in his own second. */
  public Recording keepalives(Instant from, Instant to, Duration every) {
    for (int i = 0; i < peers.size(); i++) {
      Instant first = from.plusSeconds(1 + i % (every.toSeconds() - 1));
      keepalivesOf(peers.get(i), first, to, every);
    }
    return this;
  }

  /** One sends a KEEPALIVE so often, whether he is one of the recording's peers or not. */
  public Recording keepalivesOf(Peer peer, Instant first, Instant before, Duration every) {
    for (Instant at = first; at.isBefore(before); at = at.plus(every)) {
      one(Micros.of(at), peer, (mrt, micros, who) -> mrt.keepalive(micros, who.link()));
    }
    return this;
  }

  private void murmur(long at, Peer peer) {
    if (peer.isOfRis()) {
      one(at, peer, (mrt, micros, who) -> mrt.keepalive(micros, who.link()));
    } else {
      Route route = route(peer, List.of(TRANSIT_ASN), murmured);
      one(
          at,
          peer,
          (mrt, micros, who) -> mrt.update(micros, who.link(), Update.announcing(route, murmured)));
    }
  }

  private boolean isSilent(Peer peer, long at) {
    return silences.stream()
        .anyMatch(s -> s.peers().contains(peer) && at >= s.fromMicros() && at < s.toMicros());
  }

  /** The records of all update files, those of one place in the order in which they were said. */
  public List<Told> records() {
    return List.copyOf(records);
  }

  /** Puts other records in the place of these. */
  public Recording replaceRecords(UnaryOperator<List<Told>> by) {
    List<Told> changed = List.copyOf(by.apply(records()));
    records.clear();
    records.addAll(changed);
    return this;
  }

  List<Dump> dumps() {
    return List.copyOf(dumps);
  }

  /** Writes one message or several. */
  @FunctionalInterface
  private interface Line {
    void write(MrtWriter mrt, long micros, Peer peer) throws IOException;
  }

  private Recording each(Instant at, Collection<Peer> who, Line line) {
    long micros = Micros.of(at);
    for (Peer peer : who) {
      one(micros, peer, line);
      micros += 1_000_000;
    }
    return this;
  }

  private void one(long micros, Peer peer, Line line) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MrtWriter mrt =
        peer.isOfRis() ? MrtWriter.withMicroseconds(bytes) : MrtWriter.withSeconds(bytes);
    try {
      line.write(mrt, micros, peer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    records.add(new Told(micros, micros, peer, bytes.toByteArray()));
  }

  @SuppressWarnings("ArrayRecordComponent") // on its way to a message
  private record Bundle(long[] prefixes) {}

  /** Prefixes that fit into one message and share its path. */
  private static List<Bundle> bundles(long[] prefixes) {
    Map<String, List<Long>> together = new LinkedHashMap<>();
    for (long prefix : prefixes) {
      together
          .computeIfAbsent(Prefix.isIpv6(prefix) + " " + origin(prefix), key -> new ArrayList<>())
          .add(prefix);
    }
    List<Bundle> bundles = new ArrayList<>();
    for (List<Long> some : together.values()) {
      long[] all = some.stream().mapToLong(prefix -> prefix).toArray();
      for (int from = 0; from < all.length; from += PREFIXES_IN_A_MESSAGE) {
        int to = Math.min(all.length, from + PREFIXES_IN_A_MESSAGE);
        bundles.add(new Bundle(Arrays.copyOfRange(all, from, to)));
      }
    }
    return bundles;
  }

  static Route route(Peer peer, long prefix) {
    return route(peer, List.of(TRANSIT_ASN), prefix);
  }

  private static Route route(Peer peer, List<Long> transit, long prefix) {
    long[] path = new long[transit.size() + 2];
    path[0] = peer.asn();
    for (int i = 0; i < transit.size(); i++) {
      path[i + 1] = transit.get(i);
    }
    path[path.length - 1] = origin(prefix);
    return new Route(path, Prefix.isIpv6(prefix) ? NEXT_HOP_IPV6 : NEXT_HOP_IPV4);
  }

  /** One AS a country. */
  private static long origin(long prefix) {
    String country = CountrySpace.countryOf(prefix);
    int place = World.OTHERS.indexOf(country);
    return country.equals(World.C) ? FIRST_ORIGIN_ASN : FIRST_ORIGIN_ASN + 2 + place;
  }
}
