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

  /** Whether somebody else has what is here, so that nothing of it may change. */
  private boolean isShared;

  private long[] words;

  /** Empty as long as no operation is of one path. */
  private int[] pathIds = NONE;

  /**
   * The place of each slot's latest operation, + 1; null once the order is not known to be right.
   */
  private int @Nullable [] latest = new int[8];

  /**
   * The operations, as many as there are.
   *
   * @param words as {@link OpWords}, with the sources of session slots; the sequence of a {@link
   *     #RIB_ROW} says when its dump was begun
   * @param pathIds empty if no operation is of one path
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(long[] words, int[] pathIds) {}

  /**
   * @param capacity how many operations there may well be
   */
  RouteOps(int capacity) {
    words = OpWords.room(capacity);
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
    if (isShared || size == OpWords.count(words)) {
      grow(size + (size >> 1) + 8);
    }
    OpWords.put(words, size, timeMicros, sequence, prefix, source, origin);
    if (isOfOnePath(source)) {
      if (pathIds.length == 0) {
        pathIds = new int[OpWords.count(words)];
      }
      pathIds[size] = pathId;
    }
    size++;
    noteOrder(place(source));
  }

  private void grow(int capacity) {
    isShared = false;
    words = Arrays.copyOf(words, OpWords.length(capacity));
    if (pathIds.length > 0) {
      pathIds = Arrays.copyOf(pathIds, capacity);
    }
  }

  /**
   * Empties it for another window.
   *
   * @return whether it may be used again: nobody else has what was here, and it was filled enough
   *     to be worth keeping
   */
  boolean empty() {
    if (isShared || 2 * size < OpWords.count(words)) {
      return false;
    }
    size = 0;
    pathIds = NONE;
    if (latest == null) {
      latest = new int[8];
    } else {
      Arrays.fill(latest, 0);
    }
    return true;
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
    return OpWords.timeMicros(words, i);
  }

  long sequence(int i) {
    return OpWords.sequence(words, i);
  }

  long prefix(int i) {
    return OpWords.prefix(words, i);
  }

  int source(int i) {
    return OpWords.source(words, i);
  }

  int origin(int i) {
    return OpWords.origin(words, i);
  }

  int pathId(int i) {
    return pathIds.length == 0 ? 0 : pathIds[i];
  }

  boolean hasAnyOf(int slot) {
    for (int i = 0; i < size; i++) {
      if (place(source(i)) == slot) {
        return true;
      }
    }
    return false;
  }

  private int compare(int a, int b) {
    int byTime = Long.compare(timeMicros(a), timeMicros(b));
    if (byTime != 0) {
      return byTime;
    }
    int bySequence = Long.compare(sequence(a), sequence(b));
    return bySequence != 0 ? bySequence : Integer.compare(kind(source(a)), kind(source(b)));
  }

  /** Puts the operations into the order that counts. */
  void sort() {
    if (latest != null) {
      return;
    }
    Comparator<Integer> order = this::compare;
    int[] from = IntStream.range(0, size).boxed().sorted(order).mapToInt(i -> i).toArray();
    long[] sorted = OpWords.room(size);
    int[] sortedPathIds = pathIds.length == 0 ? pathIds : new int[size];
    for (int i = 0; i < size; i++) {
      OpWords.copy(words, from[i], sorted, i);
      if (pathIds.length > 0) {
        sortedPathIds[i] = pathIds[from[i]];
      }
    }
    isShared = false;
    words = sorted;
    pathIds = sortedPathIds;
    latest = new int[8];
    for (int i = 0; i < size; i++) {
      int slot = place(source(i));
      if (slot >= latest.length) {
        latest = Arrays.copyOf(latest, Math.max(slot + 1, 2 * latest.length));
      }
      latest[slot] = i + 1;
    }
  }

  /** Shares nothing with these. */
  Columns columns() {
    return new Columns(
        Arrays.copyOf(words, OpWords.length(size)),
        Arrays.copyOf(pathIds, pathIds.length == 0 ? 0 : size));
  }

  /**
   * The same operations, to which either goes on to add its own. They share what both have, which
   * is never changed in place, and the next one that is added makes room of its own.
   */
  RouteOps copy() {
    RouteOps copy = new RouteOps(0);
    copy.words = words;
    copy.pathIds = pathIds;
    copy.size = size;
    copy.latest = latest == null ? null : latest.clone();
    copy.isShared = true;
    isShared = true;
    return copy;
  }

  /** Takes the columns over. */
  static RouteOps of(Columns columns) {
    RouteOps ops = new RouteOps(0);
    ops.words = columns.words();
    ops.pathIds = columns.pathIds();
    while (ops.size < OpWords.count(ops.words)) {
      ops.size++;
      ops.noteOrder(place(ops.source(ops.size - 1)));
    }
    return ops;
  }
}
