package io.nightlight.domain.routes;

/**
 * Route operations on their way to one shard, as columns, with the tellers that they are of.
 *
 * @param shard the shard's key
 * @param passedMicros windows that end by then had passed for the input when the batch was filled:
 *     what is older than that is late, however far the shard is; {@link Long#MIN_VALUE} before the
 *     first
 * @param sessionIds {@link io.nightlight.domain.net.Session#id()} of each teller
 * @param peerAsns the AS of each teller
 * @param ribStarts when the table dump was begun that the teller's rows are of, in microseconds
 *     since 1970; 0 for updates
 * @param sources for each operation its {@linkplain RouteOps#source source}, with the teller's
 *     place in {@code sessionIds}
 * @param times microseconds since 1970
 * @param sequences orders what bears the same time
 * @param prefixes {@link io.nightlight.domain.net.Prefix} keys
 * @param origins the AS that originates each announced prefix, an unsigned number; 0 where unknown
 * @param pathIds path identifiers (RFC 7911), unsigned numbers; empty if no operation has one
 */
@SuppressWarnings("ArrayRecordComponent") // columns, never compared
public record RouteBatch(
    int shard,
    long passedMicros,
    long[] sessionIds,
    long[] peerAsns,
    long[] ribStarts,
    int[] sources,
    long[] times,
    long[] sequences,
    long[] prefixes,
    int[] origins,
    int[] pathIds) {

  private static final int[] NONE = {};

  /** No operations: only what has passed. */
  public static RouteBatch wake(int shard, long passedMicros) {
    return new RouteBatch(
        shard,
        passedMicros,
        new long[0],
        new long[0],
        new long[0],
        NONE,
        new long[0],
        new long[0],
        new long[0],
        NONE,
        NONE);
  }

  /** What says of no operation which path it is about. */
  public static int[] noPathIds() {
    return NONE;
  }

  public int size() {
    return sources.length;
  }

  /** The path that an operation is about; 0 if it says none. */
  public int pathId(int i) {
    return pathIds.length == 0 ? 0 : pathIds[i];
  }
}
