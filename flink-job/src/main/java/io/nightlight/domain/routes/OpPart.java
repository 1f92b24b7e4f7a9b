package io.nightlight.domain.routes;

import java.util.Arrays;

/**
 * Route operations that came together. A batch, which is never changed, and of which some may be of
 * other windows; or operations of one window only, to which others are added.
 */
final class OpPart {
  private static final int[] NONE = {};

  private long[] words;
  private int size;

  /** By teller; empty where the operations' places are slots themselves. */
  private final int[] slots;

  /** Empty as long as no operation is of one path. */
  private int[] pathIds;

  private OpPart(long[] words, int size, int[] slots, int[] pathIds) {
    this.words = words;
    this.size = size;
    this.slots = slots;
    this.pathIds = pathIds;
  }

  /**
   * A batch as it came.
   *
   * @param slots by teller; at least one
   */
  static OpPart of(RouteBatch batch, int[] slots) {
    return new OpPart(batch.ops(), batch.size(), slots, batch.pathIds());
  }

  static OpPart ofOneWindow() {
    return new OpPart(OpWords.room(4), 0, NONE, NONE);
  }

  /** What was written of one window. */
  static OpPart of(RouteOps.Columns columns) {
    return new OpPart(columns.words(), columns.size(), NONE, columns.pathIds());
  }

  boolean isOfThisWindowOnly() {
    return slots.length == 0;
  }

  void add(long timeMicros, long sequence, long prefix, int source, int origin, int pathId) {
    if (OpWords.length(size) == words.length) {
      words = Arrays.copyOf(words, OpWords.length(size + (size >> 1) + 4));
    }
    OpWords.put(words, size, timeMicros, sequence, prefix, source, origin);
    if (RouteOps.isOfOnePath(source) || pathIds.length > 0) {
      if (size >= pathIds.length) {
        pathIds = Arrays.copyOf(pathIds, size + (size >> 1) + 8);
      }
      pathIds[size] = pathId;
    }
    size++;
  }

  /** Adds another part's operation. */
  void add(OpPart other, int i) {
    add(
        other.timeMicros(i),
        other.sequence(i),
        other.prefix(i),
        RouteOps.sourceAt(other.slot(i), other.source(i)),
        other.origin(i),
        other.pathId(i));
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

  private int source(int i) {
    return OpWords.source(words, i);
  }

  int kind(int i) {
    return RouteOps.kind(source(i));
  }

  boolean isOfOnePath(int i) {
    return RouteOps.isOfOnePath(source(i));
  }

  int origin(int i) {
    return OpWords.origin(words, i);
  }

  int slot(int i) {
    int place = RouteOps.place(source(i));
    return slots.length == 0 ? place : slots[place];
  }

  int pathId(int i) {
    return pathIds.length == 0 ? 0 : pathIds[i];
  }

  /** Which of two operations of one session comes first. */
  int compare(int a, int b) {
    int byTime = Long.compare(timeMicros(a), timeMicros(b));
    if (byTime != 0) {
      return byTime;
    }
    int bySequence = Long.compare(sequence(a), sequence(b));
    return bySequence != 0 ? bySequence : Integer.compare(kind(a), kind(b));
  }

  /** The same operations, to which either goes on to add its own. */
  OpPart copy() {
    return new OpPart(Arrays.copyOf(words, OpWords.length(size)), size, slots, pathIds.clone());
  }

  RouteOps.Columns columns() {
    return new RouteOps.Columns(
        Arrays.copyOf(words, OpWords.length(size)),
        Arrays.copyOf(pathIds, pathIds.length == 0 ? 0 : size));
  }
}
