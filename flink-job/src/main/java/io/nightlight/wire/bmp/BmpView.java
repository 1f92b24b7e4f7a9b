package io.nightlight.wire.bmp;

/**
 * On which side of the router's inbound policy its peers' routes are read (RFC 7854 section 3). A
 * router may send both, and the same route must not count on both.
 */
public enum BmpView {
  /** As the peer sent them. */
  PRE_POLICY,
  /** As the router's policy left them. */
  POST_POLICY,
  /**
   * Both into one table: right where each router sends only one of the two; where it sends both,
   * the later word counts.
   */
  EITHER;

  boolean includes(boolean postPolicy) {
    return this == EITHER || (this == POST_POLICY) == postPolicy;
  }
}
