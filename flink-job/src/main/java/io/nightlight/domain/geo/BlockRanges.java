package io.nightlight.domain.geo;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The blocks of one address family cut into ranges of one owner each, in primitive arrays.
 *
 * <p>Range {@code i} reaches from {@code starts[i]} to just before {@code starts[i + 1]}; nobody's
 * space is a range too. The first range starts at 0 and neighbours have different owners, so equal
 * maps have equal arrays.
 */
final class BlockRanges implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] starts;
  private final short[] owners;

  private BlockRanges(long[] starts, short[] owners) {
    this.starts = starts;
    this.owners = owners;
  }

  /** The owner of one block, {@link CountryCode#NOBODY} if it has none. */
  short ownerOf(long block) {
    return owners[rangeOf(block)];
  }

  /** Visits what countries own of {@code blockCount} blocks; runs are as long as can be. */
  void forEachPart(long firstBlock, long blockCount, PartVisitor visitor) {
    long end = firstBlock + blockCount;
    for (int i = rangeOf(firstBlock); i < starts.length && starts[i] < end; i++) {
      if (owners[i] != CountryCode.NOBODY) {
        long from = Math.max(firstBlock, starts[i]);
        long to = i + 1 < starts.length ? Math.min(end, starts[i + 1]) : end;
        visitor.part(CountryCode.at(owners[i]), from, to - from);
      }
    }
  }

  private int rangeOf(long block) {
    int at = Arrays.binarySearch(starts, block);
    return at >= 0 ? at : -at - 2;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockRanges that
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(owners, that.owners);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(starts) + Arrays.hashCode(owners);
  }

  /** Takes owned runs of blocks in ascending order, fills the gaps with nobody. */
  static final class Builder {
    private long[] starts = new long[1024];
    private short[] owners = new short[1024];
    private int size;
    private long end;

    /** Appends a run that starts at or after the end of the one before. */
    void append(long firstBlock, long blockCount, short owner) {
      if (firstBlock > end) {
        cut(end, CountryCode.NOBODY);
      }
      cut(firstBlock, owner);
      end = firstBlock + blockCount;
    }

    /**
     * @param blocks how many blocks the address family has
     */
    BlockRanges build(long blocks) {
      if (end < blocks) {
        cut(end, CountryCode.NOBODY);
      }
      return new BlockRanges(Arrays.copyOf(starts, size), Arrays.copyOf(owners, size));
    }

    private void cut(long start, short owner) {
      if (size > 0 && owners[size - 1] == owner) {
        return;
      }
      if (size == starts.length) {
        starts = Arrays.copyOf(starts, 2 * size);
        owners = Arrays.copyOf(owners, 2 * size);
      }
      starts[size] = start;
      owners[size] = owner;
      size++;
    }
  }
}
