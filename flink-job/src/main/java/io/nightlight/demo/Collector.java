package io.nightlight.demo;

import java.util.Arrays;
import java.util.List;

/**
 * The four collectors and who speaks to them. 18 autonomous systems hold 22 sessions: four of them
 * speak to two collectors, and must count once. Their numbers and addresses are those reserved for
 * documentation (RFC 5398, RFC 5737, RFC 3849), so that nothing here is ever taken for what a real
 * network said.
 */
enum Collector {
  RRC90(1, "rrc90", Style.RIS, 64496, 64497, 64498, 64499, 65536, 65537),
  RRC91(2, "rrc91", Style.RIS, 64500, 64501, 64502, 65538, 64496),
  DEMO1(3, "route-views.demo1", Style.ROUTE_VIEWS, 64503, 64504, 64505, 65539, 65540, 64500),
  DEMO2(4, "route-views.demo2", Style.ROUTE_VIEWS, 64506, 64507, 65541, 64497, 65536);

  /** How an archive writes. */
  enum Style {
    /** Microseconds, KEEPALIVE and OPEN messages, changes of state. */
    RIS,
    /** Whole seconds and UPDATE messages only: a lost session is never written down. */
    ROUTE_VIEWS
  }

  /** They hold every fourth route, and none of North Korea's. */
  private static final List<Long> PARTIAL_FEEDS = List.of(64502L, 65541L);

  private final int number;
  private final String shortName;
  private final Style style;

  @SuppressWarnings("ImmutableEnumChecker") // Stream.toList gives an unmodifiable one
  private final List<Long> peerAsns;

  Collector(int number, String shortName, Style style, long... peerAsns) {
    this.number = number;
    this.shortName = shortName;
    this.style = style;
    this.peerAsns = Arrays.stream(peerAsns).boxed().toList();
  }

  /** From 1; part of addresses. */
  int number() {
    return number;
  }

  /** As sessions name it. */
  String shortName() {
    return shortName;
  }

  Style style() {
    return style;
  }

  /** In the order of the peer index table. */
  List<Long> peerAsns() {
    return peerAsns;
  }

  static boolean isPartialFeed(long asn) {
    return PARTIAL_FEEDS.contains(asn);
  }
}
