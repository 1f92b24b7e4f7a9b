package io.nightlight.domain.routes;

import io.nightlight.domain.net.Session;

/** Batches of a single operation. */
final class Batches {
  private Batches() {}

  /**
   * @param ribStart for a dump's row when the dump was begun
   */
  static RouteBatch of(
      Session session, int kind, long at, long sequence, long prefix, long ribStart) {
    return of(session, RouteOps.source(0, kind), at, sequence, prefix, ribStart, 0);
  }

  static RouteBatch ofOnePath(Session session, int kind, long at, long prefix, int pathId) {
    return of(session, RouteOps.sourceOfOnePath(0, kind), at, at, prefix, 0, pathId);
  }

  static RouteBatch of(
      Session session, int source, long at, long sequence, long prefix, long ribStart, int pathId) {
    int origin = (int) session.peerAsn();
    return of(session, source, at, sequence, prefix, ribStart, origin, pathId);
  }

  static RouteBatch of(
      Session session,
      int source,
      long at,
      long sequence,
      long prefix,
      long ribStart,
      int origin,
      int pathId) {
    long[] ops = OpWords.room(1);
    boolean isRow = RouteOps.kind(source) == RouteOps.RIB_ROW;
    OpWords.put(ops, 0, at, isRow ? ribStart : sequence, prefix, source, origin);
    return new RouteBatch(
        0,
        Long.MIN_VALUE,
        new long[] {session.id()},
        new long[] {session.peerAsn()},
        ops,
        new int[] {pathId});
  }
}
