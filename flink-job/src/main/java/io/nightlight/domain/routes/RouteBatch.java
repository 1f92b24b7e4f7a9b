package io.nightlight.domain.routes;

import java.util.BitSet;

/**
 * Route operations on their way to one shard, with the tellers that they are of.
 *
 * @param shard the shard's key
 * @param passedMicros windows that end by then had passed for the input when the batch was filled:
 *     what is older than that is late, however far the shard is; {@link Long#MIN_VALUE} before the
 *     first
 * @param sessionIds {@link io.nightlight.domain.net.Session#id()} of each teller
 * @param peerAsns the AS of each teller
 * @param ops the operations as {@link OpWords}; the place in a {@linkplain RouteOps#source source}
 *     is the teller's in {@code sessionIds}; the sequence of a {@link RouteOps#RIB_ROW} says when
 *     its dump was begun
 * @param pathIds path identifiers (RFC 7911), unsigned numbers; empty if no operation has one
 */
@SuppressWarnings("ArrayRecordComponent") // columns, never compared
public record RouteBatch(
    int shard, long passedMicros, long[] sessionIds, long[] peerAsns, long[] ops, int[] pathIds) {

  private static final int[] NO_PATH_IDS = {};
  private static final long[] NONE = {};

  /** No operations: only what has passed. */
  public static RouteBatch wake(int shard, long passedMicros) {
    return new RouteBatch(shard, passedMicros, NONE, NONE, NONE, NO_PATH_IDS);
  }

  /** What says of no operation which path it is about. */
  public static int[] noPathIds() {
    return NO_PATH_IDS;
  }

  /** The same batch without some of its operations. */
  RouteBatch without(BitSet those) {
    int size = size() - those.cardinality();
    long[] left = OpWords.room(size);
    int[] leftIds = new int[pathIds.length == 0 ? 0 : size];
    int to = 0;
    for (int i = those.nextClearBit(0); i < size(); i = those.nextClearBit(i + 1)) {
      OpWords.copy(ops, i, left, to);
      if (leftIds.length > 0) {
        leftIds[to] = pathIds[i];
      }
      to++;
    }
    return new RouteBatch(shard, passedMicros, sessionIds, peerAsns, left, leftIds);
  }

  public int size() {
    return OpWords.count(ops);
  }

  public long timeMicros(int i) {
    return OpWords.timeMicros(ops, i);
  }

  public long prefix(int i) {
    return OpWords.prefix(ops, i);
  }

  public int source(int i) {
    return OpWords.source(ops, i);
  }

  /** The path that an operation is about; 0 if it says none. */
  public int pathId(int i) {
    return pathIds.length == 0 ? 0 : pathIds[i];
  }
}
