package io.nightlight.domain.geo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rounds settled runs of addresses to whole blocks: a block that is cut belongs to the country with
 * the most addresses in it, of equals to the one that comes first; nobody's addresses don't count.
 */
final class BlockFill {
  private final BlockRanges.Builder ranges = new BlockRanges.Builder();
  private final Map<Short, Long> sizes = new LinkedHashMap<>();
  private final int blockBits;
  private long openBlock;

  BlockFill(int blockBits) {
    this.blockBits = blockBits;
  }

  /** Adds the run {@code first} to {@code last}, both included; runs come in ascending order. */
  void add(long first, long last, short owner) {
    if (owner == CountryCode.NOBODY) {
      return;
    }
    long within = (1L << blockBits) - 1;
    long firstBlock = first >>> blockBits;
    long lastBlock = last >>> blockBits;
    boolean startsWithin = (first & within) != 0;
    boolean endsWithin = (last & within) != within;
    if (firstBlock == lastBlock && (startsWithin || endsWithin)) {
      addPart(firstBlock, last - first + 1, owner);
      return;
    }
    if (startsWithin) {
      addPart(firstBlock, within + 1 - (first & within), owner);
    }
    addWhole(
        startsWithin ? firstBlock + 1 : firstBlock, endsWithin ? lastBlock : lastBlock + 1, owner);
    if (endsWithin) {
      addPart(lastBlock, (last & within) + 1, owner);
    }
  }

  private void addWhole(long firstBlock, long end, short owner) {
    if (firstBlock < end) {
      closeBlock();
      ranges.append(firstBlock, end - firstBlock, owner);
    }
  }

  BlockRanges build(long blocks) {
    closeBlock();
    return ranges.build(blocks);
  }

  private void addPart(long block, long size, short owner) {
    if (block != openBlock) {
      closeBlock();
      openBlock = block;
    }
    sizes.merge(owner, size, Long::sum);
  }

  private void closeBlock() {
    if (sizes.isEmpty()) {
      return;
    }
    short largest = CountryCode.NOBODY;
    long most = 0;
    for (Map.Entry<Short, Long> part : sizes.entrySet()) {
      if (part.getValue() > most) {
        largest = part.getKey();
        most = part.getValue();
      }
    }
    if (largest != CountryCode.NOBODY) {
      ranges.append(openBlock, 1, largest);
    }
    sizes.clear();
  }
}
