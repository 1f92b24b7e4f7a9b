package io.nightlight.operator;

/**
 * Route operations on their way to one shard, as columns, with the sessions that they are of.
 *
 * @param shard the shard's key
 * @param sessionIds the sessions met in the batch
 * @param peerAsns the AS of each of them
 * @param sources for each operation the session's place in {@code sessionIds}, times 4, plus the
 *     kind ({@link io.nightlight.domain.routes.RouteOps})
 * @param times microseconds since 1970
 * @param sequences orders what bears the same time
 * @param prefixes {@link io.nightlight.domain.net.Prefix} keys
 */
@SuppressWarnings("ArrayRecordComponent") // columns, never compared
public record RouteBatch(
    int shard,
    long[] sessionIds,
    long[] peerAsns,
    int[] sources,
    long[] times,
    long[] sequences,
    long[] prefixes) {}
