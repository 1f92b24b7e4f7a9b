package io.nightlight.operator;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.RouteBatch;
import io.nightlight.domain.routes.RouteOps;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Collects the operations for all shards until they are worth records. They are written down one
 * after the other as they come, and parted by shard all at once: operations go to hundreds of
 * places in turn, and between two of them a message is decoded that would drive those places out of
 * the cache.
 */
final class RouteBatches {
  /** Some hundreds for each shard. */
  static final int FULL = 1 << 17;

  /** So many windows are told apart: sources that are not equally far take turns. */
  private static final int WINDOWS = 4;

  /** Of each shard those of IPv4 and those of IPv6, which lie in two tables, window by window. */
  private static final int GROUPS_OF_SHARD = 2 * WINDOWS;

  private static final int GROUPS = GROUPS_OF_SHARD * Shards.COUNT;

  private final long[] ops = OpWords.room(FULL);
  private final short[] groups = new short[FULL];
  private final int[] sizes = new int[GROUPS];
  private int size;

  /** Of the observation that is being taken apart. */
  private int speaker;

  private int windowGroup;
  private long timeMicros;
  private long sequence;
  private long ribStartedAtMicros;
  private int origin;

  /** Empty where no operation has one. */
  private int[] pathIds = RouteBatch.noPathIds();

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

  boolean isFull() {
    return size == FULL;
  }

  /**
   * What is added next is of this observation.
   *
   * @param number of the speaker, who was introduced
   * @param window a number of the window that it is in; operations of one number lie side by side
   */
  void turnTo(BgpObservation observation, int number, long window) {
    speaker = number;
    windowGroup = (int) window & WINDOWS - 1;
    timeMicros = observation.observedAtMicros();
    sequence = observation.sequence();
    ribStartedAtMicros = observation.ribStartedAtMicros();
    origin = (int) observation.originAsn();
  }

  /** Adds an operation; there must be room. */
  void add(int kind, long prefix) {
    put(RouteOps.source(speaker, kind), kind, prefix);
  }

  void addOfOnePath(int kind, long prefix, int pathId) {
    if (pathIds.length == 0) {
      pathIds = new int[FULL];
    }
    pathIds[size] = pathId;
    put(RouteOps.sourceOfOnePath(speaker, kind), kind, prefix);
  }

  private void put(int source, int kind, long prefix) {
    int family = Prefix.isIpv6(prefix) ? WINDOWS : 0;
    int group = GROUPS_OF_SHARD * Shards.of(prefix) + family + windowGroup;
    groups[size] = (short) group;
    sizes[group]++;
    OpWords.put(
        ops,
        size++,
        timeMicros,
        kind == RouteOps.RIB_ROW ? ribStartedAtMicros : sequence,
        prefix,
        source,
        kind == RouteOps.WITHDRAW ? 0 : origin);
  }

  /**
   * Takes out all operations as one batch for each shard that has any; those of IPv4 come first.
   *
   * @param passedMicros see {@link RouteBatch#passedMicros}
   */
  void takeAll(long passedMicros, Consumer<RouteBatch> out) {
    if (size == 0) {
      return;
    }
    long[][] parted = new long[Shards.COUNT][];
    int[][] partedIds = new int[Shards.COUNT][];
    part(parted, partedIds);
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (parted[shard] != null) {
        out.accept(batch(Shards.key(shard), passedMicros, parted[shard], partedIds[shard]));
      }
    }
    Arrays.fill(sizes, 0);
    size = 0;
    pathIds = RouteBatch.noPathIds();
  }

  private void part(long[][] parted, int[][] partedIds) {
    int[] next = new int[GROUPS];
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      int all = 0;
      for (int i = 0; i < GROUPS_OF_SHARD; i++) {
        int group = GROUPS_OF_SHARD * shard + i;
        next[group] = all;
        all += sizes[group];
      }
      if (all > 0) {
        parted[shard] = OpWords.room(all);
        partedIds[shard] = pathIds.length == 0 ? pathIds : new int[all];
      }
    }
    for (int i = 0; i < size; i++) {
      int group = groups[i];
      int shard = group / GROUPS_OF_SHARD;
      int at = next[group]++;
      OpWords.copy(ops, i, parted[shard], at);
      if (pathIds.length > 0) {
        partedIds[shard][at] = pathIds[i];
      }
    }
  }

  private RouteBatch batch(int key, long passedMicros, long[] taken, int[] ids) {
    int count = 0;
    for (int i = 0; i < OpWords.count(taken); i++) {
      int source = OpWords.source(taken, i);
      int speaker = RouteOps.place(source);
      if (places[speaker] == 0) {
        tellers[count++] = speaker;
        places[speaker] = count;
      }
      OpWords.setSource(taken, i, RouteOps.sourceAt(places[speaker] - 1, source));
    }
    long[] tellerIds = new long[count];
    long[] asns = new long[count];
    for (int place = 0; place < count; place++) {
      tellerIds[place] = sessionIds[tellers[place]];
      asns[place] = peerAsns[tellers[place]];
      places[tellers[place]] = 0;
    }
    return new RouteBatch(key, passedMicros, tellerIds, asns, taken, ids);
  }
}
