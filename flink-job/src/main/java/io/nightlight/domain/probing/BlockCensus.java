package io.nightlight.domain.probing;

/** How many blocks of one country are in each state, kept up by what changed. */
public final class BlockCensus {
  private final int[] blocks;

  public BlockCensus() {
    this(new Count(0, 0, 0));
  }

  private BlockCensus(Count count) {
    blocks = new int[BlockState.values().length];
    blocks[BlockState.UP.ordinal()] = count.up();
    blocks[BlockState.DOWN.ordinal()] = count.down();
    blocks[BlockState.UNKNOWN.ordinal()] = count.unknown();
  }

  /**
   * How many blocks there are.
   *
   * @param unknown those that answered once, but of which nothing was learned lately
   */
  public record Count(int up, int down, int unknown) {
    public int total() {
      return up + down + unknown;
    }
  }

  /** Changes of one window add up in any order. */
  public void apply(BlockChange change) {
    blocks[change.before().ordinal()]--;
    blocks[change.after().ordinal()]++;
  }

  /** How many blocks there are: all that there is to know of the census. */
  public Count count() {
    return new Count(
        blocks[BlockState.UP.ordinal()],
        blocks[BlockState.DOWN.ordinal()],
        blocks[BlockState.UNKNOWN.ordinal()]);
  }

  /** The census that a count was taken of. */
  public static BlockCensus of(Count count) {
    return new BlockCensus(count);
  }
}
