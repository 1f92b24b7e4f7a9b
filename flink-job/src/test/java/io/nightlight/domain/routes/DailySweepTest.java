package io.nightlight.domain.routes;

import static io.nightlight.domain.routes.Scene.session;
import static io.nightlight.domain.routes.Visibility.LOST;
import static io.nightlight.domain.routes.Visibility.UNKNOWN;
import static io.nightlight.domain.routes.Visibility.UNTRACKED;
import static io.nightlight.domain.routes.Visibility.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who becomes a member and who stops being one, day by day. */
class DailySweepTest {
  private static final String P = "175.45.176.0/24";
  private static final String Q = "175.45.177.0/24";
  private static final Instant MIDNIGHT = Instant.parse("2014-12-23T00:00:00Z");
  private static final Session[] FULL = peers(0, 3);
  private static final Session[] PARTIAL = peers(10, 20);

  private final Scene scene = new Scene().votes(FULL).votes(PARTIAL);

  private static Session[] peers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> session(i, 64_500 + i)).toArray(Session[]::new);
  }

  /** Settles the window that ends at a midnight: the sweep. */
  private Map<String, Visibility> sweep(int day) {
    return scene.jumpTo(MIDNIGHT.plus(Duration.ofDays(day))).settle();
  }

  @Test
  void aLeakToPartialFeedsDoesNotStayAsLostVotes() {
    scene.announce(P, FULL).announce(P, PARTIAL).settle();
    scene.withdraw(P, PARTIAL);
    assertThat(scene.settle()).as("3 of 13, until the sweep").isEqualTo(Map.of(P, LOST));
    assertThat(sweep(0)).isEmpty();
    assertThat(sweep(1)).as("what is LOST keeps its members").isEmpty();
  }

  @Test
  void whoHeldItAtNeitherOfTwoSweepsStopsBeingAMember() {
    Session[] few = peers(10, 12);
    scene.announce(P, FULL).announce(P, few).settle();
    scene.withdraw(P, few).settle();
    assertThat(scene.of(P)).isEqualTo(VISIBLE);
    sweep(0);
    scene.withdraw(P, FULL[0]).settle();
    assertThat(scene.of(P)).as("2 of 5").isEqualTo(LOST);
    scene.announce(P, FULL[0]).settle();
    sweep(1);
    scene.withdraw(P, FULL[0]).settle();
    assertThat(scene.of(P)).as("2 of 3").isEqualTo(VISIBLE);
  }

  @Test
  void whoHeldItAtTheSweepBeforeStays() {
    Session[] few = peers(10, 12);
    scene.announce(P, FULL).announce(P, few).settle();
    sweep(0);
    scene.withdraw(P, few).settle();
    sweep(1);
    scene.withdraw(P, FULL[0]).settle();
    assertThat(scene.of(P)).as("2 of 5").isEqualTo(LOST);
  }

  @Test
  void whoCannotVoteStays() {
    scene.announce(P, FULL).settle();
    sweep(0);
    scene.reset(FULL[0], scene.end.minusSeconds(5)).settle();
    assertThat(scene.of(P)).isEqualTo(UNKNOWN);
    sweep(1);
    sweep(2);
    sweep(3);
    assertThat(scene.of(P)).isEqualTo(UNKNOWN);
  }

  @Test
  void whoHoldsItAtTwoSweepsBecomesAMember() {
    scene.announce(P, FULL).settle();
    sweep(0);
    scene.announce(P, PARTIAL).settle();
    scene.withdraw(P, FULL).settle();
    assertThat(scene.of(P)).as("10 have it and are not asked").isEqualTo(LOST);
    scene.announce(P, FULL).settle();
    sweep(1);
    scene.withdraw(P, FULL).settle();
    assertThat(scene.of(P)).as("held at one sweep only").isEqualTo(LOST);
    scene.announce(P, FULL).settle();
    sweep(2);
    assertThat(scene.withdraw(P, FULL).settle()).as("10 of 13").isEmpty();
  }

  @Test
  void aLongOutageKeepsItsMembersAndItsReturnIsSeen() {
    scene.announce(P, FULL).announce(P, PARTIAL).settle();
    sweep(0);
    scene.withdraw(P, FULL).withdraw(P, PARTIAL).settle();
    for (int day = 1; day < 39; day++) {
      assertThat(sweep(day)).isEmpty();
    }
    scene.announce(P, FULL).settle();
    assertThat(scene.of(P)).as("3 of 13").isEqualTo(LOST);
    scene.announce(P, PARTIAL).settle();
    assertThat(scene.of(P)).isEqualTo(VISIBLE);
  }

  @Test
  void afterFortyDaysTheHoldersBecomeTheMembers() {
    scene.announce(P, FULL).announce(P, PARTIAL).announce(Q, FULL).settle();
    scene.withdraw(P, PARTIAL).withdraw(Q, FULL).settle();
    assertThat(scene.of(P)).isEqualTo(LOST);
    assertThat(sweep(0)).isEmpty();
    assertThat(sweep(1)).as("held at no sweep").isEqualTo(Map.of(Q, UNTRACKED));
    for (int day = 2; day < 39; day++) {
      assertThat(sweep(day)).isEmpty();
    }
    assertThat(sweep(39)).isEqualTo(Map.of(P, VISIBLE));
    assertThat(scene.table().prefixes()).isEqualTo(1);
  }

  @Test
  void aPrefixFirstHeardOfInTheDaysLastWindowIsNotForgotten() {
    scene.announce(Q, FULL).settle();
    scene.jumpTo(MIDNIGHT).announce(P, FULL);
    assertThat(scene.settle()).isEqualTo(Map.of(P, VISIBLE));
    assertThat(scene.withdraw(P, FULL).settle()).isEqualTo(Map.of(P, LOST));
  }

  @Test
  void whatIsLostInTheSweepsOwnWindowKeepsItsMembers() {
    scene.announce(P, FULL).settle();
    scene.jumpTo(MIDNIGHT.minusSeconds(60)).withdraw(P, FULL).settle();
    sweep(0);
    scene.announce(P, FULL).settle();
    scene.jumpTo(MIDNIGHT.plus(Duration.ofDays(1))).withdraw(P, FULL);
    assertThat(scene.settle()).isEqualTo(Map.of(P, LOST));
    scene.announce(P, FULL[0]);
    assertThat(scene.settle()).as("1 of 3").isEmpty();
  }

  @Test
  void whatIsForgottenMayReturnInTheSameMinute() {
    scene.announce(P, FULL).announce(Q, FULL).settle();
    sweep(0);
    scene.withdraw(P, FULL).settle();
    for (int day = 1; day < 40; day++) {
      sweep(day);
    }
    scene.jumpTo(MIDNIGHT.plus(Duration.ofDays(40))).withdraw(P, FULL);
    assertThat(scene.settle()).isEqualTo(Map.of(P, UNTRACKED));
    assertThat(scene.announce(P, FULL).settle()).isEqualTo(Map.of(P, VISIBLE));
  }

  @Test
  void theFirstWindowEverIsNoSweep() {
    scene.jumpTo(MIDNIGHT.plusSeconds(60)).announce(P, FULL[0]).settle();
    assertThat(scene.announce(P, FULL[1], FULL[2]).settle()).isEmpty();
    scene.withdraw(P, FULL[0]).settle();
    assertThat(scene.of(P)).as("still young: 2 of 3").isEqualTo(VISIBLE);
  }

  @Test
  void severalMidnightsAtOnceAreOneSweep() {
    scene.announce(P, FULL).settle();
    sweep(0);
    scene.announce(P, PARTIAL).settle();
    sweep(7);
    scene.withdraw(P, FULL).settle();
    assertThat(scene.of(P)).isEqualTo(LOST);
  }
}
