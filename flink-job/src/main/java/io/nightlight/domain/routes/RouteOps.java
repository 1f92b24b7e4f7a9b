package io.nightlight.domain.routes;

import java.util.Arrays;

/**
 * Route operations of one window, as columns: what a session said of a prefix, and when.
 *
 * <p>Operations come in any order and are put into the one order that counts, (observedAt,
 * sequence, withdrawals before announcements), before they are applied. An operation that came
 * twice stands twice, which changes nothing.
 */
public final class RouteOps {
  /** The session no longer has the prefix. */
  public static final int WITHDRAW = 0;

  /** The session has the prefix. */
  public static final int ANNOUNCE = 1;

  /** The session had the prefix when its collector dumped the table. */
  public static final int RIB_ROW = 2;

  private static final int KIND_BITS = 2;

  private int size;
  private long[] times;
  private long[] sequences;
  private long[] prefixes;

  /** Session slot {@code << KIND_BITS |} kind. */
  private int[] sources;

  private boolean inOrder = true;

  public RouteOps() {
    times = new long[16];
    sequences = new long[16];
    prefixes = new long[16];
    sources = new int[16];
  }

  private RouteOps(long[] times, long[] sequences, long[] prefixes, int[] sources) {
    this.size = times.length;
    this.times = times;
    this.sequences = sequences;
    this.prefixes = prefixes;
    this.sources = sources;
    this.inOrder = false;
  }

  /**
   * The columns, each as long as there are operations.
   *
   * @param sources session slot {@code * 4 +} kind
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Snapshot(long[] times, long[] sequences, long[] prefixes, int[] sources) {}

  public Snapshot snapshot() {
    return new Snapshot(
        Arrays.copyOf(times, size),
        Arrays.copyOf(sequences, size),
        Arrays.copyOf(prefixes, size),
        Arrays.copyOf(sources, size));
  }

  static RouteOps restore(Snapshot snapshot) {
    return new RouteOps(
        snapshot.times(), snapshot.sequences(), snapshot.prefixes(), snapshot.sources());
  }

  void add(long timeMicros, long sequence, long prefix, int slot, int kind) {
    if (size == times.length) {
      int capacity = Math.max(16, size * 2);
      times = Arrays.copyOf(times, capacity);
      sequences = Arrays.copyOf(sequences, capacity);
      prefixes = Arrays.copyOf(prefixes, capacity);
      sources = Arrays.copyOf(sources, capacity);
    }
    times[size] = timeMicros;
    sequences[size] = sequence;
    prefixes[size] = prefix;
    sources[size] = slot << KIND_BITS | kind;
    inOrder = inOrder && (size == 0 || compare(size - 1, size) <= 0);
    size++;
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

  int slot(int i) {
    return sources[i] >>> KIND_BITS;
  }

  int kind(int i) {
    return sources[i] & (1 << KIND_BITS) - 1;
  }

  long latestMicros() {
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      latest = Math.max(latest, times[i]);
    }
    return latest;
  }

  boolean hasRows() {
    for (int i = 0; i < size; i++) {
      if (kind(i) == RIB_ROW) {
        return true;
      }
    }
    return false;
  }

  /** These without the rows of dumps; shared if there are none. */
  RouteOps updates() {
    if (!hasRows()) {
      return this;
    }
    RouteOps updates = new RouteOps();
    for (int i = 0; i < size; i++) {
      if (kind(i) != RIB_ROW) {
        updates.add(times[i], sequences[i], prefixes[i], slot(i), kind(i));
      }
    }
    return updates;
  }

  private int compare(int a, int b) {
    int byTime = Long.compare(times[a], times[b]);
    if (byTime != 0) {
      return byTime;
    }
    int bySequence = Long.compare(sequences[a], sequences[b]);
    return bySequence != 0 ? bySequence : Integer.compare(kind(a), kind(b));
  }

  /** Puts the operations into the order that counts. */
  void sort() {
    if (inOrder) {
      return;
    }
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, this::compare);
    long[] sortedTimes = new long[size];
    long[] sortedSequences = new long[size];
    long[] sortedPrefixes = new long[size];
    int[] sortedSources = new int[size];
    for (int i = 0; i < size; i++) {
      int from = order[i];
      sortedTimes[i] = times[from];
      sortedSequences[i] = sequences[from];
      sortedPrefixes[i] = prefixes[from];
      sortedSources[i] = sources[from];
    }
    times = sortedTimes;
    sequences = sortedSequences;
    prefixes = sortedPrefixes;
    sources = sortedSources;
    inOrder = true;
  }
}
