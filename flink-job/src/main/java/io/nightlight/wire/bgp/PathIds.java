package io.nightlight.wire.bgp;

/** Whether the prefixes of a message bear ADD-PATH's path identifiers (RFC 7911 section 3). */
public enum PathIds {
  ABSENT,
  PRESENT,
  /**
   * The carrier did not say. Read without, unless that reading begins with the default route twice
   * in a row: no router says that, and it is what the upper half of a small path identifier looks
   * like. Collectors that know nothing of ADD-PATH record such sessions as plain ones.
   */
  UNDECLARED
}
