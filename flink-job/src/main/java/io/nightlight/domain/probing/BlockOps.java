package io.nightlight.domain.probing;

import io.nightlight.domain.net.Prefix;
import java.util.Arrays;

/**
 * Probe results that wait for the end of their window, as columns of 24 bytes a result.
 *
 * <p>They are a set: what bears the same vantage, target, time and method is one result, however
 * often and in whatever order it came. If copies disagree, the one with most replies counts, and of
 * those the one with fewest silences.
 */
public final class BlockOps {
  private int size;

  /** How many there is room for in columns that are nobody else's. */
  private int room;

  private long[] targets;
  private long[] vantages;
  private int[] offsets;
  private int[] outcomes;

  /**
   * The columns, each as long as there are results.
   *
   * @param targets {@link TargetKey}s
   * @param vantages {@link io.nightlight.domain.net.Vantage#id()} of each result
   * @param offsets microseconds since the window began, unsigned numbers
   * @param outcomes {@link ProbeOutcome}s
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(long[] targets, long[] vantages, int[] offsets, int[] outcomes) {}

  /**
   * @param capacity how many results there may well be
   */
  BlockOps(int capacity) {
    this(
        new Columns(new long[capacity], new long[capacity], new int[capacity], new int[capacity]),
        0);
  }

  private BlockOps(Columns columns, int size) {
    this.size = size;
    room = columns.targets().length;
    targets = columns.targets();
    vantages = columns.vantages();
    offsets = columns.offsets();
    outcomes = columns.outcomes();
  }

  void add(long target, long vantage, int offset, int outcome) {
    if (size == room) {
      grow(size + size / 4 + 8);
    }
    targets[size] = target;
    vantages[size] = vantage;
    offsets[size] = offset;
    outcomes[size] = outcome;
    size++;
  }

  private void grow(int capacity) {
    room = capacity;
    targets = Arrays.copyOf(targets, capacity);
    vantages = Arrays.copyOf(vantages, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    outcomes = Arrays.copyOf(outcomes, capacity);
  }

  int size() {
    return size;
  }

  long target(int i) {
    return targets[i];
  }

  long vantage(int i) {
    return vantages[i];
  }

  int outcome(int i) {
    return outcomes[i];
  }

  /**
   * The places of the results, each once, in an order that only depends on what they say.
   *
   * <p>A hash of what makes two results the same and the place share a {@code long}, so that
   * sorting moves no objects; what shares its hash is then told apart by what it says.
   */
  int[] distinct() {
    long[] order = new long[size];
    for (int i = 0; i < size; i++) {
      order[i] = (long) hash(i) << 32 | i;
    }
    Arrays.sort(order);
    int[] places = new int[size];
    int kept = 0;
    for (int from = 0; from < size; ) {
      int to = from + 1;
      while (to < size && order[to] >>> 32 == order[from] >>> 32) {
        to++;
      }
      int begun = kept;
      for (int i = from; i < to; i++) {
        kept = insert(places, begun, kept, (int) order[i]);
      }
      from = to;
    }
    return Arrays.copyOf(places, kept);
  }

  /** Keeps {@code places} sorted from {@code begun} to {@code end}; the new end. */
  private int insert(int[] places, int begun, int end, int place) {
    int at = end;
    while (at > begun && compare(place, places[at - 1]) < 0) {
      at--;
    }
    if (at > begun && compare(place, places[at - 1]) == 0) {
      places[at - 1] = better(places[at - 1], place);
      return end;
    }
    System.arraycopy(places, at, places, at + 1, end - at);
    places[at] = place;
    return end + 1;
  }

  private int better(int a, int b) {
    return outcomes[b] > outcomes[a] ? b : a;
  }

  private int hash(int i) {
    int who = Prefix.hash(targets[i] ^ Long.rotateLeft(vantages[i], 17));
    int when = offsets[i] * 6 + ProbeOutcome.method(outcomes[i]);
    return Prefix.hash((long) who << 32 | when & 0xFFFF_FFFFL);
  }

  private int compare(int a, int b) {
    int byTarget = Long.compare(targets[a], targets[b]);
    if (byTarget != 0) {
      return byTarget;
    }
    int byVantage = Long.compare(vantages[a], vantages[b]);
    if (byVantage != 0) {
      return byVantage;
    }
    int byTime = Integer.compareUnsigned(offsets[a], offsets[b]);
    return byTime != 0
        ? byTime
        : Integer.compare(ProbeOutcome.method(outcomes[a]), ProbeOutcome.method(outcomes[b]));
  }

  /** Shares nothing with these. */
  Columns columns() {
    return new Columns(
        Arrays.copyOf(targets, size),
        Arrays.copyOf(vantages, size),
        Arrays.copyOf(offsets, size),
        Arrays.copyOf(outcomes, size));
  }

  /**
   * The same results, to which either goes on to add its own. They share what both have, which is
   * never changed in place, and the next one that is added makes room of its own.
   */
  BlockOps copy() {
    room = size;
    BlockOps copy = new BlockOps(new Columns(targets, vantages, offsets, outcomes), size);
    copy.room = size;
    return copy;
  }

  /** Takes the columns over. */
  static BlockOps of(Columns columns) {
    return new BlockOps(columns, columns.targets().length);
  }
}
