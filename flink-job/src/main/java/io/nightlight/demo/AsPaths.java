package io.nightlight.demo;

import io.nightlight.domain.net.Prefix;

/**
 * The AS path over which a peer has a route: the peer, a network of transit, the origin's upstream,
 * the origin.
 */
final class AsPaths {
  /** Large transit networks of the time. */
  private static final long[] TRANSIT = {3356, 1299, 174, 2914, 3257, 6453, 6762, 1239, 701, 6461};

  private AsPaths() {}

  /**
   * @param variant which of the possible ways the peer takes now, from 0; other numbers may give
   *     the same way
   * @param detours how many networks lie on the way beyond the usual one, 0 to 3
   */
  static long[] path(long peerAsn, AnnouncedRoute route, int variant, int detours) {
    int first =
        Math.floorMod(Prefix.hash(peerAsn * 31 + route.originAsn()) + variant, TRANSIT.length);
    long[] path = new long[4 + detours];
    int length = 0;
    path[length++] = peerAsn;
    for (int i = 0; length < 2 + detours; i++) {
      long transit = TRANSIT[(first + i) % TRANSIT.length];
      if (transit != route.upstreamAsn()) {
        path[length++] = transit;
      }
    }
    path[length++] = route.upstreamAsn();
    path[length] = route.originAsn();
    return path;
  }
}
