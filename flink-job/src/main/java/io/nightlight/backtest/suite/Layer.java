package io.nightlight.backtest.suite;

import java.util.Arrays;

/**
 * What happens to the parts of a country that one signal sees: each part has a number of address
 * blocks, comes and goes for good, and is in trouble for a while, perhaps for several reasons at
 * once. Times are seconds since the world's beginning.
 */
final class Layer {
  private static final int TROUBLE = 0;
  private static final int RELIEF = 1;
  private static final int GONE = 2;
  private static final int ARRIVED = 3;
  private static final int PART_SHIFT = 2;
  private static final int TIME_SHIFT = 22;
  private static final int PART_MASK = (1 << (TIME_SHIFT - PART_SHIFT)) - 1;

  private int[] blocks;
  private boolean[] absentAtFirst;

  /** Time, part and what happens, packed so that their order is that of time. */
  private long[] steps = new long[256];

  private int size;
  private boolean sorted = true;

  Layer(int[] blocks) {
    this.blocks = blocks.clone();
    absentAtFirst = new boolean[blocks.length];
  }

  int parts() {
    return blocks.length;
  }

  /** Another part, absent until it {@link #arrives}. */
  int newPart(int size) {
    int part = blocks.length;
    blocks = Arrays.copyOf(blocks, part + 1);
    absentAtFirst = Arrays.copyOf(absentAtFirst, part + 1);
    blocks[part] = size;
    absentAtFirst[part] = true;
    return part;
  }

  /** A part does not answer from one second up to and without another. */
  void trouble(int part, long from, long to) {
    if (from < to) {
      add(Math.max(0, from), part, TROUBLE);
      add(Math.max(0, to), part, RELIEF);
    }
  }

  /** A part is no longer the country's. */
  void leaves(int part, long at) {
    add(at, part, GONE);
  }

  /** A part becomes the country's then, and was not before. */
  void arrives(int part, long at) {
    absentAtFirst[part] = true;
    add(at, part, ARRIVED);
  }

  private void add(long at, int part, int what) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, 2 * size);
    }
    steps[size++] = at << TIME_SHIFT | (long) part << PART_SHIFT | what;
    sorted = false;
  }

  Cursor cursor() {
    if (!sorted) {
      Arrays.sort(steps, 0, size);
      sorted = true;
    }
    return new Cursor();
  }

  /** A walk through the layer's life, forwards only. */
  final class Cursor {
    private final int[] reasons = new int[blocks.length];
    private final boolean[] there = new boolean[blocks.length];
    private int next;
    private long usual;
    private long up;

    private Cursor() {
      for (int part = 0; part < blocks.length; part++) {
        if (!absentAtFirst[part]) {
          there[part] = true;
          usual += blocks[part];
          up += blocks[part];
        }
      }
    }

    /** The second of the next change; {@link Long#MAX_VALUE} if there is none. */
    long nextChange() {
      return next < size ? steps[next] >>> TIME_SHIFT : Long.MAX_VALUE;
    }

    /** Goes on to a moment; what changes at that very moment is not seen yet. */
    void advanceTo(long second) {
      while (next < size && steps[next] >>> TIME_SHIFT < second) {
        apply(steps[next++]);
      }
    }

    /** Blocks that answer. */
    long up() {
      return up;
    }

    /** Blocks that are the country's, in trouble or not. */
    long usual() {
      return usual;
    }

    private void apply(long step) {
      int part = (int) (step >>> PART_SHIFT) & PART_MASK;
      long before = there[part] && reasons[part] == 0 ? blocks[part] : 0;
      switch ((int) step & 3) {
        case TROUBLE -> reasons[part]++;
        case RELIEF -> reasons[part]--;
        case GONE -> {
          usual -= there[part] ? blocks[part] : 0;
          there[part] = false;
        }
        case ARRIVED -> {
          usual += there[part] ? 0 : blocks[part];
          there[part] = true;
        }
        default -> throw new IllegalStateException("no such step: " + step);
      }
      up += (there[part] && reasons[part] == 0 ? blocks[part] : 0) - before;
    }
  }
}
