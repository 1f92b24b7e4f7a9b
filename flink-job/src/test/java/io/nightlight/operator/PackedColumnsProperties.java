package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.routes.BlockUnion;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read is what was written, of every packed column. */
class PackedColumnsProperties {
  /** Runs of what is small, of the edges, and of anything. */
  @Provide
  Arbitrary<long[]> columns() {
    Arbitrary<Long> values =
        Arbitraries.oneOf(
            Arbitraries.of(0L, 1L, 63L, 64L, -1L, -64L, -65L, Long.MIN_VALUE, Long.MAX_VALUE),
            Arbitraries.longs());
    Arbitrary<long[]> runs =
        Combinators.combine(values, Arbitraries.integers().between(1, 200))
            .as(
                (value, length) -> {
                  long[] run = new long[length];
                  Arrays.fill(run, value);
                  return run;
                });
    return runs.list()
        .ofMaxSize(8)
        .map(list -> list.stream().flatMapToLong(Arrays::stream).toArray());
  }

  @Property(tries = 200)
  void columnsOfLongs(@ForAll("columns") long[] column) {
    assertThat(RoundTrip.of(out -> PackedColumns.writeSteps(column, out), PackedColumns::readSteps))
        .isEqualTo(column);
    assertThat(RoundTrip.of(out -> PackedColumns.writeRuns(column, out), PackedColumns::readRuns))
        .isEqualTo(column);
    for (long value : column) {
      assertThat(
              RoundTrip.of(out -> PackedColumns.writeNumber(value, out), PackedColumns::readNumber))
          .isEqualTo(value);
    }
  }

  @Property(tries = 200)
  void columnsOfInts(@ForAll int[] column) {
    assertThat(RoundTrip.of(out -> PackedColumns.write(column, out), PackedColumns::readInts))
        .isEqualTo(column);
  }

  @Example
  void neighboursTakeLittle() {
    long[] close = new long[1_000];
    Arrays.setAll(close, i -> Long.MAX_VALUE - 60 * i);
    assertThat(RoundTrip.bytes(out -> PackedColumns.writeSteps(close, out))).hasSizeLessThan(2_020);
    long[] same = new long[1_000];
    Arrays.fill(same, Long.MIN_VALUE);
    assertThat(RoundTrip.bytes(out -> PackedColumns.writeRuns(same, out))).hasSize(2 + 2 + 10);
  }

  /** Pieces as a trie tells them, and any others. */
  @Provide
  Arbitrary<BlockUnion.Snapshot> unions() {
    Arbitrary<Integer> counts =
        Arbitraries.oneOf(
            Arbitraries.of(0, 1), Arbitraries.integers().between(0, Integer.MAX_VALUE / 2));
    Arbitrary<Long> firsts =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 300), Arbitraries.longs().between(0, (1L << 48) - 1));
    Arbitrary<long[]> pieces =
        Combinators.combine(firsts, Arbitraries.integers().between(0, 48), counts, counts)
            .as(
                (first, bits, visible, unknown) ->
                    new long[] {first >>> bits << bits << 6 | bits, visible, unknown});
    return Combinators.combine(pieces.list().ofMaxSize(30), Arbitraries.of(true, false))
        .as((list, sorted) -> union(sorted ? inOrder(list) : list));
  }

  /** The larger of two pieces that begin at the same block comes first. */
  private static List<long[]> inOrder(List<long[]> pieces) {
    return pieces.stream().sorted(Comparator.comparingLong(piece -> piece[0] ^ 63)).toList();
  }

  private static BlockUnion.Snapshot union(List<long[]> pieces) {
    return new BlockUnion.Snapshot(
        pieces.stream().mapToLong(piece -> piece[0]).toArray(),
        pieces.stream().mapToInt(piece -> (int) piece[1]).toArray(),
        pieces.stream().mapToInt(piece -> (int) piece[2]).toArray());
  }

  @Property(tries = 500)
  void unionsOfBlocks(@ForAll("unions") BlockUnion.Snapshot union) {
    assertThat(RoundTrip.of(out -> UnionBytes.write(union, out), UnionBytes::read))
        .usingRecursiveComparison()
        .isEqualTo(union);
  }
}
