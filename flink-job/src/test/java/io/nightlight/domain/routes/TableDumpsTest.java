package io.nightlight.domain.routes;

import static io.nightlight.domain.routes.Scene.session;
import static io.nightlight.domain.routes.Visibility.LOST;
import static io.nightlight.domain.routes.Visibility.UNTRACKED;
import static io.nightlight.domain.routes.Visibility.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a collector's table dumps and its updates come together. */
class TableDumpsTest {
  private static final String P = "175.45.176.0/24";
  private static final String Q = "175.45.177.0/24";
  private static final Session PEER = session(1, 64_501);

  private final Scene scene = new Scene().votes(PEER);

  private Scene row(Instant dump, String prefix) {
    return scene.row(PEER, dump, dump, prefix);
  }

  @Test
  void rowsCountWhenTheDumpHasEnded() {
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump);
    assertThat(scene.settle()).isEmpty();
    assertThat(scene.restore().dumpEnds(PEER, dump).settle()).isEqualTo(Map.of(P, VISIBLE));
    assertThat(scene.latest(P).originAsn()).isEqualTo(PEER.peerAsn());
  }

  @Test
  void rowsOfADumpThatIsGivenUpCountAsAnnouncements() {
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump);
    row(dump, Q).op(RouteOps.WITHDRAW, dump.plusSeconds(5), Q, PEER);
    assertThat(scene.pass(Duration.ofMinutes(59))).isEmpty();
    assertThat(scene.restore().settle()).isEqualTo(Map.of(P, VISIBLE));
    assertThat(scene.of(Q)).isEqualTo(UNTRACKED);
  }

  @Test
  void p25AWithdrawalOfWhatOnlyTheFirstDumpKnowsCounts() {
    Instant dump = scene.end;
    scene.op(RouteOps.WITHDRAW, dump.minusSeconds(20), P, PEER).settle();
    scene.row(PEER, dump, dump.plusSeconds(40), P);
    row(dump, Q).dumpShowsRows(PEER, dump).dumpEnds(PEER, dump);
    scene.settle();
    assertThat(scene.of(P)).isEqualTo(UNTRACKED);
    assertThat(scene.of(Q)).isEqualTo(VISIBLE);
  }

  @Test
  void rowsOfTheNextDumpWaitUntilTheEndOfTheOneBeforeIsSettled() {
    Instant first = scene.end.minusSeconds(60);
    Instant second = first.plus(Duration.ofMinutes(20));
    row(first, P);
    row(first, Q).row(PEER, second, second, Q).restore();
    scene.dumpShowsRows(PEER, first).dumpEnds(PEER, first);
    assertThat(scene.settle()).isEqualTo(Map.of(P, VISIBLE, Q, VISIBLE));
    assertThat(scene.restore().pass(Duration.ofMinutes(19))).isEmpty();
    scene.dumpShowsRows(PEER, second).dumpEnds(PEER, second);
    assertThat(scene.settle()).isEqualTo(Map.of(P, LOST));
  }

  /** As it is when one partition is read hours ahead of another. */
  @Test
  void rowsOfTheNextDumpThatAreReadBeforeThoseOfThisOneTakeNothingFromIt() {
    scene.announce(P, PEER).announce(Q, PEER).settle();
    scene.pass(Duration.ofMinutes(10));
    Instant first = scene.end.minusSeconds(60);
    Instant second = first.plus(Duration.ofHours(2));
    row(second, Q).restore();
    row(first, P).row(PEER, first, first, Q).restore();
    scene.dumpShowsRows(PEER, first).dumpEnds(PEER, first);
    assertThat(scene.settle()).isEmpty();
    assertThat(scene.of(P)).isEqualTo(VISIBLE);
    scene.pass(Duration.ofHours(2).minusMinutes(1));
    scene.dumpShowsRows(PEER, second).dumpEnds(PEER, second);
    assertThat(scene.settle()).isEqualTo(Map.of(P, LOST));
  }

  /** What one session's dump shows is 64 sessions wide when that of the 71st begins. */
  @Test
  void aDumpTakesNothingFromThatOfTheSession64SlotsBefore() {
    speak(1, 64);
    scene.votes(session(7, 64_507)).settle();
    Instant dump = scene.end.minusSeconds(60);
    Session early = session(7, 64_507);
    scene.row(early, dump, dump, P).row(early, dump, dump, Q).dumpShowsRows(early, dump).settle();
    speak(65, 71);
    scene.dumpShowsRows(session(71, 64_571), scene.end.minusSeconds(60)).settle();
    assertThat(scene.dumpEnds(early, dump).settle()).isEqualTo(Map.of(P, VISIBLE, Q, VISIBLE));
  }

  /** Each takes the next slot. */
  private void speak(int first, int last) {
    for (int number = first; number <= last; number++) {
      scene.announce("192.0.2.0/24", session(number, 64_500 + number));
    }
  }

  @Test
  void aRowThatComesAfterItsDumpWasSettledSaysNothing() {
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump).dumpEnds(PEER, dump).settle();
    scene.withdraw(P, PEER).settle();
    row(dump, P);
    assertThat(scene.settle()).isEmpty();
    assertThat(scene.late()).isEqualTo(1);
  }

  @Test
  void p26PathsThatADumpShowsAreLostOneByOne() {
    Instant dump = scene.end.minusSeconds(60);
    for (int path = 1; path < 3; path++) {
      scene.take(
          Batches.of(
              PEER,
              RouteOps.sourceOfOnePath(0, RouteOps.RIB_ROW),
              Scene.micros(dump),
              path,
              Prefix.parse(P),
              Scene.micros(dump),
              path));
    }
    scene.dumpShowsRows(PEER, dump).restore().dumpEnds(PEER, dump);
    assertThat(scene.settle()).isEqualTo(Map.of(P, VISIBLE));
    assertThat(scene.path(RouteOps.WITHDRAW, 1, P, PEER).restore().settle()).isEmpty();
    assertThat(scene.path(RouteOps.WITHDRAW, 2, P, PEER).settle()).isEqualTo(Map.of(P, LOST));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # the update's time and the row's, in seconds after the dump was begun; does P stay?
          WITHDRAW, -61, 0,  VISIBLE
          WITHDRAW, -60, 0,  LOST
          WITHDRAW, -20, 70, LOST
          WITHDRAW, 1,   0,  LOST
          WITHDRAW, 60,  90, LOST
          WITHDRAW, 90,  60, LOST
          ANNOUNCE, -20, 70, VISIBLE
          ANNOUNCE, 90,  60, VISIBLE
          """)
  void p25UpdatesSinceAMinuteBeforeTheDumpWinOverItsRows(
      String kind, long updateAfter, long rowAfter, Visibility says) {
    scene.announce(P, PEER).settle();
    scene.pass(Duration.ofMinutes(3));
    Instant dump = scene.end.plusSeconds(60);
    int op = kind.equals("WITHDRAW") ? RouteOps.WITHDRAW : RouteOps.ANNOUNCE;
    scene.op(op, dump.plusSeconds(updateAfter), P, PEER);
    scene.row(PEER, dump, dump.plusSeconds(rowAfter), P);
    scene.row(PEER, dump, dump.plusSeconds(rowAfter), Q);
    for (int window = 0; window < 5; window++) {
      if (!scene.end.isBefore(dump.plusSeconds(rowAfter + 1))) {
        scene.dumpShowsRows(PEER, dump);
      }
      if (window == 4) {
        scene.dumpEnds(PEER, dump);
      }
      scene.restore().settle();
    }
    assertThat(scene.of(P)).isEqualTo(says);
    assertThat(scene.of(Q)).isEqualTo(VISIBLE);
  }

  @Test
  void p25ANewAnnouncementThatTheDumpMissedStays() {
    Instant dump = scene.end;
    scene.announce(P, PEER).settle();
    row(dump, Q).dumpShowsRows(PEER, dump).dumpEnds(PEER, dump);
    scene.settle();
    assertThat(scene.of(P)).as("announced half a minute before").isEqualTo(VISIBLE);
  }

  @Test
  void theEndOfADumpTakesAwayWhatItDidNotShow() {
    scene.announce(P, PEER).announce(Q, PEER).settle();
    scene.pass(Duration.ofMinutes(5));
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump);
    assertThat(scene.settle()).as("a row takes nothing away").isEmpty();
    assertThat(scene.restore().dumpEnds(PEER, dump).settle()).isEqualTo(Map.of(Q, LOST));
    assertThat(scene.restore().settle()).isEmpty();
  }

  @Test
  void p25ADumpWithoutAnEndTakesNothingAway() {
    scene.announce(P, PEER).announce(Q, PEER).settle();
    scene.pass(Duration.ofMinutes(5));
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump);
    scene.settle();
    assertThat(scene.pass(Duration.ofHours(3))).isEmpty();
    Instant next = scene.end.minusSeconds(60);
    row(next, Q).dumpShowsRows(PEER, next).dumpEnds(PEER, next);
    assertThat(scene.settle()).as("only the finished one counts").isEqualTo(Map.of(P, LOST));
  }

  @Test
  void anEndThatComesMoreThanAnHourLaterIsNoneAnyMore() {
    scene.announce(P, PEER).announce(Q, PEER).settle();
    scene.pass(Duration.ofMinutes(5));
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump);
    scene.settle();
    scene.pass(Duration.ofMinutes(61));
    assertThat(scene.dumpEnds(PEER, dump).settle()).isEmpty();
  }

  @Test
  void theEndOfADumpThatShowedNothingHereTakesAllAwayButWhatWasToldSince() {
    scene.announce(P, PEER).settle();
    scene.pass(Duration.ofMinutes(5));
    Instant dump = scene.end.minusSeconds(40);
    scene.op(RouteOps.ANNOUNCE, dump.plusSeconds(20), Q, PEER);
    scene.dumpShowsRows(PEER, dump).dumpEnds(PEER, dump);
    assertThat(scene.settle()).isEqualTo(Map.of(P, LOST, Q, VISIBLE));
  }

  @Test
  void aDumpThatNamesTheSessionAndHasNoRowOfItTakesAllAwayButWhatWasToldSince() {
    scene.announce(P, PEER).settle();
    scene.pass(Duration.ofMinutes(5));
    Instant dump = scene.end.minusSeconds(40);
    scene.op(RouteOps.ANNOUNCE, dump.plusSeconds(20), Q, PEER).dumpEnds(PEER, dump);
    assertThat(scene.settle()).isEqualTo(Map.of(P, LOST, Q, VISIBLE));
  }

  @Test
  void theEndOfAnOlderDumpIsNoEndOfTheOneUnderWay() {
    scene.announce(P, PEER).announce(Q, PEER).settle();
    scene.pass(Duration.ofMinutes(5));
    Instant older = scene.end.minusSeconds(60);
    Instant newer = scene.end.minusSeconds(10);
    row(newer, P).dumpShowsRows(PEER, newer).dumpEnds(PEER, older);
    assertThat(scene.settle()).isEmpty();
    assertThat(scene.dumpEnds(PEER, newer).settle()).isEqualTo(Map.of(Q, LOST));
  }

  @Test
  void whatAnOlderDumpShowedIsNoExcuseInTheNext() {
    Instant first = scene.end.minusSeconds(60);
    row(first, P);
    row(first, Q).dumpShowsRows(PEER, first).dumpEnds(PEER, first);
    scene.settle();
    scene.pass(Duration.ofMinutes(10));
    Instant second = scene.end.minusSeconds(60);
    row(second, P).dumpShowsRows(PEER, second).dumpEnds(PEER, second);
    assertThat(scene.settle()).isEqualTo(Map.of(Q, LOST));
  }

  @Test
  void rowsOfASessionThatCameUpSinceAreVoid() {
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump).reset(PEER, dump.plusSeconds(20)).votes(PEER);
    scene.op(RouteOps.ANNOUNCE, dump.plusSeconds(30), Q, PEER);
    scene.settle();
    assertThat(scene.of(Q)).isEqualTo(VISIBLE);
    assertThat(scene.dumpEnds(PEER, dump).settle()).isEmpty();
    assertThat(scene.of(P)).isEqualTo(UNTRACKED);
  }

  @Test
  void aDumpOfOneSessionIsNothingToAnother() {
    Session other = session(2, 64_502);
    Session third = session(3, 64_503);
    scene.votes(other, third).announce(P, PEER, other, third).settle();
    scene.pass(Duration.ofMinutes(5));
    Instant dump = scene.end.minusSeconds(60);
    row(dump, Q).dumpShowsRows(PEER, dump).dumpEnds(PEER, dump);
    assertThat(scene.settle()).as("P has 2 of 3").isEqualTo(Map.of(Q, VISIBLE));
  }

  @Test
  void whatNoDumpCanNeedIsForgotten() {
    for (int i = 0; i < 10; i++) {
      scene.announce(P, PEER).settle();
    }
    assertThat(scene.table().snapshot().dumps().lately()).hasSizeLessThanOrEqualTo(3);
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump).settle();
    assertThat(scene.table().snapshot().dumps().shown()).isNotEmpty();
    scene.dumpEnds(PEER, dump).settle();
    scene.pass(Duration.ofMinutes(4));
    assertThat(scene.table().snapshot().dumps())
        .usingRecursiveComparison()
        .ignoringFields("collecting", "done")
        .isEqualTo(TableDumps.Columns.none());
  }
}
