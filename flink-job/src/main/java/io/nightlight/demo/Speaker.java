package io.nightlight.demo;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Prefix;
import io.nightlight.recording.mrt.MrtWriter;
import io.nightlight.recording.mrt.MrtWriter.Link;
import io.nightlight.recording.mrt.MrtWriter.Peer;
import io.nightlight.recording.mrt.MrtWriter.Route;
import io.nightlight.recording.mrt.MrtWriter.Update;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One session of the reconstruction: it knows what it has told its collector so far, and so says
 * nothing that a router could not say at that moment. Routes are named by their place in the {@link
 * RouteCatalog}; those that the peer does not carry are passed over.
 */
final class Speaker {
  private static final int COLLECTOR_ASN = 64511;
  private static final int HOLD_SECONDS = 180;

  /** A prefix takes at most 7 bytes, so this many and the attributes fit into one message. */
  private static final int MOST_PREFIXES = 500;

  private final Collector collector;
  private final RouteCatalog catalog;
  private final Link link;
  private final byte[] nextHopIpv4;
  private final byte[] nextHopIpv6;
  private final BitSet held = new BitSet();
  private final int[] variants;
  private int[] lost = {};

  /**
   * @param index the place in the collector's peer index table
   * @param absentAtFirst the one route that nobody announces at the start
   */
  Speaker(Collector collector, int index, RouteCatalog catalog, int absentAtFirst) {
    this.collector = collector;
    this.catalog = catalog;
    this.variants = new int[catalog.size()];
    nextHopIpv4 = ipv4(collector, 10 + index);
    nextHopIpv6 = ipv6(collector, 10 + index);
    boolean overIpv6 = index == collector.peerAsns().size() - 1;
    Peer peer =
        new Peer(
            bgpId(nextHopIpv4),
            overIpv6 ? nextHopIpv6 : nextHopIpv4,
            collector.peerAsns().get(index));
    link = new Link(peer, COLLECTOR_ASN, overIpv6 ? ipv6(collector, 1) : ipv4(collector, 1));
    IntStream.range(0, catalog.size())
        .filter(place -> place != absentAtFirst && carries(place))
        .forEach(held::set);
  }

  static byte[] ipv4(Collector collector, int host) {
    String network =
        switch (collector) {
          case RRC90, DEMO2 -> "192.0.2.";
          case RRC91 -> "198.51.100.";
          case DEMO1 -> "203.0.113.";
        };
    return IpAddress.parse(network + (collector == Collector.DEMO2 ? host + 100 : host));
  }

  private static byte[] ipv6(Collector collector, int host) {
    return IpAddress.parse("2001:db8:" + collector.number() + "::" + host);
  }

  /** A BGP identifier is an IPv4 address of the router (RFC 4271 section 4.2). */
  static int bgpId(byte[] ipv4) {
    return ByteBuffer.wrap(ipv4).getInt();
  }

  Collector collector() {
    return collector;
  }

  long asn() {
    return link.peer().asn();
  }

  Peer peer() {
    return link.peer();
  }

  boolean holds(int place) {
    return held.get(place);
  }

  boolean carries(int place) {
    AnnouncedRoute route = catalog.get(place);
    if (Collector.isPartialFeed(asn())) {
      boolean quarter = Prefix.hash(route.prefix()) % 4 == 0;
      return quarter && !Prefix.isIpv6(route.prefix()) && !route.country().equals("KP");
    }
    return !Prefix.isIpv6(route.prefix()) || asn() % 3 != 0;
  }

  /** The route as the peer would announce it now. */
  Route route(int place, int detours) {
    AnnouncedRoute route = catalog.get(place);
    return new Route(
        AsPaths.path(asn(), route, variants[place], detours),
        Prefix.isIpv6(route.prefix()) ? nextHopIpv6 : nextHopIpv4);
  }

  /** Announces routes, those of one path together, over a path longer by {@code detours}. */
  void announce(long atMicros, MrtWriter out, int[] places, int detours) throws IOException {
    Map<Way, BitSet> ways = new LinkedHashMap<>();
    for (int place : places) {
      if (carries(place)) {
        ways.computeIfAbsent(way(place), key -> new BitSet()).set(place);
        held.set(place);
      }
    }
    for (BitSet together : ways.values()) {
      Route route = route(together.nextSetBit(0), detours);
      out.update(atMicros, link, Update.announcing(route, prefixes(together)));
    }
  }

  private record Way(long originAsn, int variant, boolean ipv6) {}

  private Way way(int place) {
    AnnouncedRoute route = catalog.get(place);
    return new Way(route.originAsn(), variants[place], Prefix.isIpv6(route.prefix()));
  }

  /** Withdraws those of the IPv4 routes that it holds. */
  void withdraw(long atMicros, MrtWriter out, int[] places) throws IOException {
    BitSet gone = heldOf(places);
    if (!gone.isEmpty()) {
      held.andNot(gone);
      out.update(atMicros, link, Update.withdrawing(prefixes(gone)));
    }
  }

  /** Withdraws IPv4 routes and announces another in the same message. */
  void replace(long atMicros, MrtWriter out, int[] places, int by) throws IOException {
    BitSet gone = heldOf(places);
    if (!carries(by)) {
      withdraw(atMicros, out, places);
      return;
    }
    held.andNot(gone);
    held.set(by);
    long[] announced = {catalog.get(by).prefix()};
    out.update(atMicros, link, new Update(prefixes(gone), announced, route(by, 0)));
  }

  /** Takes another path for the first route it holds from {@code place} on. */
  void wander(long atMicros, MrtWriter out, int place, int variant) throws IOException {
    int next = held.nextSetBit(place);
    if (next < 0) {
      next = held.nextSetBit(0);
    }
    variants[next] = variant;
    announce(atMicros, out, new int[] {next}, 0);
  }

  void keepalive(long atMicros, MrtWriter out) throws IOException {
    out.keepalive(atMicros, link);
  }

  /** The session leaves Established, and all that it announced with it. */
  void reset(long atMicros, MrtWriter out) throws IOException {
    lost =
        held.stream()
            .boxed()
            .sorted(Comparator.comparing(place -> catalog.get(place).originAsn()))
            .mapToInt(Integer::intValue)
            .toArray();
    held.clear();
    out.stateChange(atMicros, link, 6, 1);
  }

  void stateChange(long atMicros, MrtWriter out, int from, int to) throws IOException {
    out.stateChange(atMicros, link, from, to);
  }

  void open(long atMicros, MrtWriter out) throws IOException {
    out.open(atMicros, link, HOLD_SECONDS);
  }

  /** Announces a slice of what it held before the reset. */
  void resend(long atMicros, MrtWriter out, int slice, int slices) throws IOException {
    int from = slice * lost.length / slices;
    int to = (slice + 1) * lost.length / slices;
    announce(atMicros, out, Arrays.copyOfRange(lost, from, to), 0);
  }

  void endOfRib(long atMicros, MrtWriter out) throws IOException {
    out.endOfRibIpv4(atMicros, link);
    out.endOfRibIpv6(atMicros, link);
  }

  private BitSet heldOf(int[] places) {
    BitSet found = new BitSet();
    Arrays.stream(places).filter(held::get).forEach(found::set);
    return found;
  }

  private long[] prefixes(BitSet places) {
    if (places.cardinality() > MOST_PREFIXES) {
      throw new IllegalArgumentException("too many prefixes for one message");
    }
    return places.stream().mapToLong(place -> catalog.get(place).prefix()).toArray();
  }
}
