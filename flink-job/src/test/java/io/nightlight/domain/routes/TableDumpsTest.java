package io.nightlight.domain.routes;

import static io.nightlight.domain.routes.Scene.session;
import static io.nightlight.domain.routes.Visibility.LOST;
import static io.nightlight.domain.routes.Visibility.VISIBLE;
import static org.assertj.core.api.Assertions.assertThat;

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

  private Scene row(Instant at, String prefix) {
    return scene.op(RouteOps.RIB_ROW, at, prefix, PEER);
  }

  @Test
  void rowsCountAsAnnouncements() {
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump);
    assertThat(scene.settle()).isEqualTo(Map.of(P, VISIBLE));
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
    Instant dump = scene.end;
    int op = kind.equals("WITHDRAW") ? RouteOps.WITHDRAW : RouteOps.ANNOUNCE;
    scene.op(op, dump.plusSeconds(updateAfter), P, PEER);
    row(dump.plusSeconds(rowAfter), P);
    row(dump.plusSeconds(rowAfter), Q);
    for (int window = 0; window < 4; window++) {
      if (!scene.end.isBefore(dump.plusSeconds(rowAfter + 1))) {
        scene.dumpShowsRows(PEER, dump);
      }
      if (window == 3) {
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
  void theEndOfADumpThatShowedNothingTakesAllAwayButWhatWasToldSince() {
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
    assertThat(scene.of(P)).isEqualTo(LOST);
    assertThat(scene.of(Q)).isEqualTo(VISIBLE);
    scene.dumpEnds(PEER, dump).settle();
    assertThat(scene.of(Q)).isEqualTo(VISIBLE);
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
  void rowsAreNotRememberedAsUpdates() {
    Instant dump = scene.end.minusSeconds(60);
    row(dump, P).dumpShowsRows(PEER, dump).announce(Q, PEER);
    scene.settle();
    assertThat(scene.table().snapshot().remembered())
        .singleElement()
        .satisfies(ops -> assertThat(ops.times()).hasSize(1));
  }

  @Test
  void whatNoDumpCanNeedIsForgotten() {
    for (int i = 0; i < 10; i++) {
      scene.announce(P, PEER).settle();
    }
    assertThat(scene.table().snapshot().remembered()).hasSizeLessThanOrEqualTo(4);
    scene.pass(Duration.ofMinutes(4));
    assertThat(scene.table().snapshot().remembered()).isEmpty();
    assertThat(scene.table().snapshot().ribBits()).isEmpty();
  }
}
