package io.nightlight.domain.routes;

import java.util.Arrays;

/**
 * The exact union of the address blocks that prefixes cover, of one country and one address family.
 *
 * <p>A block (/24 in IPv4, /48 in IPv6) is visible if a visible cover lies over it, else unknown if
 * an unknown one does. Covers overlap as they like: de-aggregation and re-aggregation change
 * nothing as long as the same blocks are covered (pitfalls P21, P22). A binary trie over the block
 * index in flat arrays; each node counts the covers that end at it and the blocks below it, so that
 * a change costs one walk of at most {@code depth} steps for each aligned piece of it.
 */
public final class BlockUnion {
  /** Blocks of IPv4: 2^24 /24s. */
  public static final int IPV4_DEPTH = 24;

  /** Blocks of IPv6: 2^48 /48s. */
  public static final int IPV6_DEPTH = 48;

  private static final int ROOT = 0;
  private static final int NONE = 0;

  private final int depth;
  private final int[] path;
  private int used = 1;
  private int freed = NONE;
  private int[] left = new int[16];
  private int[] right = new int[16];
  private int[] visibleCovers = new int[16];
  private int[] unknownCovers = new int[16];
  private long[] visibleBlocks = new long[16];
  private long[] unknownBlocks = new long[16];

  /**
   * @param depth how many bits the index of a block has
   */
  public BlockUnion(int depth) {
    this.depth = depth;
    this.path = new int[depth + 1];
  }

  int depth() {
    return depth;
  }

  /** How many blocks are visible. */
  public long visible() {
    return visibleBlocks[ROOT];
  }

  /** How many blocks are unknown: under an unknown cover and no visible one. */
  public long unknown() {
    return unknownBlocks[ROOT];
  }

  /** How many nodes of the trie there is room for. */
  int capacity() {
    return left.length;
  }

  /**
   * Replaces one cover over a run of blocks by another. {@link Visibility#LOST} and {@link
   * Visibility#UNTRACKED} cover nothing.
   *
   * @throws IllegalStateException if {@code before} does not lie there
   */
  public void change(long firstBlock, long blockCount, Visibility before, Visibility after) {
    int visible = delta(Visibility.VISIBLE, before, after);
    int unknown = delta(Visibility.UNKNOWN, before, after);
    if (visible == 0 && unknown == 0) {
      return;
    }
    long at = firstBlock;
    long end = firstBlock + blockCount;
    while (at < end) {
      int alignment = at == 0 ? depth : Math.min(depth, Long.numberOfTrailingZeros(at));
      int fits = 63 - Long.numberOfLeadingZeros(end - at);
      int bits = Math.min(alignment, fits);
      changePiece(at, bits, visible, unknown);
      at += 1L << bits;
    }
  }

  private static int delta(Visibility of, Visibility before, Visibility after) {
    return (after == of ? 1 : 0) - (before == of ? 1 : 0);
  }

  private void changePiece(long first, int bits, int visible, int unknown) {
    int steps = depth - bits;
    path[0] = ROOT;
    for (int step = 0; step < steps; step++) {
      path[step + 1] = child(path[step], isRight(first, step));
    }
    int node = path[steps];
    visibleCovers[node] += visible;
    unknownCovers[node] += unknown;
    if (visibleCovers[node] < 0 || unknownCovers[node] < 0) {
      throw new IllegalStateException("no such cover at block " + first + " over 2^" + bits);
    }
    for (int step = steps; step >= 0; step--) {
      count(path[step], 1L << (depth - step));
      if (step > 0 && isEmpty(path[step])) {
        detach(path[step - 1], isRight(first, step - 1), path[step]);
      }
    }
  }

  private boolean isRight(long block, int step) {
    return (block >>> (depth - 1 - step) & 1) != 0;
  }

  private int child(int node, boolean right) {
    int known = right ? this.right[node] : left[node];
    if (known != NONE) {
      return known;
    }
    int added = allocate();
    if (right) {
      this.right[node] = added;
    } else {
      left[node] = added;
    }
    return added;
  }

