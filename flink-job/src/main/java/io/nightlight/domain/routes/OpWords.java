package io.nightlight.domain.routes;

/**
 * Route operations in one array, four numbers each: when, the sequence, the prefix, and source and
 * origin together. Side by side, so that an operation that goes to one of hundreds of shards takes
 * one line of memory and not one of each of five columns.
 */
public final class OpWords {
  private static final int SHIFT = 2;

  private OpWords() {}

  /** An array for so many operations. */
  public static long[] room(int operations) {
    return new long[operations << SHIFT];
  }

  /** How many operations an array has room for. */
  public static int count(long[] words) {
    return words.length >> SHIFT;
  }

  /** How much of an array so many operations take. */
  public static int length(int operations) {
    return operations << SHIFT;
  }

  /**
   * @param source see {@link RouteOps#source}
   * @param origin the AS that originates the prefix, an unsigned number; 0 where unknown
   */
  public static void put(
      long[] words, int i, long timeMicros, long sequence, long prefix, int source, int origin) {
    int at = i << SHIFT;
    words[at] = timeMicros;
    words[at + 1] = sequence;
    words[at + 2] = prefix;
    words[at + 3] = (long) source << 32 | origin & 0xFFFF_FFFFL;
  }

  /** Copies an operation from one array to another. */
  static void copy(long[] from, int i, long[] to, int at) {
    System.arraycopy(from, i << SHIFT, to, at << SHIFT, 1 << SHIFT);
  }

  public static long timeMicros(long[] words, int i) {
    return words[i << SHIFT];
  }

  public static long sequence(long[] words, int i) {
    return words[(i << SHIFT) + 1];
  }

  public static long prefix(long[] words, int i) {
    return words[(i << SHIFT) + 2];
  }

  public static int source(long[] words, int i) {
    return (int) (words[(i << SHIFT) + 3] >>> 32);
  }

  public static void setSource(long[] words, int i, int source) {
    int at = (i << SHIFT) + 3;
    words[at] = (long) source << 32 | words[at] & 0xFFFF_FFFFL;
  }

  public static int origin(long[] words, int i) {
    return (int) words[(i << SHIFT) + 3];
  }
}
