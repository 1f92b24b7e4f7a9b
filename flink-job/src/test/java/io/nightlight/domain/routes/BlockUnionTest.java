package io.nightlight.domain.routes;

import static io.nightlight.domain.routes.Visibility.LOST;
import static io.nightlight.domain.routes.Visibility.UNKNOWN;
import static io.nightlight.domain.routes.Visibility.UNTRACKED;
import static io.nightlight.domain.routes.Visibility.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.net.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockUnionTest {
  private final BlockUnion union = new BlockUnion(BlockUnion.IPV4_DEPTH);

  @Test
  void coversNothingAtFirst() {
    assertThat(union.visible()).isZero();
    assertThat(union.unknown()).isZero();
    assertThat(union.snapshot().pieces()).isEmpty();
  }

  @Test
  void p21AMoreSpecificThatGoesLeavesWhatCoversIt() {
    change("10.0.0.0/16", UNTRACKED, VISIBLE);
    for (int i = 0; i < 18; i++) {
      change("10.0." + i + ".0/24", UNTRACKED, VISIBLE);
    }
    for (int i = 0; i < 18; i++) {
      change("10.0." + i + ".0/24", VISIBLE, LOST);
    }
    assertThat(union.visible()).isEqualTo(256);
    change("10.0.0.0/16", VISIBLE, LOST);
    assertThat(union.visible()).isZero();
  }

  @Test
  void p22ReaggregationChangesNothing() {
    for (int i = 0; i < 16; i++) {
      change("10.0." + i + ".0/24", UNTRACKED, VISIBLE);
    }
    assertThat(union.visible()).isEqualTo(16);
    change("10.0.0.0/20", UNTRACKED, VISIBLE);
    assertThat(union.visible()).isEqualTo(16);
    for (int i = 0; i < 16; i++) {
      change("10.0." + i + ".0/24", VISIBLE, LOST);
      assertThat(union.visible()).isEqualTo(16);
    }
  }

  @Test
  void p22TheAggregateMayGoBeforeOrAfter() {
    change("10.0.0.0/20", UNTRACKED, VISIBLE);
    change("10.0.0.0/20", VISIBLE, LOST);
    assertThat(union.visible()).isZero();
    for (int i = 0; i < 16; i++) {
      change("10.0." + i + ".0/24", UNTRACKED, VISIBLE);
    }
    assertThat(union.visible()).isEqualTo(16);
  }

  @Test
  void p54APrefixOverThreeCountriesCountsEachBlockOnce() {
    CountryMapBuilder builder = new CountryMapBuilder();
    long first = Prefix.firstBlock(Prefix.parse("9.9.0.0/16"));
    builder.addIpv4Blocks("BE", first, 100);
    builder.addIpv4Blocks("NL", first + 100, 27);
    builder.addIpv4Blocks("BE", first + 127, 1);
    builder.addIpv4Blocks("LU", first + 128, 128);
    CountryMap map = builder.build("three");
    BlockUnion belgium = new BlockUnion(BlockUnion.IPV4_DEPTH);
    BlockUnion others = new BlockUnion(BlockUnion.IPV4_DEPTH);
    for (Visibility after : new Visibility[] {VISIBLE, LOST}) {
      Visibility before = after == VISIBLE ? UNTRACKED : VISIBLE;
      map.forEachPart(
          Prefix.parse("9.9.0.0/16"),
          (country, block, count) ->
              (country.equals("BE") ? belgium : others).change(block, count, before, after));
      assertThat(belgium.visible()).isEqualTo(after == VISIBLE ? 101 : 0);
      assertThat(others.visible()).isEqualTo(after == VISIBLE ? 155 : 0);
    }
  }

  @Test
  void visibleOutweighsUnknown() {
    change("10.0.0.0/22", UNTRACKED, UNKNOWN);
    assertThat(union.unknown()).isEqualTo(4);
    change("10.0.1.0/24", UNTRACKED, VISIBLE);
    assertThat(union.visible()).isEqualTo(1);
    assertThat(union.unknown()).isEqualTo(3);
    change("10.0.0.0/16", UNTRACKED, VISIBLE);
    assertThat(union.visible()).isEqualTo(256);
    assertThat(union.unknown()).isZero();
  }

  @Test
  void theSameCoverTwiceHasToGoTwice() {
    change("10.0.0.0/24", UNTRACKED, VISIBLE);
    change("10.0.0.0/24", UNTRACKED, VISIBLE);
    change("10.0.0.0/24", VISIBLE, LOST);
    assertThat(union.visible()).isEqualTo(1);
    change("10.0.0.0/24", VISIBLE, UNTRACKED);
    assertThat(union.visible()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {BlockUnion.IPV4_DEPTH, BlockUnion.IPV6_DEPTH})
  void theWholeSpaceIsOneCover(int depth) {
    BlockUnion whole = new BlockUnion(depth);
    whole.change(0, 1L << depth, UNTRACKED, VISIBLE);
    assertThat(whole.visible()).isEqualTo(1L << depth);
    whole.change((1L << depth) - 1, 1, UNTRACKED, VISIBLE);
    whole.change(0, 1L << depth, VISIBLE, LOST);
    assertThat(whole.visible()).isEqualTo(1);
  }

  @Test
  void whatIsLostOrUntrackedCoversNothing() {
    change("10.0.0.0/24", UNTRACKED, LOST);
    change("10.0.0.0/24", LOST, UNTRACKED);
    assertThat(union.snapshot().pieces()).isEmpty();
  }

  @Test
  void refusesToTakeAwayWhatIsNotThere() {
    assertThatThrownBy(() -> change("10.0.0.0/24", VISIBLE, LOST))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no such cover at block");
  }

  @Test
  void whatIsFreedIsUsedAgain() {
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < 256; i++) {
        union.change(i * 65_537L % (1 << 24), 3, UNTRACKED, VISIBLE);
      }
      for (int i = 0; i < 256; i++) {
        union.change(i * 65_537L % (1 << 24), 3, VISIBLE, LOST);
      }
    }
    assertThat(union.visible()).isZero();
    assertThat(union.capacity()).isLessThanOrEqualTo(256 * 3 * 24);
    assertThat(union.snapshot().pieces()).isEmpty();
  }

  private void change(String prefix, Visibility before, Visibility after) {
    long key = Prefix.parse(prefix);
    union.change(Prefix.firstBlock(key), Prefix.blockCount(key), before, after);
  }
}
