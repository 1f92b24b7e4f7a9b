package io.nightlight.demo;

import io.nightlight.domain.net.Prefix;
import io.nightlight.schema.BgpMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which address blocks most peers of the reconstruction reach, counted as plainly as possible and
 * with nothing of the detector's own: a session votes from its table dump on, and not between its
 * loss and its End-of-RIB.
 */
final class PlainVote {
  private final RouteCatalog catalog;
  private final Map<Long, Integer> places = new HashMap<>();

  /** Session, as collector and address, to the routes it holds. */
  private final Map<String, BitSet> held = new TreeMap<>();

  private final Map<String, Long> asns = new HashMap<>();
  private final Set<String> mute = new HashSet<>();
  private final Map<Integer, Set<Long>> members = new HashMap<>();

  /** Routes that somebody spoke of since the last count, and what was counted then. */
  private final BitSet touched = new BitSet();

  private final BitSet visible = new BitSet();
  private final Map<String, Integer> counts = new HashMap<>();

  PlainVote(RouteCatalog catalog) {
    this.catalog = catalog;
    for (int place = 0; place < catalog.size(); place++) {
      places.put(catalog.get(place).prefix(), place);
    }
  }

  void hear(BgpMessage message) {
    String session = message.getCollector() + " " + message.getPeerAddress();
    BitSet table = held.computeIfAbsent(session, key -> new BitSet());
    asns.put(session, message.getPeerAsn());
    switch (message.getKind()) {
      case PEER_DOWN -> {
        touched.or(table);
        table.clear();
        mute.add(session);
      }
      case UPDATE, RIB_ROW -> {
        for (int place : places(message.getWithdrawnIpv4(), message.getWithdrawnIpv6())) {
          table.clear(place);
          touched.set(place);
        }
        for (int place : places(message.getAnnouncedIpv4(), message.getAnnouncedIpv6())) {
          table.set(place);
          touched.set(place);
          members.computeIfAbsent(place, key -> new HashSet<>()).add(message.getPeerAsn());
        }
        if (message.getEndOfRib()) {
          mute.remove(session);
          touched.or(table);
        }
      }
      default -> {}
    }
  }

  Set<String> sessions() {
    return held.keySet();
  }

  Set<Long> asns() {
    return new HashSet<>(asns.values());
  }

  /** The IPv4 blocks of every country that most of the ASNs which ever had them have now. */
  Map<String, Integer> visibleBlocks() {
    Set<String> changed = new HashSet<>();
    touched.stream()
        .filter(place -> visible.get(place) != isVisible(place))
        .forEach(
            place -> {
              visible.flip(place);
              changed.add(catalog.get(place).country());
            });
    touched.clear();
    changed.forEach(country -> counts.put(country, count(country)));
    return Map.copyOf(counts);
  }

  private int count(String country) {
    Set<Long> blocks = new HashSet<>();
    for (int place : catalog.ofCountry(country)) {
      long prefix = catalog.get(place).prefix();
      if (visible.get(place) && !Prefix.isIpv6(prefix)) {
        for (long i = 0; i < Prefix.blockCount(prefix); i++) {
          blocks.add(Prefix.firstBlock(prefix) + i);
        }
      }
    }
    return blocks.size();
  }

  boolean isVisible(int place) {
    Set<Long> having = new HashSet<>();
    Set<Long> voting = new HashSet<>();
    held.forEach(
        (session, table) -> {
          long asn = asns.get(session);
          if (!mute.contains(session) && members.getOrDefault(place, Set.of()).contains(asn)) {
            voting.add(asn);
            if (table.get(place)) {
              having.add(asn);
            }
          }
        });
    return !voting.isEmpty() && 2 * having.size() >= voting.size();
  }

  private List<Integer> places(ByteBuffer ipv4, ByteBuffer ipv6) {
    List<Integer> found = new ArrayList<>();
    ByteBuffer four = ipv4.duplicate();
    while (four.hasRemaining()) {
      int length = four.get();
      found.add(places.get(Prefix.ipv4((int) (bits(four, length) >>> 16), length)));
    }
    ByteBuffer six = ipv6.duplicate();
    while (six.hasRemaining()) {
      int length = six.get();
      found.add(places.get(Prefix.ipv6(bits(six, length), length)));
    }
    return found;
  }

  /** The first 48 bits. */
  private static long bits(ByteBuffer nlri, int length) {
    long bits = 0;
    for (int i = 0; i < 6; i++) {
      bits = bits << 8 | (i < (length + 7) / 8 ? nlri.get() & 0xFF : 0);
    }
    return bits;
  }
}
