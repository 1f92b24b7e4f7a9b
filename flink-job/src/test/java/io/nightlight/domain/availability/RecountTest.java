package io.nightlight.domain.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.Recount.Blocks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecountTest {

  @ParameterizedTest(name = "{8}")
  @CsvSource(
      textBlock =
          """
          # usual, visible, unknown, lost before; visible, unknown, lost after; usual then, situation
          100, 100, 0,  0,   70,  0,  0,   70, 'all are there, 30 go'
          100, 100, 0,  0,  130,  0,  0,  130, 'all are there, 30 come'
          100, 100, 0,  0,  100,  0,  0,  100, 'nothing moves'
          100,  97, 0,  3,   97,  0,  3,  100, 'nothing moves, a few are gone'
          100,  90, 0, 10,   63,  0,  7,   70, 'a tenth is gone and stays gone'
          100,  90, 0, 10,   45,  0, 10,   50, 'the ratio stays where only visible ones go'
          100,  90, 0, 10,  190,  0, 10,  200, 'no gap grows'
          100,  90, 0, 10,   90,  0, 40,  100, 'lost ones that come were not usual'
          100, 120, 0,  0,   60,  0,  0,   50, 'above the usual'
          100, 120, 0,  0,  240,  0,  0,  200, 'far above the usual'
          100, 100, 0, 50,   70,  0, 50,   70, 'long-dead ones stay'
            2,   2, 0,  2,    1,  0,  2,    1, 'four /24s, half of them long dead'
          100,  60, 40, 0,   42, 28,  0,   70, 'unknown ones are usual'
          14,   12,  0,  0,    9,  0,  0,   10, 'of few blocks none is rounded up'
          100,   0, 90, 0,    0, 45,  0,   50, 'all that is left is unknown'
            1,   3, 0,  0,    1,  0,  0,    1, 'never nothing'
            5,   4, 0,  1,   40,  0,  1,   41, 'a small country grows and has no drop'
          """)
  void p53WhatIsUsualMovesWithTheBlocks(
      long level, long v, long u, long l, long v2, long u2, long l2, long then, String what) {
    Recount recount = new Recount(Signal.IPV4_ROUTES, new Blocks(v, u, l), new Blocks(v2, u2, l2));
    assertThat(recount.usual(level)).as(what).isEqualTo(then);
  }

  @ParameterizedTest(name = "{8}")
  @CsvSource(
      textBlock =
          """
          100,  10, 0, 90,    7, 0, 63,   70, 'all in the same measure: the ratio stays'
          100,   0, 0, 100,   0, 0, 70,   70, 'nothing is visible at all'
          100,  10, 0, 90,   10, 0, 60,   70, 'only lost ones go'
          100,  40, 0, 60,   10, 0, 60,   70, 'only visible ones go'
          100,  40, 0, 110,  10, 0, 110,  70, 'beside long-dead ones'
          100,  10, 0, 90,   10, 0, 90,  100, 'nothing moves'
          100,  10, 0, 90,   40, 0, 90,  130, 'visible ones come'
          100,  10, 5, 85,    7, 3, 60,   70, 'some are unknown'
          100,  10, 0,  0,    5, 0,  0,   50, 'what is lost was never counted: the ratio stays'
          100,   0, 0,  0,    0, 0, 30,  100, 'nothing to go by'
          """)
  void p53InADropTheLostOnesCount(
      long level, long v, long u, long l, long v2, long u2, long l2, long then, String what) {
    Recount recount = new Recount(Signal.IPV4_ROUTES, new Blocks(v, u, l), new Blocks(v2, u2, l2));
    assertThat(recount.usualInDrop(level)).as(what).isEqualTo(then);
  }

  @ParameterizedTest(name = "{7}")
  @CsvSource(
      textBlock =
          """
          # usual, up, unknown, down before; up, unknown, down after; usual then
          100, 100,  0,  0,  70,  0,  0,  70
          100,  50, 50,  0,  35, 35,  0,  70
          100,  20, 80,  0,  14, 56,  0,  70
           60,   0, 100, 0,   0, 50,  0,  30
           60,   0, 100, 0,  50,  0,  0,  30
          100,   0,  0,  0,   5,  0,  0, 105
          """)
  void p53WhatIsKnownOfTheProbesStandsForAll(
      long level,
      long up,
      long unknown,
      long down,
      long up2,
      long unknown2,
      long down2,
      long then) {
    Recount recount =
        Recount.ofProbes(new Blocks(up, unknown, down), new Blocks(up2, unknown2, down2));
    assertThat(recount.usual(level)).isEqualTo(then);
  }
}
