package io.nightlight.benchmark;

import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteShard;
import java.util.Arrays;

/** Hands operations to a shard in the form that it takes them in, many at a time. */
final class PlainBatch {
  private static final int FULL = 256;

  private final RouteShard shard;
  private final long[] sessionIds = new long[FULL];
  private final long[] peerAsns = new long[FULL];
  private final long[] ops = OpWords.room(FULL);
  private int tellers;
  private int size;

  PlainBatch(RouteShard shard) {
    this.shard = shard;
  }

  void add(BgpObservation observation, int kind, long prefix) {
    OpWords.put(
        ops,
        size,
        observation.observedAtMicros(),
        kind == RouteOps.RIB_ROW ? observation.ribStartedAtMicros() : observation.sequence(),
        prefix,
        RouteOps.source(teller(observation), kind),
        kind == RouteOps.WITHDRAW ? 0 : (int) observation.originAsn());
    if (++size == FULL) {
      flush();
    }
  }

  /** The last one or another; that one session has several places does no harm. */
  private int teller(BgpObservation observation) {
    long id = observation.session().id();
    if (tellers == 0 || sessionIds[tellers - 1] != id) {
      sessionIds[tellers] = id;
      peerAsns[tellers++] = observation.session().peerAsn();
    }
    return tellers - 1;
  }

  void flush() {
    if (size == 0) {
      return;
    }
    RouteShard.Accepted accepted =
        shard.accept(
            new RouteBatch(
                0,
                Long.MIN_VALUE,
                Arrays.copyOf(sessionIds, tellers),
                Arrays.copyOf(peerAsns, tellers),
                Arrays.copyOf(ops, OpWords.length(size)),
                RouteBatch.noPathIds()));
    if (accepted.late() > 0) {
      throw new IllegalStateException("late records: the loop cannot tell what becomes of them");
    }
    tellers = 0;
    size = 0;
  }
}
