package io.nightlight.domain.routes;

import static io.nightlight.domain.routes.Scene.T0;
import static io.nightlight.domain.routes.Scene.session;
import static io.nightlight.domain.routes.Visibility.LOST;
import static io.nightlight.domain.routes.Visibility.UNKNOWN;
import static io.nightlight.domain.routes.Visibility.UNTRACKED;
import static io.nightlight.domain.routes.Visibility.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
  private static final String P = "175.45.176.0/24";
  private static final String Q = "175.45.177.0/24";

  private final Scene scene = new Scene();

  /** Sessions of as many ASes. */
  private static Session[] peers(int count) {
    return IntStream.range(0, count).mapToObj(i -> session(i, 64_500 + i)).toArray(Session[]::new);
  }

  private static Session[] some(Session[] all, int from, int to) {
    return Arrays.copyOfRange(all, from, to);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # members, voters, of them have it; what the vote says
          1, 1, 1, VISIBLE
          1, 1, 0, LOST
          1, 0, 0, UNKNOWN
          2, 2, 1, VISIBLE
          2, 2, 0, LOST
          2, 1, 1, UNKNOWN
          3, 3, 2, VISIBLE
          3, 3, 1, LOST
          3, 2, 2, UNKNOWN
          4, 4, 2, VISIBLE
          4, 3, 1, LOST
          4, 3, 2, VISIBLE
          4, 2, 2, UNKNOWN
          5, 5, 2, LOST
          5, 5, 3, VISIBLE
          40, 3, 3, VISIBLE
          40, 3, 1, LOST
          40, 2, 2, UNKNOWN
          40, 40, 20, VISIBLE
          40, 40, 19, LOST
          200, 200, 100, VISIBLE
          200, 200, 99, LOST
          200, 2, 2, UNKNOWN
          """)
  void theVote(int members, int voters, int have, Visibility says) {
    Session[] all = peers(members);
    scene.votes(all).announce(P, all).settle();
    assertThat(scene.of(P)).isEqualTo(VISIBLE);
    scene.abstains(some(all, voters, members)).withdraw(P, some(all, have, members)).settle();
    assertThat(scene.of(P)).isEqualTo(says);
  }

  @Test
  void tellsOnlyWhatChanged() {
    Session[] all = peers(5);
    assertThat(scene.votes(all).announce(P, all).settle()).isEqualTo(Map.of(P, VISIBLE));
    assertThat(scene.announce(P, all).settle()).isEmpty();
    assertThat(scene.withdraw(P, some(all, 0, 2)).settle()).isEmpty();
    assertThat(scene.withdraw(P, all[2]).settle()).isEqualTo(Map.of(P, LOST));
    assertThat(scene.settle()).isEmpty();
  }

  @Test
  void p12ADeadCollectorTakesNothingAway() {
    Session[] all = peers(20);
    scene.votes(all).announce(P, all).announce(Q, all).settle();
    for (int i = 0; i < 5; i++) {
      scene.reset(all[i], scene.end.minusSeconds(10));
    }
    assertThat(scene.settle()).isEmpty();
    scene.withdraw(P, some(all, 5, 12)).settle();
    assertThat(scene.of(P)).as("8 of 15").isEqualTo(VISIBLE);
    scene.withdraw(P, all[12]).settle();
    assertThat(scene.of(P)).as("7 of 15").isEqualTo(LOST);
  }

  @Test
  void p12MostSessionsAtOnceAreTooFewLeftToAsk() {
    Session[] all = peers(20);
    scene.votes(all).announce(P, all).settle();
    for (int i = 2; i < 20; i++) {
      scene.reset(all[i], scene.end.minusSeconds(10));
    }
    assertThat(scene.settle()).isEqualTo(Map.of(P, UNKNOWN));
  }

  @Test
  void p13ASilentSessionTakesNothingAwayAndHasItsWordAgain() {
    Session[] all = peers(4);
    scene.votes(all).announce(P, all).settle();
    assertThat(scene.abstains(all[0]).settle()).isEmpty();
    scene.withdraw(P, some(all, 2, 4)).settle();
    assertThat(scene.of(P)).as("1 of 3").isEqualTo(LOST);
    scene.votes(all[0]).settle();
    assertThat(scene.of(P)).as("2 of 4, as all[0] never lost it").isEqualTo(VISIBLE);
  }

  @Test
  void p15ASessionThatTellsItsTableAnewHasNoVoteMeanwhile() {
    Session[] all = peers(3);
    scene.votes(all).announce(P, all).announce(Q, all).settle();
    scene.withdraw(P, all[2]).settle();
    assertThat(scene.of(P)).as("2 of 3").isEqualTo(VISIBLE);
    Instant reset = scene.end.minusSeconds(40);
    scene.reset(all[0], reset).announce(Q, all[0]);
    assertThat(scene.settle())
        .as("no dip: two of three members are too few to ask")
        .isEqualTo(Map.of(P, UNKNOWN, Q, UNKNOWN));
    scene.announce(P, all[0]);
    assertThat(scene.settle()).as("nor a return").isEmpty();
    assertThat(scene.votes(all[0]).settle()).isEqualTo(Map.of(P, VISIBLE, Q, VISIBLE));
  }

  @Test
  void p17TheOnlyFullFeedLeavesWhatItAloneToldOfUnknown() {
    Session[] all = peers(14);
    scene.votes(all).announce(P, all[5]).announce(Q, all).settle();
    assertThat(scene.of(P)).isEqualTo(VISIBLE);
    scene.reset(all[5], scene.end.minusSeconds(1));
    assertThat(scene.settle()).isEqualTo(Map.of(P, UNKNOWN));
    scene.announce(P, all[5]).votes(all[5]);
    assertThat(scene.settle()).isEqualTo(Map.of(P, VISIBLE));
  }

  @Test
  void p18ManySessionsOfOneAsHaveOneVote() {
    Session[] big = IntStream.range(0, 12).mapToObj(i -> session(i, 3356)).toArray(Session[]::new);
    Session[] others = peers(8);
    scene.votes(big).votes(others).announce(P, big).announce(P, others).settle();
    assertThat(scene.withdraw(P, big).settle()).isEmpty();
    scene.withdraw(P, some(others, 0, 3)).settle();
    assertThat(scene.of(P)).as("5 of 9").isEqualTo(VISIBLE);
    scene.withdraw(P, others[3]).settle();
    assertThat(scene.of(P)).as("4 of 9").isEqualTo(LOST);
  }

  @Test
  void p18AnAsHasItIfAnyOfItsVotingSessionsHas() {
    Session here = session(1, 3356);
    Session there = session(2, 3356);
    Session[] others = peers(2);
    scene.votes(here, there).votes(others);
    scene.announce(P, here, there).announce(P, others).settle();
    scene.withdraw(P, here).withdraw(P, others[0]).settle();
    assertThat(scene.of(P)).as("AS3356 and one of two").isEqualTo(VISIBLE);
    scene.abstains(there).settle();
    assertThat(scene.of(P)).as("AS3356 speaks by the session that lost it").isEqualTo(LOST);
    scene.votes(there).abstains(here).settle();
    assertThat(scene.of(P)).isEqualTo(VISIBLE);
  }

  @Test
  void p19FourOf36PeersWithStaleRoutesKeepNothingAlive() {
    Session[] all = peers(36);
    scene.votes(all).announce(P, all).settle();
    for (int i = 4; i < 36; i++) {
      scene.withdraw(P, all[i]);
      Map<String, Visibility> changes = scene.settle();
      assertThat(changes).isEqualTo(i == 22 ? Map.of(P, LOST) : Map.of());
    }
    scene.announce(P, some(all, 4, 10)).settle();
    assertThat(scene.of(P)).isEqualTo(LOST);
    scene.announce(P, some(all, 10, 18)).settle();
    assertThat(scene.of(P)).as("18 of 36").isEqualTo(VISIBLE);
  }

  @Test
  void p20PathsThatAreTriedBeforeTheEndCountAsHavingIt() {
    Session[] all = peers(5);
    scene.votes(all).announce(P, all).settle();
    Instant open = scene.end.minusSeconds(60);
    for (int path = 0; path < 3; path++) {
      scene.op(RouteOps.ANNOUNCE, open.plusSeconds(10 * path), P, all);
    }
    scene.op(RouteOps.WITHDRAW, open.plusSeconds(50), P, all);
    assertThat(scene.settle()).isEqualTo(Map.of(P, LOST));
    scene.op(RouteOps.ANNOUNCE, scene.end.minusSeconds(20), P, all);
    assertThat(scene.settle()).isEqualTo(Map.of(P, VISIBLE));
  }

  @Test
  void p20AFlapWithinAWindowIsNotTold() {
    Session[] all = peers(5);
    scene.votes(all).announce(P, all).settle();
    scene.op(RouteOps.ANNOUNCE, scene.end.minusSeconds(1), P, all);
    scene.op(RouteOps.WITHDRAW, scene.end.minusSeconds(59), P, all);
    assertThat(scene.settle()).isEmpty();
  }

  @Test
  void p24AWithdrawalOfWhatWasNeverHeardOfIsNothing() {
    Session[] all = peers(5);
    scene.votes(all).withdraw(P, all);
    assertThat(scene.settle()).isEmpty();
    scene.announce(P, all).settle();
    scene.withdraw(P, all).withdraw(P, all).settle();
    assertThat(scene.withdraw(P, all).settle()).isEmpty();
    assertThat(scene.announce(P, some(all, 0, 3)).settle()).isEqualTo(Map.of(P, VISIBLE));
  }

  @Test
  void p27OneAddressAtTwoCollectorsIsTwoSessions() {
    Session here = Session.of("rrc06", "192.0.2.1", 1);
    Session there = Session.of("rrc15", "192.0.2.1", 1);
    Session successor = Session.of("rrc06", "192.0.2.1", 2);
    scene.votes(here, there, successor).announce(P, here, there, successor).settle();
    scene.withdraw(P, here).settle();
    assertThat(scene.of(P)).as("AS1 has it at the other collector").isEqualTo(VISIBLE);
    scene.withdraw(P, there).settle();
    assertThat(scene.of(P)).as("1 of 2").isEqualTo(VISIBLE);
    scene.withdraw(P, successor).settle();
    assertThat(scene.of(P)).isEqualTo(LOST);
  }

  @Test
  void p30WhatWasLeakedForAnHourIsLostAndForgotten() {
    Session[] all = peers(5);
    scene.votes(all).announce(P, all).announce(Q, all).settle();
    scene.pass(Duration.ofHours(1));
    assertThat(scene.withdraw(Q, all).settle()).isEqualTo(Map.of(Q, LOST));
    Instant midnight = Instant.parse("2014-12-23T00:00:00Z");
    assertThat(scene.jumpTo(midnight).settle()).isEmpty();
    assertThat(scene.jumpTo(midnight.plus(Duration.ofDays(1))).settle())
        .isEqualTo(Map.of(Q, UNTRACKED));
    assertThat(scene.table().prefixes()).isEqualTo(1);
    assertThat(scene.announce(Q, all).settle()).isEqualTo(Map.of(Q, VISIBLE));
  }

  @Test
  void aResetVoidsWhatWasSaidBeforeItAndNothingThatWasSaidSince() {
    Session[] all = peers(1);
    Instant reset = scene.end.minusSeconds(30);
    scene.votes(all).op(RouteOps.ANNOUNCE, reset.minusSeconds(1), P, all);
    scene.op(RouteOps.ANNOUNCE, reset.plusSeconds(1), Q, all);
    scene.reset(all[0], reset).votes(all);
    scene.settle();
    assertThat(scene.of(P)).isEqualTo(LOST);
    assertThat(scene.of(Q)).isEqualTo(VISIBLE);
  }

  @Test
  void aResetOfAnEarlierWindowVoidsOnce() {
    Session[] all = peers(1);
    scene.votes(all).announce(P, all).settle();
    scene.reset(all[0], scene.end.minusSeconds(30)).votes(all);
    assertThat(scene.settle()).isEqualTo(Map.of(P, LOST));
    assertThat(scene.announce(P, all).settle()).isEqualTo(Map.of(P, VISIBLE));
    assertThat(scene.votes(all).settle()).isEmpty();
  }

  @Test
  void aSessionOfWhichNothingIsSaidHasNoVote() {
    Session[] all = peers(3);
    scene.announce(P, all);
    assertThat(scene.settle()).isEqualTo(Map.of(P, UNKNOWN));
    assertThat(scene.votes(all).settle()).isEqualTo(Map.of(P, VISIBLE));
  }

  @Test
  void aLateOperationCountsInTheOpenWindowBeforeAllElse() {
    Session[] all = peers(1);
    scene.votes(all).announce(P, all).settle();
    Instant late = scene.end.minusSeconds(90);
    scene.op(RouteOps.ANNOUNCE, scene.end.minusSeconds(60), Q, all);
    assertThat(scene.late()).isZero();
    scene.announce(Q, all).op(RouteOps.WITHDRAW, late, Q, all).op(RouteOps.WITHDRAW, late, P, all);
    assertThat(scene.late()).isEqualTo(2);
    assertThat(scene.settle()).isEqualTo(Map.of(P, LOST, Q, VISIBLE));
  }

  @Test
  void p5WhatIsBehindTheInputIsLateHoweverFarTheShardIs() {
    Session[] all = peers(1);
    RouteBatch said =
        Batches.of(
            all[0],
            RouteOps.ANNOUNCE,
            Scene.micros(scene.end.minusSeconds(30)),
            1,
            io.nightlight.domain.net.Prefix.parse(P),
            0);
    scene
        .votes(all)
        .take(
            new RouteBatch(
                0,
                Scene.micros(scene.end),
                said.sessionIds(),
                said.peerAsns(),
                said.ops(),
                said.pathIds()));
    assertThat(scene.late()).isEqualTo(1);
    assertThat(scene.settle()).isEmpty();
    assertThat(scene.settle()).as("in the window that was open").isEqualTo(Map.of(P, VISIBLE));
  }

  @Test
  void whatComesEarlyWaitsForItsWindow() {
    Session[] all = peers(1);
    scene.votes(all).op(RouteOps.ANNOUNCE, scene.end.plusSeconds(70), P, all);
    assertThat(scene.settle()).isEmpty();
    scene.restore();
    assertThat(scene.settle()).isEmpty();
    assertThat(scene.settle()).isEqualTo(Map.of(P, VISIBLE));
  }

  @Test
  void withinAMessageTheWithdrawalCountsFirst() {
    Session one = session(1, 1);
    long prefix = io.nightlight.domain.net.Prefix.parse(P);
    long at = Scene.micros(T0);
    scene.votes(one).take(Batches.of(one, RouteOps.ANNOUNCE, at, 7, prefix, 0));
    scene.take(Batches.of(one, RouteOps.WITHDRAW, at, 7, prefix, 0));
    assertThat(scene.settle()).isEqualTo(Map.of(P, VISIBLE));
  }

  @Test
  void p26TheLossOfOnePathOfTwoIsNotTheLossOfThePrefix() {
    Session[] all = peers(3);
    scene.votes(all).path(RouteOps.ANNOUNCE, 1, P, all).path(RouteOps.ANNOUNCE, 2, P, all);
    assertThat(scene.restore().settle()).isEqualTo(Map.of(P, VISIBLE));
    scene.path(RouteOps.WITHDRAW, 1, P, all).path(RouteOps.WITHDRAW, 1, P, all);
    assertThat(scene.restore().settle()).isEmpty();
    scene.path(RouteOps.WITHDRAW, 7, P, all);
    assertThat(scene.settle()).as("a path that was never told").isEmpty();
    assertThat(scene.path(RouteOps.WITHDRAW, 2, P, all).settle()).isEqualTo(Map.of(P, LOST));
    scene.path(RouteOps.ANNOUNCE, 1, P, all).path(RouteOps.ANNOUNCE, 2, P, all).settle();
    assertThat(scene.withdraw(P, all).settle()).as("all paths at once").isEqualTo(Map.of(P, LOST));
    scene.path(RouteOps.ANNOUNCE, 1, P, all).settle();
    assertThat(scene.path(RouteOps.WITHDRAW, 1, P, all).settle()).isEqualTo(Map.of(P, LOST));
  }

  @Test
  void p26ALostSessionsPathsAreGone() {
    Session[] all = peers(1);
    scene.votes(all).path(RouteOps.ANNOUNCE, 1, P, all).path(RouteOps.ANNOUNCE, 2, P, all).settle();
    scene.reset(all[0], scene.end.minusSeconds(40)).votes(all).path(RouteOps.ANNOUNCE, 2, P, all);
    scene.settle();
    assertThat(scene.path(RouteOps.WITHDRAW, 2, P, all).settle()).isEqualTo(Map.of(P, LOST));
  }

  @Test
  void p23AnotherOriginIsNotedAndNothingIsLost() {
    Session[] all = peers(3);
    scene.votes(all).announce(P, all).settle();
    assertThat(scene.latest(P).originAsn()).as("the smallest of three").isEqualTo(64_500);
    assertThat(scene.announce(P, all[2]).settle()).isEmpty();
    scene.withdraw(P, all).settle();
    assertThat(scene.latest(P))
        .isEqualTo(
            new VisibilityChange(
                io.nightlight.domain.net.Prefix.parse(P), VISIBLE, LOST, 64_502, 3, 3, 1));
  }

  private static Session at(String collector, int number, long asn) {
    return Session.of(collector, "192.0.2." + number, asn);
  }

  /** Seven ASes at one collector, three at another, one at a third; each an AS of its own. */
  private static Session[] elevenAtThree() {
    Session[] all = new Session[11];
    for (int i = 0; i < all.length; i++) {
      all[i] = at(i < 7 ? "rrc00" : i < 10 ? "rrc01" : "rrc02", i, 64_500 + i);
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # of the first, the second and the third collector's ASes so many withdraw; confirmed by
          6, 0, 0, 1
          7, 0, 0, 1
          7, 1, 0, 1
          7, 2, 0, 2
          6, 3, 0, 2
          6, 3, 1, 3
          3, 3, 0, 1
          2, 2, 0, 0
          3, 3, 1, 2
          """)
  void p63ALossIsConfirmedByEachCollectorThatLostIt(int first, int second, int third, int by) {
    Session[] all = elevenAtThree();
    scene.votes(all).announce(P, all).settle();
    scene.withdraw(P, some(all, 0, first)).withdraw(P, some(all, 7, 7 + second));
    scene.withdraw(P, some(all, 10, 10 + third)).settle();
    assertThat(scene.of(P)).isEqualTo(by == 0 ? VISIBLE : LOST);
    assertThat(scene.latest(P).collectors()).isEqualTo(by);
  }

  @Test
  void p63SessionsOfOneAsAtACollectorAreOneOpinionThere() {
    Session[] all = {
      at("rrc00", 1, 64_500), at("rrc00", 2, 64_500), at("rrc00", 3, 64_501),
      at("rrc01", 4, 64_500), at("rrc01", 5, 64_502), at("rrc01", 6, 64_503)
    };
    scene.votes(all).announce(P, all).settle();
    scene.withdraw(P, all[0], all[2], all[3], all[4], all[5]).settle();
    assertThat(scene.latest(P).collectors())
        .as("one of two at the first still has it")
        .isEqualTo(1);
    scene.withdraw(P, all[1]).settle();
    assertThat(scene.latest(P).collectors()).isEqualTo(2);
  }

  @Test
  void p63ALossThatASecondCollectorConfirmsLaterIsToldOnceMore() {
    Session[] all = elevenAtThree();
    scene.votes(all).announce(P, all).settle();
    scene.withdraw(P, some(all, 0, 7)).settle();
    assertThat(scene.withdraw(P, all[7]).settle()).as("not yet").isEmpty();
    assertThat(scene.restore().withdraw(P, all[8]).settle()).isEqualTo(Map.of(P, LOST));
    assertThat(scene.latest(P).onlyConfirms()).isTrue();
    assertThat(scene.latest(P).collectors()).isEqualTo(2);
    assertThat(scene.restore().withdraw(P, all[9], all[10]).settle()).as("told already").isEmpty();
    scene.announce(P, all).settle();
    scene.withdraw(P, some(all, 0, 7)).settle();
    assertThat(scene.latest(P).collectors()).isEqualTo(1);
    assertThat(scene.withdraw(P, some(all, 7, 11)).settle()).isEqualTo(Map.of(P, LOST));
  }

  /** Those who abstain confirm nothing. */
  @Test
  void p63ABlindCollectorConfirmsNothing() {
    Session[] all = elevenAtThree();
    scene.votes(all).announce(P, all).settle();
    scene.abstains(some(all, 7, 11)).settle();
    scene.withdraw(P, all).settle();
    assertThat(scene.latest(P).collectors()).isEqualTo(1);
  }

  @Test
  void p64ASessionThatIsForgottenMakesRoomForAnother() {
    Session[] all = peers(64);
    scene.votes(all).announce(P, all).announce(Q, all[7]).settle();
    scene.retire(all[7]);
    assertThat(scene.settle()).isEqualTo(Map.of(Q, UNTRACKED));
    Session another = session(99, 64_999);
    scene.votes(another).announce(Q, another);
    assertThat(scene.settle()).isEqualTo(Map.of(Q, VISIBLE));
    assertThat(scene.restore().table().snapshot().rows().words()).isEqualTo(1);
    scene.withdraw(P, some(all, 0, 7)).withdraw(P, some(all, 8, 33)).settle();
    assertThat(scene.of(P)).as("31 of 63").isEqualTo(LOST);
  }

  @Test
  void thousandsOfPrefixesAndHundredsOfSessions() {
    Session[] all = peers(150);
    for (int i = 0; i < 3000; i++) {
      scene.announce(
          "11." + i / 256 + "." + i % 256 + ".0/24", all[i % 150], all[(i * 7 + 1) % 150]);
    }
    scene.votes(all);
    assertThat(scene.settle()).hasSize(3000).containsValue(VISIBLE);
    assertThat(scene.table().prefixes()).isEqualTo(3000);
    assertThat(scene.restore().settle()).isEmpty();
    scene.abstains(all);
    assertThat(scene.settle().values()).hasSize(3000).containsOnly(UNKNOWN);
  }
}
