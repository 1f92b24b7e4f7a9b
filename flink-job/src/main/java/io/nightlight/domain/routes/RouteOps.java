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

  private OpChunks ops;

  /** Empty as long as no operation is of one path. */
  private int[] pathIds = NONE;

  /**
   * The place of each slot's latest operation, + 1; null once the order is not known to be right.
   */
  private int @Nullable [] latest = new int[8];

  /**
   * All of them.
   *
   * @param ops with the sources of session slots; the sequence of a {@link #RIB_ROW} says when its
   *     dump was begun
   * @param pathIds empty if no operation is of one path
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(OpChunks ops, int[] pathIds) {}

  RouteOps() {
    this(new OpChunks(), NONE);
  }

  private RouteOps(OpChunks ops, int[] pathIds) {
    this.ops = ops;
    this.pathIds = pathIds;
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

  /** The same source at another place. */
  public static int sourceAt(int place, int source) {
    return place << SOURCE_SHIFT | source & (1 << SOURCE_SHIFT) - 1;
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

  /**
   * Adds operations of a batch, from one up to another, exclusive.
   *
   * @param slots by teller
   */
  void add(RouteBatch batch, int from, int to, int[] slots, OpChunks.Spare spare) {
    int first = ops.size();
    ops.addAll(batch.ops(), from, to, spare);
    for (int i = first; i < ops.size(); i++) {
      int told = ops.source(i);
      int slot = slots[place(told)];
      ops.setSource(i, sourceAt(slot, told));
      if (isOfOnePath(told) || pathIds.length > 0) {
        notePath(i, batch.pathId(from + i - first));
      }
      noteOrder(slot, i);
    }
  }

  private void notePath(int i, int pathId) {
    if (i >= pathIds.length) {
      pathIds = Arrays.copyOf(pathIds, i + (i >> 1) + 8);
    }
    pathIds[i] = pathId;
  }

  /** Done with: its room can hold others. */
  void release(OpChunks.Spare spare) {
    ops.release(spare);
    pathIds = NONE;
  }

  int chunks() {
    return ops.chunks();
  }

  private void noteOrder() {
    latest = new int[8];
    for (int i = 0; i < size(); i++) {
      noteOrder(place(source(i)), i);
    }
  }

  /**
   * @param at the operation's place, behind all that were noted
   */
  private void noteOrder(int slot, int at) {
    if (latest == null) {
      return;
    }
    if (slot >= latest.length) {
      latest = Arrays.copyOf(latest, Math.max(slot + 1, 2 * latest.length));
    }
    int before = latest[slot] - 1;
    if (before >= 0 && compare(before, at) > 0) {
      latest = null;
    } else {
      latest[slot] = at + 1;
    }
  }

  int size() {
    return ops.size();
  }

  long timeMicros(int i) {
    return ops.timeMicros(i);
  }

  long sequence(int i) {
    return ops.sequence(i);
  }

  long prefix(int i) {
    return ops.prefix(i);
  }

  int source(int i) {
    return ops.source(i);
  }

  int origin(int i) {
    return ops.origin(i);
  }

  int pathId(int i) {
    return pathIds.length == 0 ? 0 : pathIds[i];
  }

  boolean hasAnyOf(int slot) {
    for (int i = 0; i < size(); i++) {
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
    int[] from = IntStream.range(0, size()).boxed().sorted(order).mapToInt(i -> i).toArray();
    OpChunks sorted = new OpChunks();
    int[] sortedPathIds = pathIds.length == 0 ? pathIds : new int[from.length];
    for (int i = 0; i < from.length; i++) {
      int old = from[i];
      sorted.add(timeMicros(old), sequence(old), prefix(old), source(old), origin(old));
      if (pathIds.length > 0) {
        sortedPathIds[i] = pathIds[old];
      }
    }
    ops = sorted;
    pathIds = sortedPathIds;
    noteOrder();
  }

  /** As long as nobody adds to these; see {@link #copy}. */
  Columns columns() {
    return new Columns(ops, Arrays.copyOf(pathIds, pathIds.length == 0 ? 0 : size()));
  }

  /**
   * The same operations, to which either goes on to add its own. They share what both have, which
   * is never changed.
   */
  RouteOps copy() {
    RouteOps copy = new RouteOps(ops.share(), pathIds.clone());
    copy.latest = latest == null ? null : latest.clone();
    return copy;
  }

  static RouteOps of(Columns columns) {
    RouteOps read = new RouteOps(columns.ops().share(), columns.pathIds());
    read.noteOrder();
    return read;
  }
}
