package io.nightlight.operator;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import java.util.Arrays;

/** Collects the operations for one shard until they are worth a record. */
final class RouteBatchBuilder {
  static final int FULL = 256;

  private final int shard;
  private int tellers;
  private long[] sessionIds = new long[8];
  private long[] peerAsns = new long[8];
  private long[] ribStarts = new long[8];
  private int size;
  private final int[] sources = new int[FULL];
  private final long[] times = new long[FULL];
  private final long[] sequences = new long[FULL];
  private final long[] prefixes = new long[FULL];
  private final int[] origins = new int[FULL];
  private int[] pathIds = RouteBatch.noPathIds();

  RouteBatchBuilder(int shard) {
    this.shard = shard;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == FULL;
  }

  void add(BgpObservation observation, int kind, long prefix) {
    int place = place(observation.session(), observation.ribStartedAtMicros());
    add(observation, RouteOps.source(place, kind), prefix, kind);
  }

  void addOfOnePath(BgpObservation observation, int kind, long prefix, int pathId) {
    if (pathIds.length == 0) {
      pathIds = new int[FULL];
    }
    pathIds[size] = pathId;
    int place = place(observation.session(), observation.ribStartedAtMicros());
    add(observation, RouteOps.sourceOfOnePath(place, kind), prefix, kind);
  }

  private void add(BgpObservation observation, int source, long prefix, int kind) {
    sources[size] = source;
    times[size] = observation.observedAtMicros();
    sequences[size] = observation.sequence();
    prefixes[size] = prefix;
    origins[size] = kind == RouteOps.WITHDRAW ? 0 : (int) observation.originAsn();
    size++;
  }

  /** Messages come in runs of one session, so the search starts where the last one ended. */
  private int place(Session session, long ribStart) {
    for (int i = tellers - 1; i >= 0; i--) {
      if (sessionIds[i] == session.id() && ribStarts[i] == ribStart) {
        return i;
      }
    }
    if (tellers == sessionIds.length) {
      sessionIds = Arrays.copyOf(sessionIds, tellers * 2);
      peerAsns = Arrays.copyOf(peerAsns, tellers * 2);
      ribStarts = Arrays.copyOf(ribStarts, tellers * 2);
    }
    sessionIds[tellers] = session.id();
    peerAsns[tellers] = session.peerAsn();
    ribStarts[tellers] = ribStart;
    return tellers++;
  }

  /**
   * @param passedMicros see {@link RouteBatch#passedMicros}
   */
  RouteBatch take(long passedMicros) {
    RouteBatch batch =
        new RouteBatch(
            shard,
            passedMicros,
            Arrays.copyOf(sessionIds, tellers),
            Arrays.copyOf(peerAsns, tellers),
            Arrays.copyOf(ribStarts, tellers),
            Arrays.copyOf(sources, size),
            Arrays.copyOf(times, size),
            Arrays.copyOf(sequences, size),
            Arrays.copyOf(prefixes, size),
            Arrays.copyOf(origins, size),
            Arrays.copyOf(pathIds, pathIds.length == 0 ? 0 : size));
    size = 0;
    tellers = 0;
    pathIds = RouteBatch.noPathIds();
    return batch;
  }
}
