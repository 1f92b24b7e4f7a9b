package io.nightlight.domain.availability;

/**
 * One signal's blocks of one country, counted at one instant by the country map that held so far
 * and by the one that holds from now on (pitfall P53).
 *
 * <p>What is usual of the new blocks was never seen, so it is taken from what was usual of the old
 * ones: {@code G} of them are usual but not there now. No change of the map alone may begin an
 * outage, so the gap {@code G} shrinks with the visible blocks and never grows: the ratio stays
 * what it is, or rises where blocks come in. In a drop the gap is what was lost, and blocks that
 * move may well be lost ones: it goes with the share of the lost blocks that the country keeps.
 *
 * @param signal which signal
 * @param before by the old map, at least one block
 * @param after by the new map, at least one block
 */
public record Recount(Signal signal, Blocks before, Blocks after) {

  /**
   * How many blocks there are.
   *
   * @param visible visible, or up
   * @param unknown neither visible nor lost, for too few can speak of them
   * @param lost tracked, but not visible
   */
  public record Blocks(long visible, long unknown, long lost) {
    public long total() {
      return visible + unknown + lost;
    }

    long usable() {
      return visible + unknown;
    }
  }

  /**
   * Of the probes. As in a {@link SignalReading} what is known stands for all blocks; where too
   * little is known, before or after, all that counts is how many blocks there are.
   */
  public static Recount ofProbes(Blocks before, Blocks after) {
    boolean isKnown = isKnown(before) && isKnown(after);
    return new Recount(
        Signal.PROBES,
        isKnown ? estimated(before) : new Blocks(before.total(), 0, 0),
        isKnown ? estimated(after) : new Blocks(after.total(), 0, 0));
  }

  private static boolean isKnown(Blocks blocks) {
    long known = blocks.visible + blocks.lost;
    return known > 0 && 2 * known >= blocks.total();
  }

  private static Blocks estimated(Blocks blocks) {
    long known = blocks.visible + blocks.lost;
    long visible = (blocks.total() * blocks.visible + known / 2) / known;
    return new Blocks(visible, 0, blocks.total() - visible);
  }

  /**
   * The usual number of blocks by the new map, outside of a drop. A part of a block is none: of few
   * blocks, one that is rounded up may be a drop.
   *
   * @param level that by the old map, at least 1
   * @return at least 1
   */
  public long usual(long level) {
    long gap = level - before.usable();
    if (gap < 0) {
      return withGap(part(gap, after.usable(), before.usable()));
    }
    return withGap(
        before.visible > 0
            ? part(gap, Math.min(after.visible, before.visible), before.visible)
            : part(gap, Math.min(after.usable(), before.usable()), before.usable()));
  }

  /** Likewise, in a drop. */
  public long usualInDrop(long level) {
    long gap = level - before.usable();
    return gap > 0 && before.lost > 0
        ? withGap(Math.floorDiv(2 * gap * after.lost + before.lost, 2 * before.lost))
        : usual(level);
  }

  private long withGap(long gap) {
    return Math.max(1, after.usable() + gap);
  }

  /** So much of a gap as {@code of} are of {@code all}, in whole blocks. */
  private static long part(long gap, long of, long all) {
    return all == 0 ? gap : Math.floorDiv(gap * of, all);
  }
}
