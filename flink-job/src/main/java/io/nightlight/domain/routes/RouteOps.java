package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Route operations of one address family that wait for the end of their window: what a session said
 * of a prefix, and when.
 *
 * <p>What counts is the order of each session by (observedAt, sequence, withdrawals before
 * announcements); sessions never depend on one another. Operations mostly come in that order, and
 * are put into it where they did not. An operation that came twice stands twice, which changes
 * nothing.
 *
 * <p>They stay where they came: a batch is kept as it is, by each window that any of it counts in.
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

  private final long fromMicros;
  private final long endMicros;
  private final IpFamily family;
  private OpPart[] parts = new OpPart[4];
  private int partCount;
  private boolean inOrder = true;
  private @Nullable OpPart latestBatch;

  /**
   * All of them.
   *
   * @param words as {@link OpWords}, with the sources of session slots; the sequence of a {@link
   *     #RIB_ROW} says when its dump was begun
   * @param pathIds empty if no operation is of one path
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(long[] words, int[] pathIds) {
    public int size() {
      return OpWords.count(words);
    }
  }

  /**
   * @param fromMicros first instant of the window
   * @param endMicros first instant after it
   */
  RouteOps(long fromMicros, long endMicros, IpFamily family) {
    this.fromMicros = fromMicros;
    this.endMicros = endMicros;
    this.family = family;
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

  /** One of a batch's operations counts in this window. */
  void count(OpPart batch) {
    if (batch != latestBatch) {
      append(batch);
      latestBatch = batch;
    } else if (parts[partCount - 1] != batch) {
      inOrder = false; // something by itself stood between two of the batch
    }
  }

  /** Adds one operation by itself, whatever its time. */
  void add(OpPart from, int i) {
    if (partCount == 0 || !parts[partCount - 1].isOfThisWindowOnly()) {
      append(OpPart.ofOneWindow());
    }
    parts[partCount - 1].add(from, i);
  }

  private void append(OpPart part) {
    if (partCount == parts.length) {
      parts = Arrays.copyOf(parts, 2 * partCount);
    }
    parts[partCount++] = part;
  }

  /** One was added that should have come before another of its session. */
  void isOutOfOrder() {
    inOrder = false;
  }

  int parts() {
    return partCount;
  }

  OpPart part(int at) {
    return parts[at];
  }

  /**
   * Whether an operation of a part is one of these: not of another window or family that the part
   * has operations of, and not a row of a dump that was taken in when it came.
   */
  boolean has(OpPart part, int i) {
    if (part.isOfThisWindowOnly()) {
      return true;
    }
    long time = part.timeMicros(i);
    return time >= fromMicros
        && time < endMicros
        && IpFamily.of(part.prefix(i)) == family
        && part.kind(i) != RIB_ROW;
  }

  /** Hears of operations. */
  interface Visitor {
    void op(OpPart part, int i);
  }

  void forEach(Visitor visitor) {
    for (int at = 0; at < partCount; at++) {
      OpPart part = parts[at];
      for (int i = 0; i < part.size(); i++) {
        if (has(part, i)) {
          visitor.op(part, i);
        }
      }
    }
  }

  boolean hasAnyOf(int slot) {
    boolean[] found = new boolean[1];
    forEach((part, i) -> found[0] |= part.slot(i) == slot);
    return found[0];
  }

  /** Puts the operations into the order that counts. */
  void sort() {
    if (inOrder) {
      return;
    }
    OpPart all = gathered();
    int[] order =
        IntStream.range(0, all.size()).boxed().sorted(all::compare).mapToInt(i -> i).toArray();
    OpPart sorted = OpPart.ofOneWindow();
    for (int i : order) {
      sorted.add(all, i);
    }
    parts[0] = sorted;
    partCount = 1;
    inOrder = true;
  }

  /** Takes note of what has come, after a restore. */
  void note(ComingOrder order) {
    forEach((part, i) -> inOrder &= order.isNext(part, i));
  }

  /** All in one part of their own. */
  private OpPart gathered() {
    OpPart all = OpPart.ofOneWindow();
    forEach(all::add);
    return all;
  }

  Columns columns() {
    return gathered().columns();
  }

  /**
   * The same operations, to which either goes on to add its own. They share what came in batches,
   * which is never changed.
   */
  RouteOps copy() {
    RouteOps copy = new RouteOps(fromMicros, endMicros, family);
    copy.parts = parts.clone();
    for (int at = 0; at < partCount; at++) {
      copy.parts[at] = parts[at].isOfThisWindowOnly() ? parts[at].copy() : parts[at];
    }
    copy.partCount = partCount;
    copy.inOrder = inOrder;
    return copy;
  }

  /** What was written of a window. */
  static RouteOps of(Columns columns, long fromMicros, long endMicros, IpFamily family) {
    RouteOps read = new RouteOps(fromMicros, endMicros, family);
    read.append(OpPart.of(columns));
    return read;
  }
}
