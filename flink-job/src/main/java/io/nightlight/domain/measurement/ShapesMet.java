package io.nightlight.domain.measurement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a session has said, one number for each, to know again what comes twice. Most sessions come
 * in order, and what is later than all before needs no search.
 */
final class ShapesMet {
  private long[] inOrder;
  private int size;
  private long lastMicros = Long.MIN_VALUE;
  private long lastSequence = Long.MIN_VALUE;

  /** All of them, once one came out of order. */
  private @Nullable LongSet all;

  /**
   * @param expected how many there may well be
   */
  ShapesMet(int expected) {
    inOrder = new long[expected + (expected >> 3) + 8];
  }

  int size() {
    return all == null ? size : all.size();
  }

  /** Whether it was not met yet. What differs in time or sequence must differ in shape. */
  boolean add(long micros, long sequence, long shape) {
    if (all != null) {
      return all.add(shape);
    }
    if (micros > lastMicros || micros == lastMicros && sequence > lastSequence) {
      if (size == inOrder.length) {
        inOrder = Arrays.copyOf(inOrder, 2 * size);
      }
      inOrder[size++] = shape;
      lastMicros = micros;
      lastSequence = sequence;
      return true;
    }
    all = new LongSet(size);
    for (int i = 0; i < size; i++) {
      all.add(inOrder[i]);
    }
    inOrder = new long[0];
    return all.add(shape);
  }
}
