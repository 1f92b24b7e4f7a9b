package io.nightlight.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Whether what is kept reaches a level and stays there. */
final class Levels {
  private Levels() {}

  /**
   * @param sizes in bytes, day by day
   * @param settled after so many days everything has been forgotten once that ever is
   */
  static void assertLevel(List<Integer> sizes, int settled) {
    int half = (settled + sizes.size()) / 2;
    int early = most(sizes.subList(settled, half));
    int late = most(sizes.subList(half, sizes.size()));
    assertThat((double) late / early).as("day by day: %s", sizes).isBetween(0.5, 1.1);
  }

  private static int most(List<Integer> sizes) {
    return sizes.stream().mapToInt(size -> size).max().orElseThrow();
  }
}
