package io.nightlight.domain.probing;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.probing.BlockCensus.Count;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockCensusTest {
  private static final List<BlockChange> CHANGES =
      List.of(
          new BlockChange(1, BlockState.UNTRACKED, BlockState.UP),
          new BlockChange(2, BlockState.UNTRACKED, BlockState.UP),
          new BlockChange(3, BlockState.UNTRACKED, BlockState.UP),
          new BlockChange(1, BlockState.UP, BlockState.DOWN),
          new BlockChange(2, BlockState.UP, BlockState.UNKNOWN),
          new BlockChange(4, BlockState.UNTRACKED, BlockState.UP),
          new BlockChange(4, BlockState.UP, BlockState.UNKNOWN),
          new BlockChange(4, BlockState.UNKNOWN, BlockState.UNTRACKED));

  @Test
  void countsWhatChangedAndForgetsWhatIsForgotten() {
    BlockCensus census = new BlockCensus();
    assertThat(census.count()).isEqualTo(new Count(0, 0, 0));
    CHANGES.forEach(census::apply);
    assertThat(census.count()).isEqualTo(new Count(1, 1, 1));
  }

  @Test
  void theOrderOfChangesDoesNotMatter() {
    List<BlockChange> shuffled = new ArrayList<>(CHANGES);
    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(shuffled, new Random(seed));
      BlockCensus census = new BlockCensus();
      shuffled.forEach(census::apply);
      assertThat(census.count()).isEqualTo(new Count(1, 1, 1));
    }
  }

  @Test
  void aCensusGoesOnFromItsCount() {
    BlockCensus census = BlockCensus.of(new Count(7, 2, 1));
    census.apply(new BlockChange(1, BlockState.DOWN, BlockState.UP));
    assertThat(census.count()).isEqualTo(new Count(8, 1, 1));
  }
}
