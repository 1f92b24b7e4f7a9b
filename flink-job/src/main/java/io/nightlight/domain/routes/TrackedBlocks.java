package io.nightlight.domain.routes;

import org.jspecify.annotations.Nullable;

/**
 * The blocks of one country and one address family that prefixes cover or covered: those that are
 * visible or unknown, and beside them those under lost prefixes, which are needed only to count all
 * when the country map changes.
 */
public final class TrackedBlocks {
  private BlockUnion covers;

  /** What lost prefixes cover; null where that was not kept from the beginning. */
  private @Nullable BlockUnion lost;

  /**
   * @param depth how many bits the index of a block has
   */
  public TrackedBlocks(int depth) {
    this(new BlockUnion(depth), new BlockUnion(depth));
  }

  /**
   * @param lost what lost prefixes cover, as if they were visible; null where it isn't known: then
   *     none count as lost, until all blocks are told anew
   */
  public TrackedBlocks(BlockUnion covers, @Nullable BlockUnion lost) {
    this.covers = covers;
    this.lost = lost;
  }

  /** See {@link BlockUnion#change}. */
  public void change(long firstBlock, long blockCount, Visibility before, Visibility after) {
    covers.change(firstBlock, blockCount, before, after);
    if (lost != null) {
      lost.change(firstBlock, blockCount, cover(before), cover(after));
    }
  }

  private static Visibility cover(Visibility visibility) {
    return visibility == Visibility.LOST ? Visibility.VISIBLE : Visibility.UNTRACKED;
  }

  /** How many blocks are visible. */
  public long visible() {
    return covers.visible();
  }

  /** How many blocks are unknown. */
  public long unknown() {
    return covers.unknown();
  }

  /** How many blocks only lost prefixes cover; takes as long as copying them all. */
  public long countLost() {
    if (lost == null) {
      return 0;
    }
    BlockUnion all = covers.copy();
    BlockUnion.Snapshot pieces = lost.snapshot();
    for (int i = 0; i < pieces.pieces().length; i++) {
      long piece = pieces.pieces()[i];
      all.change(piece >>> 6, 1L << (piece & 63), Visibility.UNTRACKED, Visibility.UNKNOWN);
    }
    return all.visible() + all.unknown() - covers.visible() - covers.unknown();
  }

  /** Forgets all blocks: they are told anew. */
  public void clear() {
    covers = new BlockUnion(covers.depth());
    lost = new BlockUnion(covers.depth());
  }

  public BlockUnion covers() {
    return covers;
  }

  /** What lost prefixes cover, as if they were visible; null where it isn't known. */
  public @Nullable BlockUnion lost() {
    return lost;
  }

  /** Blocks that go their own way from here. */
  public TrackedBlocks copy() {
    return new TrackedBlocks(covers.copy(), lost == null ? null : lost.copy());
  }
}