  private int allocate() {
    if (freed != NONE) {
      int node = freed;
      freed = left[node];
      left[node] = NONE;
      return node;
    }
    if (used == left.length) {
      int capacity = used * 2;
      left = Arrays.copyOf(left, capacity);
      right = Arrays.copyOf(right, capacity);
      visibleCovers = Arrays.copyOf(visibleCovers, capacity);
      unknownCovers = Arrays.copyOf(unknownCovers, capacity);
      visibleBlocks = Arrays.copyOf(visibleBlocks, capacity);
      unknownBlocks = Arrays.copyOf(unknownBlocks, capacity);
    }
    return used++;
  }

  private boolean isEmpty(int node) {
    return left[node] == NONE
        && right[node] == NONE
        && visibleCovers[node] == 0
        && unknownCovers[node] == 0;
  }

  private void detach(int parent, boolean right, int node) {
    if (right) {
      this.right[parent] = NONE;
    } else {
      left[parent] = NONE;
    }
    left[node] = freed;
    freed = node;
  }

  private void count(int node, long blocks) {
    long visibleBelow = below(visibleBlocks, node);
    long unknownBelow = below(unknownBlocks, node);
    if (visibleCovers[node] > 0) {
      visibleBlocks[node] = blocks;
      unknownBlocks[node] = 0;
    } else if (unknownCovers[node] > 0) {
      visibleBlocks[node] = visibleBelow;
      unknownBlocks[node] = blocks - visibleBelow;
    } else {
      visibleBlocks[node] = visibleBelow;
      unknownBlocks[node] = unknownBelow;
    }
  }

  /** The root is nobody's child, so that index 0 can stand for "none". */
  private long below(long[] counts, int node) {
    long sum = 0;
    if (left[node] != NONE) {
      sum += counts[left[node]];
    }
    if (right[node] != NONE) {
      sum += counts[right[node]];
    }
    return sum;
  }

  /**
   * The covers, aligned piece by aligned piece.
   *
   * @param pieces the first block of a piece {@code << 6 |} the number of blocks as a power of two
   * @param visible how many visible covers end there
   * @param unknown how many unknown covers end there
   */
  @SuppressWarnings("ArrayRecordComponent") // columns on their way to a serializer
  public record Snapshot(long[] pieces, int[] visible, int[] unknown) {}

  public Snapshot snapshot() {
    Collected collected = new Collected();
    collect(ROOT, 0, depth, collected);
    return new Snapshot(
        Arrays.copyOf(collected.pieces, collected.size),
        Arrays.copyOf(collected.visible, collected.size),
        Arrays.copyOf(collected.unknown, collected.size));
  }

  private static final class Collected {
    private int size;
    private long[] pieces = new long[16];
    private int[] visible = new int[16];
    private int[] unknown = new int[16];

    void add(long piece, int visibleCovers, int unknownCovers) {
      if (size == pieces.length) {
        pieces = Arrays.copyOf(pieces, size * 2);
        visible = Arrays.copyOf(visible, size * 2);
        unknown = Arrays.copyOf(unknown, size * 2);
      }
      pieces[size] = piece;
      visible[size] = visibleCovers;
      unknown[size++] = unknownCovers;
    }
  }

  private void collect(int node, long first, int bits, Collected into) {
    if (visibleCovers[node] != 0 || unknownCovers[node] != 0) {
      into.add(first << 6 | bits, visibleCovers[node], unknownCovers[node]);
    }
    if (left[node] != NONE) {
      collect(left[node], first, bits - 1, into);
    }
    if (right[node] != NONE) {
      collect(right[node], first | 1L << (bits - 1), bits - 1, into);
    }
  }

  /** A union that goes its own way from here. */
  public BlockUnion copy() {
    BlockUnion copy = new BlockUnion(depth);
    copy.used = used;
    copy.freed = freed;
    copy.left = left.clone();
    copy.right = right.clone();
    copy.visibleCovers = visibleCovers.clone();
    copy.unknownCovers = unknownCovers.clone();
    copy.visibleBlocks = visibleBlocks.clone();
    copy.unknownBlocks = unknownBlocks.clone();
    return copy;
  }

  public static BlockUnion restore(int depth, Snapshot snapshot) {
    BlockUnion union = new BlockUnion(depth);
    for (int i = 0; i < snapshot.pieces().length; i++) {
      long piece = snapshot.pieces()[i];
      union.changePiece(
          piece >>> 6, (int) piece & 63, snapshot.visible()[i], snapshot.unknown()[i]);
    }
    return union;
  }
}
