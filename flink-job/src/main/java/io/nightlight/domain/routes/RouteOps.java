package io.nightlight.domain.routes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Route operations that wait for the end of their window, as columns: what a session said of a
 * prefix, and when.
 *
 * <p>What counts is the order of each session by (observedAt, sequence, withdrawals before
 * announcements); sessions never depend on one another. Operations mostly come in that order, and
 * are put into it where they did not. An operation that came twice stands twice, which changes
 * nothing.
 */
public final class RouteOps {
  /** The session no longer has the prefix. */
  public static final int WITHDRAW = 0;

  /** The session has the prefix. */
  public static final int ANNOUNCE = 1;

  /** The session had the prefix when its collector dumped the table. */
  public static final int RIB_ROW = 2;

  private static final int KIND = 0b11;
  private static final int OF_ONE_PATH = 0b100;
  private static final int SOURCE_SHIFT = 3;
  private static final int[] NONE = {};

  private int size;

  /** How many there is room for in columns that are nobody else's. */
  private int room;

  private long[] times;
  private long[] sequences;
  private long[] prefixes;
  private int[] sources;
  private int[] origins;

  /** Empty as long as no operation is of one path. */
  private int[] pathIds = NONE;

  /**
   * The place of each slot's latest operation, + 1; null once the order is not known to be right.
   */
  private int @Nullable [] latest = new int[8];

  /**
   * The columns, each as long as there are operations.
   *
   * @param sequences for {@link #RIB_ROW} when its dump was begun
   * @param sources see {@link #source}, of session slots
   * @param pathIds empty if no operation is of one path
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(
      long[] times,
      long[] sequences,
      long[] prefixes,
      int[] sources,
      int[] origins,
      int[] pathIds) {}

  /**
   * @param capacity how many operations there may well be
   */
  RouteOps(int capacity) {
    this(
        new Columns(
            new long[capacity],
            new long[capacity],
            new long[capacity],
            new int[capacity],
            new int[capacity],
            NONE),
        0);
  }

  private RouteOps(Columns columns, int size) {
    this.size = size;
    room = columns.times().length;
    times = columns.times();
    sequences = columns.sequences();
    prefixes = columns.prefixes();
    sources = columns.sources();
    origins = columns.origins();
    pathIds = columns.pathIds();
  }

  /**
   * Where an operation comes from and what it is, as one number.
   *
   * @param place of the session in some list
   * @param kind {@link #WITHDRAW}, {@link #ANNOUNCE} or {@link #RIB_ROW}
   */
  public static int source(int place, int kind) {
    return place << SOURCE_SHIFT | kind;
  }

  /** The same about one of several paths only (RFC 7911). */
  public static int sourceOfOnePath(int place, int kind) {
    return source(place, kind) | OF_ONE_PATH;
  }

  public static int place(int source) {
    return source >>> SOURCE_SHIFT;
  }

  public static int kind(int source) {
    return source & KIND;
  }

  public static boolean isOfOnePath(int source) {
    return (source & OF_ONE_PATH) != 0;
  }

  void add(long timeMicros, long sequence, long prefix, int source, int origin, int pathId) {
    if (size == room) {
      grow(size + (size >> 1) + 8);
    }
    times[size] = timeMicros;
    sequences[size] = sequence;
    prefixes[size] = prefix;
    sources[size] = source;
    origins[size] = origin;
    if (isOfOnePath(source)) {
      if (pathIds.length == 0) {
        pathIds = new int[times.length];
      }
      pathIds[size] = pathId;
    }
    size++;
    noteOrder(place(source));
  }

  private void grow(int capacity) {
    room = capacity;
    times = Arrays.copyOf(times, capacity);
    sequences = Arrays.copyOf(sequences, capacity);
    prefixes = Arrays.copyOf(prefixes, capacity);
    sources = Arrays.copyOf(sources, capacity);
    origins = Arrays.copyOf(origins, capacity);
    if (pathIds.length > 0) {
      pathIds = Arrays.copyOf(pathIds, capacity);
    }
  }

