package io.nightlight.domain.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The union against counting block by block. */
class BlockUnionProperties {
  /** All covers lie in so many blocks, so that they overlap a lot. */
  private static final int STRETCH = 300;

  private record Cover(int first, int count, Visibility visibility) {}

  /** Where the stretch of blocks lies in which space; alignments differ. */
  private record Place(int depth, long base) {}

  @Provide
  Arbitrary<Place> places() {
    return Arbitraries.of(
        new Place(9, 0),
        new Place(9, (1 << 9) - STRETCH),
        new Place(BlockUnion.IPV4_DEPTH, 0),
        new Place(BlockUnion.IPV4_DEPTH, 0x0A_FF81),
        new Place(BlockUnion.IPV4_DEPTH, (1L << 24) - STRETCH),
        new Place(BlockUnion.IPV6_DEPTH, 0x2001_0DB8_0000L - 77),
        new Place(BlockUnion.IPV6_DEPTH, (1L << 48) - STRETCH));
  }

  @Provide
  Arbitrary<List<Cover>> covers() {
    Arbitrary<Integer> counts =
        Arbitraries.oneOf(
            Arbitraries.of(1, 2, 4, 16, 64, 256), Arbitraries.integers().between(1, 99));
    return Combinators.combine(
            Arbitraries.integers().between(0, STRETCH - 1),
            counts,
            Arbitraries.of(Visibility.class))
        .as((first, count, v) -> new Cover(first, Math.min(count, STRETCH - first), v))
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 400)
  void countsAsIfBlockByBlock(
      @ForAll("places") Place place,
      @ForAll("covers") List<Cover> covers,
      @ForAll List<Visibility> then,
      @ForAll Random random) {
    BlockUnion union = new BlockUnion(place.depth);
    List<Cover> there = new ArrayList<>();
    for (Cover cover : covers) {
      change(union, place, cover, Visibility.UNTRACKED, cover.visibility);
      there.add(cover);
      check(union, there);
    }
    Collections.shuffle(there, random);
    for (int i = 0; i < Math.min(then.size(), there.size()); i++) {
      Cover cover = there.get(i);
      change(union, place, cover, cover.visibility, then.get(i));
      there.set(i, new Cover(cover.first, cover.count, then.get(i)));
      check(union, there);
    }
    BlockUnion restored = BlockUnion.restore(place.depth, union.snapshot());
    check(restored, there);
    assertThat(restored.snapshot()).usingRecursiveComparison().isEqualTo(union.snapshot());
    BlockUnion copy = union.copy();
    for (Cover cover : there) {
      change(copy, place, cover, cover.visibility, Visibility.UNTRACKED);
      change(restored, place, cover, cover.visibility, Visibility.UNTRACKED);
    }
    assertThat(restored.visible()).isZero();
    assertThat(restored.unknown()).isZero();
    assertThat(restored.snapshot().pieces()).isEmpty();
    assertThat(copy.visible() + copy.unknown()).isZero();
    assertThat(copy.snapshot().pieces()).isEmpty();
    check(union, there);
  }

  @Property(tries = 200)
  void theOrderOfChangesDoesNotMatter(
      @ForAll("places") Place place, @ForAll("covers") List<Cover> covers, @ForAll Random random) {
    BlockUnion one = new BlockUnion(place.depth);
    covers.forEach(c -> change(one, place, c, Visibility.UNTRACKED, c.visibility));
    BlockUnion other = new BlockUnion(place.depth);
    List<Cover> shuffled = new ArrayList<>(covers);
    Collections.shuffle(shuffled, random);
    shuffled.forEach(c -> change(other, place, c, Visibility.UNTRACKED, c.visibility));
    assertThat(other.snapshot()).usingRecursiveComparison().isEqualTo(one.snapshot());
  }

  private static void change(
      BlockUnion union, Place place, Cover cover, Visibility before, Visibility after) {
    union.change(place.base + cover.first, cover.count, before, after);
  }

  private static void check(BlockUnion union, List<Cover> there) {
    long visible = 0;
    long unknown = 0;
    for (int block = 0; block < STRETCH; block++) {
      if (isUnder(block, Visibility.VISIBLE, there)) {
        visible++;
      } else if (isUnder(block, Visibility.UNKNOWN, there)) {
        unknown++;
      }
    }
    assertThat(union.visible()).isEqualTo(visible);
    assertThat(union.unknown()).isEqualTo(unknown);
  }

  private static boolean isUnder(int block, Visibility visibility, List<Cover> covers) {
    return covers.stream()
        .anyMatch(c -> c.visibility == visibility && block >= c.first && block < c.first + c.count);
  }
}
