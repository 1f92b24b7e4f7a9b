package io.nightlight.domain.routes;

import io.nightlight.domain.net.Prefix;
import java.util.Arrays;

/**
 * Numbers that belong to pairs of a prefix and a session slot, several to a pair: the path
 * identifiers of ADD-PATH sessions, for one. Open addressing in flat arrays; the numbers of a pair
 * lie in one run, so that a pair is looked up by walking that run.
 */
public final class PairNumbers {
  /** Slot 0 is a session; so a free place has to be something else. */
  private static final int FREE = -1;

  private int size;
  private long[] prefixes;
  private int[] slots;
  private int[] numbers;

  PairNumbers() {
    clear(16);
  }

  private void clear(int capacity) {
    size = 0;
    prefixes = new long[capacity];
    slots = new int[capacity];
    Arrays.fill(slots, FREE);
    numbers = new int[capacity];
  }

  boolean isEmpty() {
    return size == 0;
  }

  private int start(long prefix, int slot) {
    return Prefix.hash(prefix + slot * 0x9E37_79B9L) & slots.length - 1;
  }

  private boolean isOf(int at, long prefix, int slot) {
    return slots[at] == slot && prefixes[at] == prefix;
  }

  /** Nothing happens if the pair has the number. */
  void add(long prefix, int slot, int number) {
    int at = start(prefix, slot);
    while (slots[at] != FREE) {
      if (isOf(at, prefix, slot) && numbers[at] == number) {
        return;
      }
      at = at + 1 & slots.length - 1;
    }
    prefixes[at] = prefix;
    slots[at] = slot;
    numbers[at] = number;
    size++;
    if (size * 8L > slots.length * 5L) {
      rebuild(slots.length * 2, FREE);
    }
  }

  /** Whether the pair has any number. */
  boolean hasAny(long prefix, int slot) {
    return find(prefix, slot) >= 0;
  }

  /** A number of the pair, or {@code otherwise} if it has none. */
  int anyOf(long prefix, int slot, int otherwise) {
    int at = find(prefix, slot);
    return at < 0 ? otherwise : numbers[at];
  }

  private int find(long prefix, int slot) {
    for (int at = start(prefix, slot); slots[at] != FREE; at = at + 1 & slots.length - 1) {
      if (isOf(at, prefix, slot)) {
        return at;
      }
    }
    return -1;
  }

  void remove(long prefix, int slot, int number) {
    for (int at = start(prefix, slot); slots[at] != FREE; at = at + 1 & slots.length - 1) {
      if (isOf(at, prefix, slot) && numbers[at] == number) {
        free(at);
        return;
      }
    }
  }

  void removeAll(long prefix, int slot) {
    for (int at = find(prefix, slot); at >= 0; at = find(prefix, slot)) {
      free(at);
    }
  }

  /** Frees a place and moves what follows in the run up to where it can be found. */
  private void free(int at) {
    int mask = slots.length - 1;
    int hole = at;
    for (int next = at + 1 & mask; slots[next] != FREE; next = next + 1 & mask) {
      int wanted = start(prefixes[next], slots[next]);
      if ((next - wanted & mask) >= (next - hole & mask)) {
        prefixes[hole] = prefixes[next];
        slots[hole] = slots[next];
        numbers[hole] = numbers[next];
        hole = next;
      }
    }
    slots[hole] = FREE;
    size--;
  }

  void removeSlot(int slot) {
    if (size > 0) {
      rebuild(slots.length, slot);
    }
  }

  private void rebuild(int capacity, int withoutSlot) {
    Columns all = columns();
    clear(capacity);
    addAll(all, withoutSlot);
  }

  private void addAll(Columns columns, int withoutSlot) {
    for (int i = 0; i < columns.slots().length; i++) {
      if (columns.slots()[i] != withoutSlot) {
        add(columns.prefixes()[i], columns.slots()[i], columns.numbers()[i]);
      }
    }
  }

  /** One entry a number, in no order. */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Columns(long[] prefixes, int[] slots, int[] numbers) {
    public static final Columns NONE = new Columns(new long[0], new int[0], new int[0]);
  }

  Columns columns() {
    Columns columns = new Columns(new long[size], new int[size], new int[size]);
    int to = 0;
    for (int at = 0; at < slots.length; at++) {
      if (slots[at] != FREE) {
        columns.prefixes()[to] = prefixes[at];
        columns.slots()[to] = slots[at];
        columns.numbers()[to++] = numbers[at];
      }
    }
    return columns;
  }

  static PairNumbers of(Columns columns) {
    PairNumbers pairs = new PairNumbers();
    pairs.addAll(columns, FREE);
    return pairs;
  }
}
