package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.routes.PairNumbers;
import io.nightlight.domain.routes.PrefixRows;
import io.nightlight.domain.routes.TableDumps;
import io.nightlight.domain.routes.ToldPairs;
import io.nightlight.domain.routes.Visibility;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read is what was written, whatever the rows and the dumps. */
class RowBytesProperties {
  /**
   * What rows are like.
   *
   * @param patterns how many rows differ in more than their prefix; 1 if none does
   * @param sparse sessions that set patterns apart; more than a set has if any may
   */
  private record Kind(IpFamily family, int words, int size, int patterns, int sparse) {}

  @Provide
  Arbitrary<Kind> kinds() {
    return Combinators.combine(
            Arbitraries.of(IpFamily.class),
            Arbitraries.integers().between(1, 4),
            Arbitraries.oneOf(Arbitraries.of(0, 1), Arbitraries.integers().between(2, 700)),
            Arbitraries.of(1, 2, 40, 1_000),
            Arbitraries.of(1, 3, 999))
        .as(Kind::new);
  }

  private static PrefixRows.Columns rows(Kind kind, Random random) {
    int size = kind.size;
    int[] patterns = random.ints(size, 0, kind.patterns).toArray();
    byte[] flags = new byte[size];
    short[] lostDays = new short[size];
    int[] origins = new int[size];
    long[] keys = new long[size];
    for (int row = 0; row < size; row++) {
      Random ofPattern = new Random(patterns[row] * 31L);
      flags[row] =
          (byte) (ofPattern.nextBoolean() ? Visibility.LOST.ordinal() : ofPattern.nextInt(256));
      lostDays[row] = (short) (ofPattern.nextBoolean() ? 0 : ofPattern.nextInt(1 << 16));
      origins[row] = random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(3) * 64_500;
      keys[row] =
          kind.family == IpFamily.IPV4
              ? Prefix.ipv4(random.nextInt(), random.nextInt(33))
              : Prefix.ipv6(random.nextLong(), random.nextInt(49));
    }
    return new PrefixRows.Columns(
        kind.words,
        keys,
        flags,
        lostDays,
        origins,
        sets(kind, row -> 3 * patterns[row]),
        sets(kind, row -> 3 * patterns[row] + patterns[row] % 2),
        sets(kind, row -> patterns[row] % 3 == 0 ? -1 : 3 * patterns[row] + 2));
  }

  /**
   * @param seed of a row's set; -1 if it is empty
   */
  private static long[] sets(Kind kind, IntUnaryOperator seed) {
    long[] sets = new long[kind.size * kind.words];
    for (int row = 0; row < kind.size; row++) {
      int of = seed.applyAsInt(row);
      Random random = new Random(of);
      for (int w = 0; w < kind.words && of >= 0; w++) {
        sets[row * kind.words + w] = kind.sparse > 64 ? random.nextLong() : -1;
      }
      for (int i = 0; i < kind.sparse && of >= 0; i++) {
        int slot = random.nextInt(64 * kind.words);
        sets[row * kind.words + (slot >>> 6)] ^= 1L << slot;
      }
    }
    return sets;
  }

  @Property(tries = 400)
  void rowsOfAnyKind(@ForAll("kinds") Kind kind, @ForAll Random random) {
    PrefixRows.Columns rows = rows(kind, random);
    PrefixRows.Columns read =
        RoundTrip.of(
            out -> RowBytes.write(kind.family, rows, out), in -> RowBytes.read(kind.family, in));
    assertThat(read).usingRecursiveComparison().isEqualTo(rows);
  }

  @Property(tries = 200)
  void dumpsOverAnyRows(@ForAll("kinds") Kind kind, @ForAll Random random) {
    PrefixRows.Columns rows = rows(kind, random);
    int slots = random.nextInt(130);
    TableDumps.Columns dumps =
        new TableDumps.Columns(
            random.longs(slots, 0, 2).toArray(),
            random.longs(slots).toArray(),
            new long[] {Long.MAX_VALUE, Long.MAX_VALUE, 17},
            random.nextBoolean() ? new long[0] : rows.held(),
            random.nextBoolean() ? new long[0] : sets(kind, row -> row % 7 == 0 ? row : -1),
            random.nextBoolean() ? rows.origins() : random.ints(kind.size / 2).toArray(),
            pairs(rows, random),
            PairNumbers.Columns.NONE,
            List.of(
                new ToldPairs.Columns(Long.MIN_VALUE, new long[0]),
                new ToldPairs.Columns(60, random.longs(slots, 0, 1L << 55).toArray())));
    TableDumps.Columns read =
        RoundTrip.of(out -> DumpBytes.write(dumps, rows, out), in -> DumpBytes.read(rows, in));
    assertThat(read).usingRecursiveComparison().isEqualTo(dumps);
  }

  private static PairNumbers.Columns pairs(PrefixRows.Columns rows, Random random) {
    int[] slots = random.ints(rows.keys().length, 0, 200).toArray();
    int[] numbers = random.ints(slots.length).toArray();
    return new PairNumbers.Columns(Arrays.stream(rows.keys()).sorted().toArray(), slots, numbers);
  }
}
