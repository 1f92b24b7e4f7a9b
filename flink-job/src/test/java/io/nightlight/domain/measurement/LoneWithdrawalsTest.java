package io.nightlight.domain.measurement;

import static io.nightlight.domain.net.IpFamily.IPV4;
import static io.nightlight.domain.net.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.EndOfRib;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoneWithdrawalsTest {
  private static final Session PEER = Story.peer(1);
  private static final Session OTHER = Story.peer(2);
  private static final Session THIRD = Story.peer(3);

  private final Story story = new Story();

  private boolean votes(Session session) {
    return story.votes(session, IPV4);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # its table and what it withdraws; the other's table and what that withdraws; does it vote?
          4000, 1999, 4000, 0,    true
          4000, 2000, 4000, 0,    false
          4000, 2000, 4000, 199,  false
          4000, 2000, 4000, 200,  true
          1000, 999,  4000, 0,    true
          1200, 1000, 4000, 0,    false
          2000, 2000, 9000, 2000, true
          4000, 4000, 300,  149,  false
          4000, 4000, 300,  150,  true
          4000, 4000, 99,   99,   false
          4000, 4000, 1,    1,    false
          """)
  void whoWithdrawsAloneHasNoVote(int size, int gone, int otherSize, int otherGone, boolean votes) {
    story.established(IPV4, size, PEER).established(IPV4, otherSize, OTHER);
    story.talk(PEER, OTHER);
    story.withdraw(PEER, 10, IPV4, gone).withdraw(OTHER, 50, IPV4, otherGone).tick();
    assertThat(votes(PEER)).isEqualTo(votes);
    assertThat(votes(OTHER)).isTrue();
  }

  @Test
  void p17WhereThereIsNobodyToCompareToItAbstains() {
    story.established(IPV4, 4_000, PEER);
    story.talk(PEER).withdraw(PEER, 10, IPV4, 4_000).tick();
    assertThat(votes(PEER)).isFalse();
  }

  @Test
  void p18TheSecondSessionOfTheSameAsIsNoWitness() {
    Session twin = Session.of("rrc06", "198.51.100.1", PEER.peerAsn());
    story.established(IPV4, 4_000, PEER, twin, OTHER);
    story.talk(PEER, twin, OTHER);
    story.withdraw(PEER, 10, IPV4, 4_000).withdraw(twin, 10, IPV4, 4_000).tick();
    assertThat(List.of(votes(PEER), votes(twin), votes(OTHER))).containsExactly(false, false, true);
  }

  @Test
  void aNationalOutageThatEveryPeerSeesTakesNobodysVote() {
    story.established(IPV4, 2_000, PEER).established(IPV4, 50_000, OTHER, THIRD);
    story.talk(PEER, OTHER, THIRD);
    for (Session session : List.of(PEER, OTHER, THIRD)) {
      story.withdraw(session, 20, IPV4, 2_000);
    }
    story.tick();
    assertThat(List.of(votes(PEER), votes(OTHER), votes(THIRD))).containsOnly(true);
  }

  @Test
  void whoMerelyCameFirstVotesAgainWhenOthersFollow() {
    story.established(IPV4, 2_000, PEER, OTHER);
    story.talk(PEER, OTHER).withdraw(PEER, 58, IPV4, 2_000).tick();
    assertThat(votes(PEER)).isFalse();
    story.talk(PEER, OTHER).withdraw(OTHER, 1, IPV4, 2_000).tick();
    assertThat(votes(PEER)).isTrue();
    assertThat(votes(OTHER)).isTrue();
    for (int minute = 0; minute < 30; minute++) {
      story.talk(PEER, OTHER).tick();
      assertThat(votes(PEER)).isTrue();
    }
  }

  @Test
  void whatOthersDoMuchLaterProvesNothing() {
    story.established(IPV4, 2_000, PEER, OTHER);
    story.talk(PEER, OTHER).withdraw(PEER, 58, IPV4, 2_000).tick();
    for (int minute = 0; minute < 15; minute++) {
      story.talk(PEER, OTHER).tick();
    }
    story.talk(PEER, OTHER).withdraw(OTHER, 1, IPV4, 400).tick();
    assertThat(votes(PEER)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # withdrawn so many times at intervals of so many minutes
          200, 10, 1, true,  ' 2,000 within ten windows'
          200, 10, 2, false, ' 1,000 within ten windows'
          """)
  void whatIsWithdrawnWithinTenWindowsCounts(
      int prefixes, int times, int minutes, boolean gutted, String why) {
    story.established(IPV4, 4_000, PEER, OTHER);
    for (int i = 0; i < times; i++) {
      story.talk(PEER, OTHER).withdraw(PEER, 3, IPV4, prefixes).tick();
      for (int pause = 1; pause < minutes; pause++) {
        story.talk(PEER, OTHER).tick();
      }
    }
    assertThat(story.of(PEER).ipv4().isGutted()).as(why).isEqualTo(gutted);
  }

  @Test
  void p20WhatIsAnnouncedAgainAtOnceWasNotWithdrawn() {
    story.established(IPV4, 2_000, PEER, OTHER);
    story.talk(PEER, OTHER);
    story.withdraw(PEER, 3, IPV4, 2_000).announce(PEER, 40, IPV4, 1_500).tick();
    assertThat(votes(PEER)).isTrue();
  }

  @Test
  void itVotesAgainWhenNineTenthsAreBack() {
    story.established(IPV4, 2_000, PEER, OTHER);
    story.talk(PEER, OTHER).withdraw(PEER, 3, IPV4, 2_000).tick();
    story.talk(PEER, OTHER).announce(PEER, 3, IPV4, 1_799).tick();
    assertThat(votes(PEER)).isFalse();
    story.talk(PEER, OTHER).announce(PEER, 3, IPV4, 1).tick();
    assertThat(votes(PEER)).isTrue();
    story.talk(PEER, OTHER).tick();
    assertThat(votes(PEER)).isTrue();
  }

  @Test
  void anEndOfRibMarkerOrADumpBegunSinceIsANewTable() {
    story.established(IPV4, 2_000, PEER, OTHER);
    long begunBefore = story.now() - 30 * Story.SECOND;
    story.talk(PEER, OTHER).withdraw(PEER, 3, IPV4, 2_000).tick();
    story.rows(PEER, 1, IPV4, 3, begunBefore).dumpEnds(PEER, 9, begunBefore).tick();
    assertThat(votes(PEER)).as("a dump begun before").isFalse();
    long begunSince = story.now();
    story.rows(PEER, 1, IPV4, 3, begunSince).dumpEnds(PEER, 9, begunSince).tick();
    assertThat(votes(PEER)).isTrue();
    story.established(IPV4, 2_000, PEER, OTHER);
    story.talk(PEER, OTHER).withdraw(PEER, 3, IPV4, 2_000).tick();
    assertThat(votes(PEER)).isFalse();
    story.endOfRib(PEER, 3, EndOfRib.IPV4).tick();
    assertThat(votes(PEER)).isTrue();
  }

  @Test
  void p28AGuttedIpv6TableCostsNoVoteOnIpv4() {
    story.established(IPV4, 2_000, PEER, OTHER).established(IPV6, 2_000, PEER, OTHER);
    story.talk(PEER, OTHER).withdraw(PEER, 3, IPV6, 2_000).tick();
    assertThat(story.votes(PEER, IPV6)).isFalse();
    assertThat(story.votes(PEER, IPV4)).isTrue();
  }

  @Test
  void whatASessionWithdrawsBeforeItsTableIsToldIsNoLoss() {
    story.up(PEER, 0).announce(PEER, 1, IPV4, 2_000).tick();
    story.withdraw(PEER, 3, IPV4, 2_000).tick();
    story.quiet(5);
    assertThat(story.of(PEER).ipv4().isGutted()).isFalse();
  }
}
