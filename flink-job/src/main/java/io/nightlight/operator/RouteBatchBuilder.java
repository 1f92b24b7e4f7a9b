package io.nightlight.operator;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.routes.OpWords;
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
  private int[] speakers = new int[8];

  /** Where each speaker's latest teller stands, + 1; 0 if it has none in the batch. */
  private int[] places = new int[8];

  private int size;
  private final long[] ops = OpWords.room(FULL);
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

  /**
   * @param speaker a small number for the session, the same for all builders
   */
  void add(BgpObservation observation, int speaker, int kind, long prefix) {
    int place = place(observation, speaker);
    add(observation, RouteOps.source(place, kind), prefix, kind);
  }

  void addOfOnePath(BgpObservation observation, int speaker, int kind, long prefix, int pathId) {
    if (pathIds.length == 0) {
      pathIds = new int[FULL];
    }
    pathIds[size] = pathId;
    int place = place(observation, speaker);
    add(observation, RouteOps.sourceOfOnePath(place, kind), prefix, kind);
  }

  private void add(BgpObservation observation, int source, long prefix, int kind) {
    int origin = kind == RouteOps.WITHDRAW ? 0 : (int) observation.originAsn();
    OpWords.put(
        ops, size, observation.observedAtMicros(), observation.sequence(), prefix, source, origin);
    size++;
  }

  private int place(BgpObservation observation, int speaker) {
    if (speaker >= places.length) {
      places = Arrays.copyOf(places, Math.max(speaker + 1, 2 * places.length));
    }
    int known = places[speaker] - 1;
    if (known >= 0 && ribStarts[known] == observation.ribStartedAtMicros()) {
      return known;
    }
    Session session = observation.session();
    if (tellers == sessionIds.length) {
      sessionIds = Arrays.copyOf(sessionIds, tellers * 2);
      peerAsns = Arrays.copyOf(peerAsns, tellers * 2);
      ribStarts = Arrays.copyOf(ribStarts, tellers * 2);
      speakers = Arrays.copyOf(speakers, tellers * 2);
    }
    sessionIds[tellers] = session.id();
    peerAsns[tellers] = session.peerAsn();
    ribStarts[tellers] = observation.ribStartedAtMicros();
    speakers[tellers] = speaker;
    places[speaker] = tellers + 1;
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
            Arrays.copyOf(ops, OpWords.length(size)),
            Arrays.copyOf(pathIds, pathIds.length == 0 ? 0 : size));
    for (int i = 0; i < tellers; i++) {
      places[speakers[i]] = 0;
    }
    size = 0;
    tellers = 0;
    pathIds = RouteBatch.noPathIds();
    return batch;
  }
}
