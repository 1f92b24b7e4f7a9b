package io.nightlight.operator;

import io.nightlight.domain.net.Session;
import java.util.Arrays;

/** Collects the operations for one shard until they are worth a record. */
final class RouteBatchBuilder {
  static final int FULL = 256;

  private final int shard;
  private int sessions;
  private long[] sessionIds = new long[8];
  private long[] peerAsns = new long[8];
  private int size;
  private final int[] sources = new int[FULL];
  private final long[] times = new long[FULL];
  private final long[] sequences = new long[FULL];
  private final long[] prefixes = new long[FULL];

  RouteBatchBuilder(int shard) {
    this.shard = shard;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == FULL;
  }

  void add(Session session, int kind, long timeMicros, long sequence, long prefix) {
    sources[size] = place(session) << 2 | kind;
    times[size] = timeMicros;
    sequences[size] = sequence;
    prefixes[size] = prefix;
    size++;
  }

  /** Messages come in runs of one session, so the search starts where the last one ended. */
  private int place(Session session) {
    for (int i = sessions - 1; i >= 0; i--) {
      if (sessionIds[i] == session.id()) {
        return i;
      }
    }
    if (sessions == sessionIds.length) {
      sessionIds = Arrays.copyOf(sessionIds, sessions * 2);
      peerAsns = Arrays.copyOf(peerAsns, sessions * 2);
    }
    sessionIds[sessions] = session.id();
    peerAsns[sessions] = session.peerAsn();
    return sessions++;
  }

  RouteBatch take() {
    RouteBatch batch =
        new RouteBatch(
            shard,
            Arrays.copyOf(sessionIds, sessions),
            Arrays.copyOf(peerAsns, sessions),
            Arrays.copyOf(sources, size),
            Arrays.copyOf(times, size),
            Arrays.copyOf(sequences, size),
            Arrays.copyOf(prefixes, size));
    size = 0;
    sessions = 0;
    return batch;
  }
}
