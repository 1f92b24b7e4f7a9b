package io.nightlight.domain.routes;

import java.util.Arrays;

/**
 * The latest operation of each session that has come, to tell whether the next one comes in the
 * order that counts. Derived from what came, so never stored.
 */
final class ComingOrder {
  private long[] times = new long[0];
  private long[] sequences = new long[0];
  private int[] kinds = new int[0];

  /** Whether no later operation of the session has come before this one. */
  boolean isNext(OpPart ops, int i) {
    int slot = ops.slot(i);
    if (slot >= times.length) {
      makeRoomFor(slot);
    }
    long time = ops.timeMicros(i);
    long sequence = ops.sequence(i);
    int kind = ops.kind(i);
    if (time < times[slot] || time == times[slot] && isBefore(slot, sequence, kind)) {
      return false;
    }
    times[slot] = time;
    sequences[slot] = sequence;
    kinds[slot] = kind;
    return true;
  }

  private boolean isBefore(int slot, long sequence, int kind) {
    return sequence < sequences[slot] || sequence == sequences[slot] && kind < kinds[slot];
  }

  private void makeRoomFor(int slot) {
    int before = times.length;
    int room = Math.max(slot + 1, 2 * before);
    times = Arrays.copyOf(times, room);
    sequences = Arrays.copyOf(sequences, room);
    kinds = Arrays.copyOf(kinds, room);
    Arrays.fill(times, before, room, Long.MIN_VALUE);
  }
}
