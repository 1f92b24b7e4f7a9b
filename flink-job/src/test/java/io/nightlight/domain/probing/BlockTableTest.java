package io.nightlight.domain.probing;

import static io.nightlight.domain.probing.Probes.BLOCK;
import static io.nightlight.domain.probing.Probes.DAY;
import static io.nightlight.domain.probing.Probes.IPV6;
import static io.nightlight.domain.probing.Probes.MINUTE;
import static io.nightlight.domain.probing.Probes.OTHER;
import static io.nightlight.domain.probing.Probes.T0;
import static io.nightlight.domain.probing.Probes.at;
import static io.nightlight.domain.probing.Probes.result;
import static io.nightlight.domain.probing.Probes.vantage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Target;
import io.nightlight.domain.observation.ProbeMethod;
import io.nightlight.domain.observation.ProbeObservation;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTableTest {
  private static final int ROUND = 10;

  private final Probes probes = new Probes();

  /** The block's hosts all answer, one probe of each vantage a round, for so many rounds. */
  private void healthyRounds(int rounds, int vantages) {
    for (int round = 0; round < rounds; round++) {
      for (int v = 0; v < vantages; v++) {
        probes.reply(ROUND * round + (double) ROUND * v / vantages, v, BLOCK, v % 16);
      }
    }
    probes.settle((long) ROUND * rounds);
  }

  @Test
  void aBlockIsUpFromItsFirstReplyOn() {
    probes.reply(0.5, 1, BLOCK, 7);
    probes.reply(0.5, 1, IPV6, 1L << 50);
    probes.settle(1);
    assertThat(probes.told())
        .containsExactlyInAnyOrder(
            "1 175.45.176.0/24 UNTRACKED>UP", "1 2001:db8:1::/48 UNTRACKED>UP");
  }

  @Test
  void whatNeverAnsweredIsNotEvenTracked() {
    for (int host = 0; host < 256; host++) {
      probes.silence(0.1, host % 5, BLOCK, host);
      probes.silence(0.1, host % 5, IPV6, host);
    }
    probes.settle(30);
    assertThat(probes.told()).isEmpty();
    assertThat(probes.table.blocks(IpFamily.IPV4) + probes.table.blocks(IpFamily.IPV6)).isZero();
  }

  @Test
  void silencesOfHostsThatNeverAnsweredAreNoEvidence() {
    healthyRounds(1, 4);
    for (int host = 100; host < 200; host++) {
      probes.silence(10.5, 1, BLOCK, host);
    }
    probes.settle(30);
    assertThat(probes.told())
        .as("nothing was learned for two rounds")
        .containsExactly("1 175.45.176.0/24 UNTRACKED>UP", "29 175.45.176.0/24 UP>UNKNOWN");
  }

  @Test
  void aHostThatAnswersInTheSameWindowIsKnownInAllOfIt() {
    probes.silence(0.1, 1, BLOCK, 7);
    probes.reply(0.9, 1, BLOCK, 7);
    probes.settle(1);
    probes.silence(1.1, 1, BLOCK, 8);
    probes.settle(2);
    assertThat(probes.told()).containsExactly("1 175.45.176.0/24 UNTRACKED>UP");
  }

  @Test
  void aTotalOutageIsFoundWithinARoundByTwelveVantagesWithAProbeEach() {
    healthyRounds(20, 12);
    probes.told();
    for (int v = 0; v < 12; v++) {
      probes.silence(200 + ROUND * v / 12.0, v, BLOCK, v % 16);
    }
    probes.settle(210);
    assertThat(probes.told()).singleElement().asString().matches("20\\d .* UP>DOWN");
  }

  @Test
  void aTotalOutageIsFoundWithinARoundByOneVantageWithFourProbes() {
    for (int round = 0; round < 50; round++) {
      for (int probe = 0; probe < 4; probe++) {
        probes.reply(ROUND * round + 2.5 * probe, 1, BLOCK, probe);
      }
    }
    probes.settle(500);
    probes.told();
    for (int probe = 0; probe < 4; probe++) {
      probes.silence(500 + 2.5 * probe, 1, BLOCK, probe);
    }
    probes.settle(510);
    assertThat(probes.told()).containsExactly("508 175.45.176.0/24 UP>DOWN");
  }

  @Test
  void onePingOfThreeLostPacketsTakesNoBlockDown() {
    healthyRounds(50, 4);
    probes.told();
    assertThat(probes.rate(BLOCK)).isEqualTo(Belief.RATE_HIGHEST);
    probes.accept(result(1, at(500.5), BLOCK, 1, 0, 3));
    probes.settle(501);
    assertThat(probes.told()).isEmpty();
    probes.accept(result(1, at(501.5), BLOCK, 1, 0, 1));
    probes.settle(502);
    assertThat(probes.told()).containsExactly("502 175.45.176.0/24 UP>DOWN");
  }

  @Test
  void aReplyOutweighsAllSilencesOfItsWindow() {
    healthyRounds(20, 12);
    int before = probes.rate(BLOCK);
    probes.told();
    for (int i = 0; i < 100; i++) {
      probes.silence(200 + i / 100.0, 1, BLOCK, i % 12);
    }
    probes.reply(200.5, 2, BLOCK, 3);
    probes.settle(201);
    assertThat(probes.told()).isEmpty();
    assertThat(probes.belief(BLOCK)).isEqualTo(Belief.HIGHEST);
    assertThat(probes.rate(BLOCK)).as("but they count as loss").isLessThan(before);
  }

  @Test
  void aBlockThatComesBackIsUpAfterTwoReplies() {
    aTotalOutageIsFoundWithinARoundByOneVantageWithFourProbes();
    probes.reply(511, 1, BLOCK, 1);
    probes.reply(512, 1, BLOCK, 2);
    probes.settle(513);
    assertThat(probes.told()).containsExactly("513 175.45.176.0/24 DOWN>UP");
  }

  @Test
  void p33WhatAVantageCouldNotSendIsNoEvidence() {
    healthyRounds(20, 12);
    probes.told();
    for (int minute = 200; minute < 215; minute++) {
      ProbeObservation error =
          new ProbeObservation(
              vantage(1), at(minute), new Target(BLOCK, 1), ProbeMethod.ICMP_ECHO, 0, 0, 3);
      assertThat(probes.accept(error).firstWindowEndMicros()).isEqualTo(Long.MAX_VALUE);
      probes.settle(minute + 1);
    }
    assertThat(probes.told()).isEmpty();
    assertThat(probes.belief(BLOCK)).isEqualTo(Belief.HIGHEST);
    probes.settle(230);
    assertThat(probes.told()).containsExactly("221 175.45.176.0/24 UP>UNKNOWN");
  }

  @Test
  void p31ResultsOfABlindVantageAreVoid() {
    healthyRounds(20, 12);
    probes.told();
    int rate = probes.rate(BLOCK);
    probes.blind.add(vantage(3));
    for (int i = 0; i < 60; i++) {
      probes.silence(200 + i / 10.0, 3, BLOCK, i % 12);
      probes.reply(200 + i / 10.0, 3, OTHER, i % 12);
    }
    probes.settle(206);
    assertThat(probes.told()).isEmpty();
    assertThat(probes.belief(BLOCK)).isEqualTo(Belief.HIGHEST);
    assertThat(probes.rate(BLOCK)).isEqualTo(rate);
    assertThat(probes.state(OTHER)).isEqualTo(BlockState.UNTRACKED);
  }

  @Test
  void p32ACutOffVantageCannotTakeDownWhatOthersReach() {
    healthyRounds(20, 12);
    probes.told();
    probes.cutOff.add(vantage(3));
    for (int i = 0; i < 60; i++) {
      probes.silence(200 + i / 2.0, 3, BLOCK, i % 12);
    }
    for (int minute = 205; minute < 230; minute += 10) {
      probes.reply(minute, 4, BLOCK, 5);
    }
    probes.settle(230);
    assertThat(probes.told()).isEmpty();
  }

  @Test
  void p32ItTakesDownWhatNobodyReaches() {
    healthyRounds(20, 12);
    probes.told();
    probes.cutOff.add(vantage(3));
    for (int i = 0; i < 60; i++) {
      probes.silence(200 + i / 2.0, 3, BLOCK, i % 12);
    }
    probes.settle(230);
    assertThat(probes.told())
        .as("once the last reply is a round old")
        .singleElement()
        .asString()
        .matches("21\\d .* UP>DOWN");
  }

  @Test
  void p32ItsOwnRepliesDoNotExcuseItsSilences() {
    probes.cutOff.add(vantage(3));
    for (int i = 0; i < 64; i++) {
      probes.reply(i / 64.0, 3, BLOCK, 1);
      probes.reply(1 + i / 64.0, 3, BLOCK, 1);
    }
    probes.settle(2);
    for (int i = 0; i < 8; i++) {
      probes.silence(2 + i / 10.0, 3, BLOCK, 1);
    }
    probes.settle(6);
    assertThat(probes.told())
        .containsExactly("1 175.45.176.0/24 UNTRACKED>UP", "3 175.45.176.0/24 UP>DOWN");
  }

  /** A tenth of 15 hosts answers, and three of ten rounds bring no reply at all. */
  @ParameterizedTest
  @ValueSource(longs = {34, 35, 36, 37, 38, 39})
  void p34ASparseBlockDoesNotFlap(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int host = 0; host < 15; host++) {
      probes.reply(0, 1, BLOCK, host);
    }
    int silent = 0;
    int rounds = 30 * 144;
    for (int round = 1; round <= rounds; round++) {
      boolean isSilent = random.nextInt(10) < 3;
      silent += isSilent ? 1 : 0;
      int heard = isSilent ? -1 : random.nextInt(15);
      for (int host = 0; host < 15; host++) {
        boolean answers = host == heard || !isSilent && random.nextInt(15) == 0;
        probes.accept(
            result(
                1, at(ROUND * round + host * 0.66), BLOCK, host, answers ? 1 : 0, answers ? 0 : 1));
      }
      probes.settle(ROUND * (round + 1L));
    }
    assertThat((double) silent / rounds).isCloseTo(0.3, within(0.02));
    assertThat(probes.told()).containsExactly("1 175.45.176.0/24 UNTRACKED>UP");
    assertThat(probes.rate(BLOCK) / 65_536.0).isCloseTo(0.1, within(0.04));
  }

  @Test
  void p34ASparseBlockThatDiesIsFoundInTheEnd() {
    p34ASparseBlockDoesNotFlap(34);
    int begin = ROUND * (30 * 144 + 1);
    for (int round = 0; round < 140; round++) {
      for (int host = 0; host < 15; host++) {
        probes.silence(begin + ROUND * round + host * 0.66, 1, BLOCK, host);
      }
    }
    probes.settle(begin + 1400);
    assertThat(probes.told()).singleElement().asString().endsWith("UP>DOWN");
  }

  /** Awake from 6 to 22 o'clock; by night nobody answers. */
  @Test
  void p35SleepTakesABlockDownAndDoesNotSpoilItsRate() {
    SplittableRandom random = new SplittableRandom(35);
    double[] evening = new double[8];
    for (int day = 0; day < evening.length; day++) {
      for (int probe = 0; probe < 144 * 4; probe++) {
        double minute = 1440 * day + 2.5 * probe;
        boolean sleeps = probe >= 22 * 24 || probe < 6 * 24;
        boolean answers = !sleeps && random.nextInt(2) == 0;
        int host = random.nextInt(20);
        probes.accept(result(1, at(minute), BLOCK, host, answers ? 1 : 0, answers ? 0 : 1));
        if (probe == 22 * 24) {
          probes.settle((long) minute);
          evening[day] = probes.rate(BLOCK) / 65_536.0;
        }
        if (probe == 6 * 24 - 1 && day > 0) {
          probes.settle((long) minute);
          assertThat(probes.state(BLOCK)).isEqualTo(BlockState.DOWN);
          assertThat(probes.rate(BLOCK) / 65_536.0).isCloseTo(evening[day - 1], within(0.03));
        }
      }
    }
    assertThat(evening[7]).isCloseTo(0.5, within(0.15));
  }

  /**
   * Nine of ten probes are lost from one minute to the next; the block is believed all the same.
   */
  @Test
  void p37ARateLimitedBlockComesBackAndIsUnderstood() {
    healthyRounds(50, 12);
    probes.told();
    SplittableRandom random = new SplittableRandom(37);
    int days = 4;
    for (int probe = 0; probe < days * 1440; probe++) {
      boolean answers = random.nextInt(10) < 3;
      probes.accept(
          result(1, at(500 + probe), BLOCK, probe % 12, answers ? 1 : 0, answers ? 0 : 1));
    }
    probes.settle(500 + 1440);
    probes.told();
    assertThat(probes.rate(BLOCK) / 65_536.0).isCloseTo(0.3, within(0.12));
    probes.settle(500 + days * 1440);
    assertThat(probes.told().size()).as("changes in three days").isLessThan(30);
  }

  @Test
  void aBlockWithoutEvidenceForTwoRoundsIsUnknown() {
    probes.reply(0, 1, BLOCK, 1);
    probes.settle(21);
    assertThat(probes.told()).containsExactly("1 175.45.176.0/24 UNTRACKED>UP");
    probes.settle(40);
    assertThat(probes.told()).containsExactly("22 175.45.176.0/24 UP>UNKNOWN");
    probes.silence(40.5, 1, BLOCK, 1);
    probes.settle(41);
    assertThat(probes.told()).as("one silence decides nothing").isEmpty();
    probes.reply(41.5, 1, BLOCK, 1);
    probes.settle(42);
    assertThat(probes.told()).containsExactly("42 175.45.176.0/24 UNKNOWN>UP");
  }

  @Test
  void anUnknownBlockThatStaysSilentIsDown() {
    healthyRounds(20, 12);
    probes.settle(240);
    probes.told();
    for (int i = 0; i < 2; i++) {
      probes.silence(240 + i, 1, BLOCK, 1);
    }
    probes.settle(242);
    assertThat(probes.told()).singleElement().asString().endsWith("UNKNOWN>DOWN");
  }

  @Test
  void theBeliefOfLongAgoIsNotCarriedOverAPauseWithoutTicks() {
    healthyRounds(20, 12);
    probes.told();
    probes.silence(500.5, 1, BLOCK, 1);
    probes.tick(at(501));
    assertThat(probes.told()).containsExactly("501 175.45.176.0/24 UP>UNKNOWN");
  }

  @Test
  void lateResultsAreDroppedAndCounted() {
    probes.reply(0, 1, BLOCK, 1);
    probes.settle(5);
    probes.reply(4.9, 1, OTHER, 1);
    assertThat(probes.late).isEqualTo(1);
    probes.reply(5, 1, BLOCK, 2);
    assertThat(probes.late).isEqualTo(1);
    probes.settle(10);
    assertThat(probes.state(OTHER)).isEqualTo(BlockState.UNTRACKED);
  }

  @Test
  void whatHadPassedForTheInputIsLateForAnIdleShard() {
    BlockBatchBuilder builder = new BlockBatchBuilder(1);
    builder.add(result(1, at(4.5), BLOCK, 1, 1, 0));
    builder.add(result(1, at(5.5), BLOCK, 1, 1, 0));
    BlockTable.Accepted accepted = probes.table.accept(builder.take(at(5)));
    assertThat(accepted).isEqualTo(new BlockTable.Accepted(at(6), 1));
  }

  @Test
  void resultsOfWindowsToComeWaitForThem() {
    probes.reply(0, 1, BLOCK, 1);
    probes.reply(7.5, 1, OTHER, 1);
    probes.settle(7);
    assertThat(probes.state(OTHER)).isEqualTo(BlockState.UNTRACKED);
    probes.settle(8);
    assertThat(probes.state(OTHER)).isEqualTo(BlockState.UP);
  }

  @Test
  void ofCopiesThatDisagreeTheOneWithMostRepliesCounts() {
    probes.accept(result(1, at(0), BLOCK, 1, 1, 0));
    probes.settle(1);
    for (int i = 0; i < 50; i++) {
      probes.accept(result(1, at(1), BLOCK, 1, 0, 3));
      probes.accept(result(1, at(1), BLOCK, 1, i == 25 ? 2 : 0, i == 25 ? 1 : 2));
    }
    probes.settle(2);
    assertThat(probes.rate(BLOCK)).isEqualTo(Belief.rate(Belief.learned(Belief.NO_COUNTS, 2, 1)));
  }

  @Test
  void theSameByAnotherMethodIsAnotherResult() {
    healthyRounds(50, 4);
    probes.told();
    for (ProbeMethod method : ProbeMethod.values()) {
      for (int copy = 0; copy < 2; copy++) {
        probes.accept(
            new ProbeObservation(vantage(1), at(500), new Target(BLOCK, 1), method, 0, 1, 0));
      }
    }
    probes.settle(501);
    assertThat(probes.told()).containsExactly("501 175.45.176.0/24 UP>DOWN");
  }

  @Test
  void p64BlocksOfWhichNothingIsLearnedAreForgotten() {
    probes.reply(0, 1, BLOCK, 1);
    probes.reply(0, 1, IPV6, 1);
    for (int day = 0; day < 29; day++) {
      probes.reply(1440 * day, 2, OTHER, 1);
      probes.tick(T0 + day * DAY + MINUTE);
    }
    assertThat(probes.told()).contains("1441 175.45.176.0/24 UP>UNKNOWN").hasSize(5);
    probes.tick(T0 + 29 * DAY);
    assertThat(probes.told())
        .containsExactlyInAnyOrder(
            "41760 175.45.177.0/24 UP>UNKNOWN",
            "41760 175.45.176.0/24 UNKNOWN>UNTRACKED",
            "41760 2001:db8:1::/48 UNKNOWN>UNTRACKED");
    assertThat(probes.table.blocks(IpFamily.IPV4)).isEqualTo(1);
    assertThat(probes.census.count()).isEqualTo(new BlockCensus.Count(0, 0, 1));
  }

  @Test
  void aBlockThatIsDownForLongerIsNotForgottenWhileItIsProbed() {
    healthyRounds(20, 12);
    probes.told();
    for (int tenMinutes = 20; tenMinutes < 60 * 144; tenMinutes++) {
      probes.silence(10 * tenMinutes, 1, BLOCK, 1);
      probes.tick(at(10 * tenMinutes + 1));
    }
    assertThat(probes.told()).singleElement().asString().endsWith("UP>DOWN");
    assertThat(probes.census.count()).isEqualTo(new BlockCensus.Count(0, 1, 0));
  }

  @Test
  void aPauseOfMonthsForgetsEverything() {
    healthyRounds(20, 12);
    probes.told();
    probes.reply(200.5, 1, OTHER, 1);
    probes.tick(T0 + 400 * DAY);
    assertThat(probes.told())
        .containsExactly(
            "576000 175.45.177.0/24 UNTRACKED>UP",
            "576000 175.45.176.0/24 UP>UNTRACKED",
            "576000 175.45.177.0/24 UP>UNTRACKED");
    assertThat(probes.census.count()).isEqualTo(new BlockCensus.Count(0, 0, 0));
  }

  @Test
  void aShardHasRoomForSoManyBlocksAndCountsTheOthers() {
    for (int i = 0; i < BlockRows.MOST + 5; i++) {
      probes.reply(0, 1, Prefix.ipv6(0x2001_0000_0000L + i, 48), 1);
    }
    probes.settle(1);
    assertThat(probes.table.blocks(IpFamily.IPV6)).isEqualTo(BlockRows.MOST);
    assertThat(probes.noRoom).isEqualTo(5);
    assertThat(probes.told()).hasSize(BlockRows.MOST);
    probes.settle(22);
    probes.tick(T0 + 30 * DAY);
    assertThat(probes.table.blocks(IpFamily.IPV6)).isZero();
  }

  @Test
  void moreThanSixteenIpv6HostsTakeEachOthersPlaces() {
    for (int host = 0; host < 40; host++) {
      probes.reply(host, 1, IPV6, host);
    }
    probes.settle(40);
    Responders responders = probes.table.rows(IpFamily.IPV6).responders();
    assertThat(responders.contain(0, 39)).isTrue();
    int known = 0;
    for (int host = 0; host < 40; host++) {
      known += responders.contain(0, host) ? 1 : 0;
    }
    assertThat(known).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          PT59S, P28D, round must be at least a minute
          PT10M, P41D, forgetAfter must be at most 40 days
          PT10M, PT20M, forgetAfter (PT20M) must exceed two rounds
          """)
  void impossibleRulesAreRefused(Duration round, Duration forgetAfter, String message) {
    assertThatThrownBy(() -> new ProbingRules(round, forgetAfter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void windowsAreAtMostAnHourLong() {
    assertThatThrownBy(() -> new BlockTable(61 * MINUTE))
        .isInstanceOf(IllegalArgumentException.class);
    probes.table = new BlockTable(60 * MINUTE);
    probes.reply(59.9999, 1, BLOCK, 1);
    probes.tick(at(60));
    assertThat(probes.state(BLOCK)).isEqualTo(BlockState.UP);
  }
}
