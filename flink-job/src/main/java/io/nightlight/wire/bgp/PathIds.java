package io.nightlight.wire.bgp;

/** Whether the prefixes of a message bear ADD-PATH's path identifiers (RFC 7911 section 3). */
public enum PathIds {
  ABSENT,
  PRESENT,
  /**
   * The carrier did not say, and collectors that know nothing of ADD-PATH record such sessions as
   * plain ones. Read without, unless that reading is impossible, or holds a default route beside
   * another prefix that nobody announces (shorter than /8 in IPv4 or /16 in IPv6: what the zeros of
   * a small path identifier look like), and the reading with path identifiers is without fault.
   */
  UNDECLARED
}
