package io.nightlight.domain.routes;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * Operations one after the other, in chunks of one size: what is there is never copied to make
 * room, and chunks that are done with hold others.
 */
public final class OpChunks {
  private static final int SHIFT = 7;

  /** How many operations a chunk holds. */
  public static final int CHUNK = 1 << SHIFT;

  private static final int MASK = CHUNK - 1;

  private static final Spare NONE = new Spare();

  private int size;
  private long[][] chunks = new long[2][];

  /** So many chunks, from the first on, are somebody else's, too: nothing in them may change. */
  private int shared;

  /** Chunks that are done with. */
  static final class Spare {
    private long[][] chunks = new long[2][];
    private int size;

    private long[] take() {
      return size == 0 ? OpWords.room(CHUNK) : chunks[--size];
    }

    private void give(long[] chunk) {
      if (size == chunks.length) {
        chunks = Arrays.copyOf(chunks, 2 * size);
      }
      chunks[size++] = chunk;
    }

    /** Lets go of what is more than so many. */
    void keepAtMost(int most) {
      if (size > most) {
        chunks = Arrays.copyOf(chunks, Math.max(2, most));
        size = most;
      }
    }
  }

  public int size() {
    return size;
  }

  /** See {@link OpWords#put}. */
  public void add(long timeMicros, long sequence, long prefix, int source, int origin) {
    OpWords.put(open(NONE), size & MASK, timeMicros, sequence, prefix, source, origin);
    size++;
  }

  /** Adds some of an array's operations, from one up to another, exclusive. */
  void addAll(long[] words, int from, int to, Spare spare) {
    int next = from;
    while (next < to) {
      long[] chunk = open(spare);
      int at = size & MASK;
      int count = Math.min(to - next, CHUNK - at);
      int start = OpWords.length(next);
      System.arraycopy(words, start, chunk, OpWords.length(at), OpWords.length(count));
      next += count;
      size += count;
    }
  }

  /** The chunk that the next operation goes into. */
  private long[] open(Spare spare) {
    int at = size >> SHIFT;
    if ((size & MASK) == 0) {
      if (at == chunks.length) {
        chunks = Arrays.copyOf(chunks, 2 * at);
      }
      chunks[at] = spare.take();
    } else if (at < shared) {
      chunks[at] = chunks[at].clone();
      shared = at;
    }
    return chunks[at];
  }

  /** Gives an operation another source; it must have been added since these were last shared. */
  void setSource(int i, int source) {
    OpWords.setSource(chunks[i >> SHIFT], i & MASK, source);
  }

  /** How many chunks there are. */
  public int chunks() {
    return size + MASK >> SHIFT;
  }

  /** A chunk as {@link OpWords}; not to be changed. */
  public long[] chunk(int at) {
    return chunks[at];
  }

  /** How many operations are in a chunk. */
  public int sizeOf(int at) {
    return Math.min(CHUNK, size - (at << SHIFT));
  }

  /** Adds a chunk; all before it must be full. */
  public void addChunk(long[] words, int operations) {
    int at = chunks();
    if (at == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * at);
    }
    chunks[at] = words;
    size += operations;
  }

  public long timeMicros(int i) {
    return OpWords.timeMicros(chunks[i >> SHIFT], i & MASK);
  }

  public long sequence(int i) {
    return OpWords.sequence(chunks[i >> SHIFT], i & MASK);
  }

  public long prefix(int i) {
    return OpWords.prefix(chunks[i >> SHIFT], i & MASK);
  }

  public int source(int i) {
    return OpWords.source(chunks[i >> SHIFT], i & MASK);
  }

  int origin(int i) {
    return OpWords.origin(chunks[i >> SHIFT], i & MASK);
  }

  /** The same operations, to which either may add its own. */
  OpChunks share() {
    OpChunks copy = new OpChunks();
    copy.size = size;
    copy.chunks = chunks.clone();
    copy.shared = chunks();
    shared = chunks();
    return copy;
  }

  /** Gives away what is nobody else's; there is nothing left after that. */
  void release(Spare spare) {
    for (int at = shared; at < chunks(); at++) {
      spare.give(chunks[at]);
    }
    size = 0;
    shared = 0;
    chunks = new long[2][];
  }

  /** All operations, one after the other. */
  @Override
  public String toString() {
    StringJoiner all = new StringJoiner(", ", "[", "]");
    for (int at = 0; at < chunks(); at++) {
      for (int word = 0; word < OpWords.length(sizeOf(at)); word++) {
        all.add(Long.toString(chunks[at][word]));
      }
    }
    return all.toString();
  }
}
