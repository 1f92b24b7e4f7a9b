package io.nightlight.integration.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Who speaks, and what of: by default 20 peers, each an AS of its own, at four collectors, two of
 * RIS and two of RouteViews; all have all of the table.
 *
 * <p>Country {@link #C} has 100 /24s and 60 /48s, and so that it isn't alone on Earth there are
 * {@link #OTHERS}. Addresses and AS numbers of routers are those reserved for documentation (RFC
 * 5398, RFC 5737).
 */
public final class World {
  /** The first table dumps are begun then; midnight is far. */
  public static final Instant START = Instant.parse("2021-03-03T12:00:00Z");

  /** The country that things happen to. */
  public static final String C = "PT";

  public static final List<String> OTHERS = List.of("GR", "KE", "LK", "NZ", "UY", "MN");

  public static final List<String> COLLECTORS =
      List.of("rrc71", "rrc72", "route-views.w3", "route-views.w4");

  private World() {}

  /** So long after {@link #START}. */
  public static Instant minute(long minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }

  /** As {@link #minute}, and seconds. */
  public static Instant time(long minutes, long seconds) {
    return minute(minutes).plusSeconds(seconds);
  }

  /** Five peers at each of the four collectors. */
  public static List<Peer> twentyPeers() {
    List<Peer> peers = new ArrayList<>();
    for (String collector : COLLECTORS) {
      peers.addAll(peersAt(collector, 5, peers.size()));
    }
    return peers;
  }

  /**
   * Peers at one collector.
   *
   * @param before how many peers the world has already: none may have the same AS
   */
  public static List<Peer> peersAt(String collector, int count, int before) {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(new Peer(collector, "198.51.100." + (10 + before + i), asn(before + i)));
    }
    return peers;
  }

  /** The 32 AS numbers for documentation, the last ten kept for origins. */
  public static long asn(int index) {
    if (index >= 22) {
      throw new IllegalArgumentException("there are 22 AS numbers for peers");
    }
    return index < 15 ? 64496 + index : 65536 + index - 15;
  }

  /** Those of the peers that speak to one collector. */
  public static List<Peer> at(String collector, List<Peer> peers) {
    return peers.stream().filter(peer -> peer.collector().equals(collector)).toList();
  }

  /** The 100 /24s of {@link #C}. */
  public static long[] ipv4OfC() {
    return CountrySpace.ipv4Blocks(C, 100);
  }

  /** The 60 /48s of {@link #C}. */
  public static long[] ipv6OfC() {
    return CountrySpace.ipv6Blocks(C, 60);
  }

  /** What the other countries announce: 40 /24s and 20 /48s each. */
  public static long[] elsewhere() {
    return OTHERS.stream()
        .map(
            country ->
                all(CountrySpace.ipv4Blocks(country, 40), CountrySpace.ipv6Blocks(country, 20)))
        .flatMapToLong(Arrays::stream)
        .toArray();
  }

  /** All there is. */
  public static long[] table() {
    return all(elsewhere(), ipv6OfC(), ipv4OfC());
  }

  /** Prefixes one behind the other. */
  public static long[] all(long[]... parts) {
    return Arrays.stream(parts).flatMapToLong(Arrays::stream).toArray();
  }

  /** The first prefixes without the second. */
  public static long[] without(long[] prefixes, long... left) {
    List<Long> out = LongStream.of(left).boxed().toList();
    return LongStream.of(prefixes).filter(prefix -> !out.contains(prefix)).toArray();
  }

  /** One list and the other behind it. */
  public static <T> List<T> both(List<T> one, List<T> other) {
    List<T> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  /**
   * A recording in which every peer has the whole table from {@link #START} on; nobody has said
   * anything yet.
   */
  public static Recording recording(List<Peer> peers) {
    return emptyRecording(peers).dumpAll(START, table());
  }

  /** A recording of which nothing is there yet. */
  public static Recording emptyRecording(List<Peer> peers) {
    return new Recording(peers, elsewhere()[0]);
  }
}
