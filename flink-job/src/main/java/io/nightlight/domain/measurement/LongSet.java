package io.nightlight.domain.measurement;

/** A set of numbers that grows, without an object for each. */
final class LongSet {
  private long[] places;
  private int size;
  private boolean hasZero;

  /**
   * @param expected how many numbers there may well be
   */
  LongSet(int expected) {
    int capacity = 8;
    while (expected * 2 >= capacity) {
      capacity *= 2;
    }
    places = new long[capacity];
  }

  int size() {
    return size;
  }

  /** Whether the number was not in it yet. */
  boolean add(long number) {
    if (number == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
      return isNew;
    }
    int at = find(places, number);
    if (places[at] == number) {
      return false;
    }
    places[at] = number;
    if (++size * 2 > places.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] larger = new long[places.length * 2];
    for (long number : places) {
      if (number != 0) {
        larger[find(larger, number)] = number;
      }
    }
    places = larger;
  }

  /** Where the number is, or where it would be put. */
  private static int find(long[] places, long number) {
    int mask = places.length - 1;
    long spread = number * 0x9E37_79B9_7F4A_7C15L;
    int at = (int) (spread >>> 32) & mask;
    while (places[at] != 0 && places[at] != number) {
      at = at + 1 & mask;
    }
    return at;
  }
}
