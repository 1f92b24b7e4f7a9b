package io.nightlight.domain.routes;

import static io.nightlight.domain.routes.Visibility.LOST;
import static io.nightlight.domain.routes.Visibility.UNKNOWN;
import static io.nightlight.domain.routes.Visibility.UNTRACKED;
import static io.nightlight.domain.routes.Visibility.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Prefix;
import org.junit.jupiter.api.Test;

class TrackedBlocksTest {
  private final TrackedBlocks blocks = new TrackedBlocks(BlockUnion.IPV4_DEPTH);

  private void change(String text, Visibility before, Visibility after) {
    long prefix = Prefix.parse(text);
    blocks.change(Prefix.firstBlock(prefix), Prefix.blockCount(prefix), before, after);
  }

  @Test
  void aLostBlockUnderAVisibleOrUnknownOneIsNotLost() {
    change("10.0.0.0/22", UNTRACKED, LOST);
    change("10.0.0.0/24", UNTRACKED, VISIBLE);
    change("10.0.1.0/24", UNTRACKED, UNKNOWN);
    change("10.0.2.0/24", UNTRACKED, LOST);
    assertThat(blocks.visible()).isEqualTo(1);
    assertThat(blocks.unknown()).isEqualTo(1);
    assertThat(blocks.countLost()).isEqualTo(2);
  }

  @Test
  void whatIsForgottenOrComesBackIsNoLongerLost() {
    change("10.0.0.0/23", UNTRACKED, VISIBLE);
    change("10.0.0.0/23", VISIBLE, LOST);
    assertThat(blocks.countLost()).isEqualTo(2);
    change("10.0.0.0/23", LOST, UNKNOWN);
    assertThat(blocks.countLost()).isZero();
    change("10.0.0.0/23", UNKNOWN, LOST);
    change("10.0.0.0/23", LOST, UNTRACKED);
    assertThat(blocks.countLost()).isZero();
  }

  @Test
  void clearedBlocksAreToldAnew() {
    change("10.0.0.0/23", UNTRACKED, VISIBLE);
    change("10.0.4.0/23", UNTRACKED, LOST);
    blocks.clear();
    assertThat(blocks.visible()).isZero();
    assertThat(blocks.countLost()).isZero();
    change("10.0.0.0/24", UNTRACKED, LOST);
    change("10.0.0.0/24", LOST, VISIBLE);
    assertThat(blocks.visible()).isEqualTo(1);
  }

  @Test
  void aCopyGoesItsOwnWay() {
    change("10.0.0.0/23", UNTRACKED, LOST);
    TrackedBlocks copy = blocks.copy();
    change("10.0.0.0/23", LOST, VISIBLE);
    assertThat(copy.countLost()).isEqualTo(2);
    assertThat(blocks.countLost()).isZero();
  }
}