  private void noteOrder(int slot) {
    if (latest == null) {
      return;
    }
    if (slot >= latest.length) {
      latest = Arrays.copyOf(latest, Math.max(slot + 1, 2 * latest.length));
    }
    int before = latest[slot] - 1;
    if (before >= 0 && compare(before, size - 1) > 0) {
      latest = null;
    } else {
      latest[slot] = size;
    }
  }

  int size() {
    return size;
  }

  long timeMicros(int i) {
    return times[i];
  }

  long sequence(int i) {
    return sequences[i];
  }

  long prefix(int i) {
    return prefixes[i];
  }

  int source(int i) {
    return sources[i];
  }

  int origin(int i) {
    return origins[i];
  }

  int pathId(int i) {
    return pathIds.length == 0 ? 0 : pathIds[i];
  }

  boolean hasAnyOf(int slot) {
    for (int i = 0; i < size; i++) {
      if (place(sources[i]) == slot) {
        return true;
      }
    }
    return false;
  }

  private int compare(int a, int b) {
    int byTime = Long.compare(times[a], times[b]);
    if (byTime != 0) {
      return byTime;
    }
    int bySequence = Long.compare(sequences[a], sequences[b]);
    return bySequence != 0 ? bySequence : Integer.compare(kind(sources[a]), kind(sources[b]));
  }

  /** Puts the operations into the order that counts. */
  void sort() {
    if (latest != null) {
      return;
    }
    Comparator<Integer> order = this::compare;
    int[] from = IntStream.range(0, size).boxed().sorted(order).mapToInt(i -> i).toArray();
    long[] sortedTimes = new long[size];
    long[] sortedSequences = new long[size];
    long[] sortedPrefixes = new long[size];
    int[] sortedSources = new int[size];
    int[] sortedOrigins = new int[size];
    int[] sortedPathIds = pathIds.length == 0 ? pathIds : new int[size];
    for (int i = 0; i < size; i++) {
      sortedTimes[i] = times[from[i]];
      sortedSequences[i] = sequences[from[i]];
      sortedPrefixes[i] = prefixes[from[i]];
      sortedSources[i] = sources[from[i]];
      sortedOrigins[i] = origins[from[i]];
      if (pathIds.length > 0) {
        sortedPathIds[i] = pathIds[from[i]];
      }
    }
    room = size;
    times = sortedTimes;
    sequences = sortedSequences;
    prefixes = sortedPrefixes;
    sources = sortedSources;
    origins = sortedOrigins;
    pathIds = sortedPathIds;
    latest = new int[8];
    for (int i = 0; i < size; i++) {
      int slot = place(sources[i]);
      if (slot >= latest.length) {
        latest = Arrays.copyOf(latest, Math.max(slot + 1, 2 * latest.length));
      }
      latest[slot] = i + 1;
    }
  }

  /** Shares nothing with these. */
  Columns columns() {
    return new Columns(
        Arrays.copyOf(times, size),
        Arrays.copyOf(sequences, size),
        Arrays.copyOf(prefixes, size),
        Arrays.copyOf(sources, size),
        Arrays.copyOf(origins, size),
        Arrays.copyOf(pathIds, pathIds.length == 0 ? 0 : size));
  }

  /**
   * The same operations, to which either goes on to add its own. They share what both have, which
   * is never changed in place, and the next one that is added makes room of its own.
   */
  RouteOps copy() {
    Columns shared = new Columns(times, sequences, prefixes, sources, origins, pathIds);
    RouteOps copy = new RouteOps(shared, size);
    room = size;
    copy.room = size;
    copy.latest = latest == null ? null : latest.clone();
    return copy;
  }

  /** Takes the columns over. */
  static RouteOps of(Columns columns) {
    RouteOps ops = new RouteOps(columns, 0);
    while (ops.size < columns.times().length) {
      ops.size++;
      ops.noteOrder(place(ops.sources[ops.size - 1]));
    }
    return ops;
  }
}
