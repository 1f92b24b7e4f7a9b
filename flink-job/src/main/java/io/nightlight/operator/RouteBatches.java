package io.nightlight.operator;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import java.util.Arrays;

/**
 * Collects the operations for all shards until they are worth records, those of each address family
 * by themselves: shards keep batches as they come. Operations go to hundreds of places in turn, so
 * that each must touch as little memory as can be: all of them lie in one array, and whose they are
 * is looked up only when a batch leaves.
 */
final class RouteBatches {
  static final int FULL = 256;

  /** For each shard one of IPv4 and one of IPv6. */
  static final int COUNT = 2 * Shards.COUNT;

  private final long[] ops = OpWords.room(COUNT * FULL);
  private final int[] sizes = new int[COUNT];

  /** By batch; empty where no operation has one. */
  private final int[][] pathIds = new int[COUNT][0];

  /** By speaker. */
  private long[] sessionIds = new long[8];

  private long[] peerAsns = new long[8];

  /** By speaker its place among the tellers of a batch, + 1; 0 but while one leaves. */
  private int[] places = new int[8];

  /** The speakers of a batch that leaves. */
  private int[] tellers = new int[8];

  /**
   * @param speaker a small number for the session
   */
  void introduce(int speaker, Session session) {
    if (speaker >= places.length) {
      int room = Math.max(speaker + 1, 2 * places.length);
      sessionIds = Arrays.copyOf(sessionIds, room);
      peerAsns = Arrays.copyOf(peerAsns, room);
      places = Arrays.copyOf(places, room);
      tellers = Arrays.copyOf(tellers, room);
    }
    sessionIds[speaker] = session.id();
    peerAsns[speaker] = session.peerAsn();
  }

  /** The batch that operations on a prefix belong in, from 0 to below {@link #COUNT}. */
  static int of(long prefix) {
    return 2 * Shards.of(prefix) + (Prefix.isIpv6(prefix) ? 1 : 0);
  }

  boolean isEmpty(int batch) {
    return sizes[batch] == 0;
  }

  boolean isFull(int batch) {
    return sizes[batch] == FULL;
  }

  /** Adds an operation of a speaker who was introduced, to a batch that is not full. */
  void add(int batch, BgpObservation observation, int speaker, int kind, long prefix) {
    put(batch, observation, RouteOps.source(speaker, kind), kind, prefix);
  }

  void addOfOnePath(
      int batch, BgpObservation observation, int speaker, int kind, long prefix, int pathId) {
    if (pathIds[batch].length == 0) {
      pathIds[batch] = new int[FULL];
    }
    pathIds[batch][sizes[batch]] = pathId;
    put(batch, observation, RouteOps.sourceOfOnePath(speaker, kind), kind, prefix);
  }

  private void put(int batch, BgpObservation observation, int source, int kind, long prefix) {
    long sequence =
        kind == RouteOps.RIB_ROW ? observation.ribStartedAtMicros() : observation.sequence();
    int origin = kind == RouteOps.WITHDRAW ? 0 : (int) observation.originAsn();
    int at = batch * FULL + sizes[batch]++;
    OpWords.put(ops, at, observation.observedAtMicros(), sequence, prefix, source, origin);
  }

  /**
   * Empties a batch.
   *
   * @param passedMicros see {@link RouteBatch#passedMicros}
   */
  RouteBatch take(int batch, long passedMicros) {
    int size = sizes[batch];
    int from = OpWords.length(batch * FULL);
    long[] taken = Arrays.copyOfRange(ops, from, from + OpWords.length(size));
    int count = 0;
    for (int i = 0; i < size; i++) {
      int speaker = RouteOps.place(OpWords.source(taken, i));
      if (places[speaker] == 0) {
        tellers[count++] = speaker;
        places[speaker] = count;
      }
      int place = places[speaker] - 1;
      OpWords.setSource(taken, i, RouteOps.sourceAt(place, OpWords.source(taken, i)));
    }
    long[] ids = new long[count];
    long[] asns = new long[count];
    for (int place = 0; place < count; place++) {
      ids[place] = sessionIds[tellers[place]];
      asns[place] = peerAsns[tellers[place]];
      places[tellers[place]] = 0;
    }
    int[] paths = pathIds[batch].length == 0 ? pathIds[batch] : Arrays.copyOf(pathIds[batch], size);
    pathIds[batch] = RouteBatch.noPathIds();
    sizes[batch] = 0;
    return new RouteBatch(Shards.key(batch / 2), passedMicros, ids, asns, taken, paths);
  }
}
