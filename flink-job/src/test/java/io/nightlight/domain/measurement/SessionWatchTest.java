package io.nightlight.domain.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.SessionSummary.Transition;
import io.nightlight.domain.measurement.SessionWatch.Link;
import io.nightlight.domain.measurement.TableWatch.Progress;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionWatchTest {
  private static final long SECOND = 1_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final WatchRules RULES = WatchRules.defaults();
  private static final Session SESSION = Session.of("rrc06", "192.0.2.1", 1);

  /** Minute by minute: minute 0 ends at {@link #T0} plus a minute. */
  private static final long T0 = 1_000_000 * MINUTE;

  private SessionWatch watch = SessionWatch.of(SESSION);
  private long end = T0 + MINUTE;
  private final List<BgpObservation> open = new ArrayList<>();

  /** In the open window. */
  private SessionWatchTest at(int second, BgpEvent kind, int announced) {
    return add(second, kind, announced, 0, false);
  }

  private SessionWatchTest add(
      int second, BgpEvent kind, int announced, long rib, boolean endOfRib) {
    open.add(
        new BgpObservation(
            kind,
            SESSION,
            end - MINUTE + second * SECOND,
            open.size(),
            new long[announced],
            new long[0],
            BgpObservation.noPathIds(),
            BgpObservation.noPathIds(),
            0,
            endOfRib ? EndOfRib.UNSAID : EndOfRib.NONE,
            rib,
            0));
    return this;
  }

  private static boolean votes(SessionWatch watch) {
    return watch.canVote(IpFamily.IPV4, RULES);
  }

  private SessionWatch tick() {
    SessionTally tally = new SessionTally(SESSION, end);
    open.forEach(tally::add);
    SessionSummary summary = tally.take();
    watch = summary == null ? watch.nextInSilence(end, RULES) : watch.next(summary, end, RULES);
    open.clear();
    end += MINUTE;
    return watch;
  }

  /** An established session with a whole table that says something every second. */
  private SessionWatchTest established() {
    for (int minute = 0; minute < 16; minute++) {
      talk();
      tick();
    }
    assertThat(votes(watch)).isTrue();
    return this;
  }

  private void talk() {
    for (int second = 0; second < 60; second += 2) {
      at(second, BgpEvent.UPDATE, 1);
    }
  }

  @Test
  void p14FailedAttemptsToConnectNeverGetHereSoALossIsALoss() {
    established();
    at(30, BgpEvent.PEER_DOWN, 0);
    assertThat(tick().link()).isEqualTo(Link.DOWN);
    assertThat(votes(watch)).isFalse();
    for (int i = 0; i < 100; i++) {
      tick();
    }
    assertThat(watch.link()).isEqualTo(Link.DOWN);
    assertThat(watch.reset().atMicros()).isEqualTo(T0 + 16 * MINUTE + 30 * SECOND);
  }

  @Test
  void whatItSaysAfterALossBringsItUpWithAnIncompleteTable() {
    established();
    at(30, BgpEvent.PEER_DOWN, 0).at(45, BgpEvent.UPDATE, 3);
    assertThat(tick().link()).isEqualTo(Link.UP);
    assertThat(watch.ipv4().progress()).isEqualTo(Progress.INCOMPLETE);
    assertThat(votes(watch)).isFalse();
  }

  @Test
  void whatItSaidBeforeALossDoesNot() {
    established();
    at(10, BgpEvent.UPDATE, 3).at(30, BgpEvent.PEER_DOWN, 0);
    assertThat(tick().link()).isEqualTo(Link.DOWN);
  }

  @Test
  void anOpenWithinASessionIsANewSession() {
    established();
    at(20, BgpEvent.UPDATE, 9).at(30, BgpEvent.PEER_UP, 0);
    tick();
    assertThat(watch.link()).isEqualTo(Link.UP);
    assertThat(watch.ipv4().progress()).isEqualTo(Progress.INCOMPLETE);
    assertThat(watch.upSinceMicros()).isEqualTo(T0 + 16 * MINUTE + 30 * SECOND);
    assertThat(watch.reset().atMicros()).isEqualTo(watch.upSinceMicros());
  }

  @Test
  void p15ATransferOfSixMinutesIsWaitedFor() {
    established();
    at(0, BgpEvent.PEER_UP, 0);
    for (int minute = 0; minute < 6; minute++) {
      at(30, BgpEvent.UPDATE, 175_000);
      assertThat(votes(tick())).as("minute %d", minute).isFalse();
    }
    at(30, BgpEvent.UPDATE, 8_750);
    assertThat(votes(tick())).as("5 %% of the busiest minute").isFalse();
    at(30, BgpEvent.UPDATE, 8_749);
    assertThat(votes(tick())).as("less").isTrue();
  }

  @Test
  void p15NoSoonerThanTwoMinutesAfterComingUp() {
    established();
    at(59, BgpEvent.PEER_UP, 0).at(59, BgpEvent.UPDATE, 1_000);
    tick();
    assertThat(votes(tick())).as("after 61 s").isFalse();
    assertThat(votes(tick())).as("after 121 s").isTrue();
  }

  @Test
  void p15NoLaterThanAQuarterOfAnHour() {
    at(0, BgpEvent.PEER_UP, 0);
    for (int minute = 0; minute < 14; minute++) {
      at(30, BgpEvent.UPDATE, 1_000);
      assertThat(votes(tick())).as("minute %d", minute).isFalse();
    }
    at(30, BgpEvent.UPDATE, 1_000);
    assertThat(votes(tick())).isTrue();
  }

  @Test
  void p15TheEndOfRibMarkerEndsTheWait() {
    at(0, BgpEvent.PEER_UP, 0).at(10, BgpEvent.UPDATE, 9).add(20, BgpEvent.UPDATE, 0, 0, true);
    assertThat(votes(tick())).isTrue();
  }

  @Test
  void theEndOfATableThatNeverHadAPrefixMakesNoVoter() {
    at(0, BgpEvent.PEER_UP, 0).add(20, BgpEvent.UPDATE, 0, 0, true);
    assertThat(votes(tick())).isFalse();
    assertThat(watch.ipv4().wasHeardOf()).isFalse();
  }

  @Test
  void anEndOfRibMarkerOfTheSessionBeforeIsNone() {
    established();
    add(20, BgpEvent.UPDATE, 0, 0, true).at(30, BgpEvent.PEER_UP, 0);
    assertThat(votes(tick())).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # the dump was begun so many seconds after the session came up; may it vote?
          -1, false
          0,  false
          1,  true
          """)
  void aDumpBegunSinceItCameUpMakesTheTableWhole(int seconds, boolean votes) {
    long rib = end - MINUTE + (10 + seconds) * SECOND;
    at(10, BgpEvent.PEER_UP, 0).add(20, BgpEvent.RIB_ROW, 1, rib, false);
    add(21, BgpEvent.RIB_END, 0, rib, false);
    assertThat(votes(tick())).isEqualTo(votes);
  }

  @Test
  void rowsInOneWindowAndTheEndInALaterOneMakeTheTableWhole() {
    long rib = end - MINUTE;
    add(20, BgpEvent.RIB_ROW, 1, rib, false);
    assertThat(votes(tick())).isFalse();
    add(20, BgpEvent.RIB_ROW, 1, rib, false);
    assertThat(votes(tick())).isFalse();
    add(20, BgpEvent.RIB_END, 0, rib, false);
    assertThat(votes(tick())).isTrue();
  }

  @Test
  void aDumpUnderWayIsNoCalm() {
    at(0, BgpEvent.PEER_UP, 0).at(1, BgpEvent.UPDATE, 1_000);
    add(2, BgpEvent.RIB_ROW, 1, end - MINUTE + SECOND, false);
    for (int minute = 0; minute < 14; minute++) {
      assertThat(votes(tick())).as("minute %d", minute).isFalse();
    }
    assertThat(votes(tick())).isTrue();
  }

  /** Index tables of dumps name peers that are down; a third of them in some archives. */
  @Test
  void p12TheEndOfADumpWithoutRowsIsNoSignOfLife() {
    add(5, BgpEvent.RIB_END, 0, end - MINUTE, false);
    assertThat(tick().link()).isEqualTo(Link.DOWN);
    assertThat(votes(watch)).isFalse();
    assertThat(watch.lastSeenMicros()).isEqualTo(SessionSummary.NEVER);
  }

  @Test
  void p12ALostSessionStaysLostWhenADumpNamesIt() {
    established();
    at(30, BgpEvent.PEER_DOWN, 0);
    tick();
    add(5, BgpEvent.RIB_END, 0, end - MINUTE, false);
    assertThat(tick().link()).isEqualTo(Link.DOWN);
    assertThat(votes(watch)).isFalse();
  }

  @Test
  void p13ADumpThatLacksTheRowsOfASessionSaysThatItIsGone() {
    established();
    tick();
    add(5, BgpEvent.RIB_END, 0, end - MINUTE, false);
    assertThat(tick().link()).isEqualTo(Link.DOWN);
    talk();
    assertThat(tick().link()).as("and yet it speaks").isEqualTo(Link.UP);
    assertThat(watch.ipv4().progress()).isEqualTo(Progress.INCOMPLETE);
  }

  @Test
  void p13WhoSpeaksInTheWindowOfADumpThatLacksItsRowsHasNoWholeTable() {
    established();
    add(5, BgpEvent.RIB_END, 0, end - MINUTE, false);
    talk();
    assertThat(tick().link()).isEqualTo(Link.UP);
    assertThat(watch.ipv4().progress()).isEqualTo(Progress.INCOMPLETE);
  }

  @Test
  void aDumpBegunBeforeItCameUpSaysNothingOfIt() {
    established();
    long rib = end - MINUTE;
    at(10, BgpEvent.PEER_UP, 0).add(11, BgpEvent.UPDATE, 0, 0, true);
    add(30, BgpEvent.RIB_END, 0, rib, false);
    assertThat(votes(tick())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # it speaks every so many seconds; it is silent after so many minutes
          1,    10
          29,   10
          60,   20
          600,  200
          3600, 1200
          7200, 1440
          """)
  void p13SilentBeyondTwentyTimesItsUsualGap(int gapSeconds, int limitMinutes) {
    int minutes = Math.max(20, 10 * gapSeconds / 60);
    for (int second = 0; second < minutes * 60; second++) {
      if (second % gapSeconds == 0) {
        at(second % 60, BgpEvent.UPDATE, 1);
      }
      if (second % 60 == 59) {
        tick();
      }
    }
    assertThat(votes(watch)).isTrue();
    long last = watch.lastSeenMicros();
    int tolerance = gapSeconds == 60 ? 1 : 0;
    while (end - last <= (limitMinutes - tolerance) * MINUTE) {
      assertThat(votes(tick())).isTrue();
    }
    for (int i = 0; i <= 2 * tolerance; i++) {
      tick();
    }
    assertThat(votes(watch)).isFalse();
    at(1, BgpEvent.HEARTBEAT, 0);
    assertThat(votes(tick())).as("it never lost its table").isTrue();
  }

  @Test
  void anAbsenceIsNoUsualGap() {
    established();
    at(0, BgpEvent.PEER_DOWN, 0);
    long usual = watch.usualGapMicros();
    for (int i = 0; i < 300; i++) {
      tick();
    }
    at(0, BgpEvent.PEER_UP, 0);
    assertThat(tick().usualGapMicros()).isEqualTo(usual);
  }

  @Test
  void p47APauseOfTheInputIsNoSilenceAndNoTimeToSettle() {
    at(0, BgpEvent.PEER_UP, 0).at(1, BgpEvent.UPDATE, 1_000);
    tick();
    long month = 30 * 24 * 60 * MINUTE;
    SessionWatch before = watch;
    watch = watch.without(month);
    end += month;
    talk();
    at(30, BgpEvent.UPDATE, 900);
    assertThat(votes(tick())).as("still telling its table").isFalse();
    assertThat(watch.lastSeenMicros()).isGreaterThan(before.lastSeenMicros() + month);
    assertThat(SessionWatch.of(SESSION).without(month)).isEqualTo(SessionWatch.of(SESSION));
  }

  @Test
  void p47AnEstablishedSessionVotesOnAfterThePause() {
    established();
    long month = 30 * 24 * 60 * MINUTE;
    watch = watch.without(month);
    end += month;
    assertThat(votes(tick())).isTrue();
  }

  @Test
  void aSessionThatNothingIsKnownOfHasNoVote() {
    assertThat(votes(SessionWatch.of(SESSION))).isFalse();
    assertThat(votes(SessionWatch.of(SESSION).nextInSilence(end, RULES))).isFalse();
    at(3, BgpEvent.PEER_DOWN, 0);
    assertThat(votes(tick())).isFalse();
    assertThat(watch.link()).isEqualTo(Link.DOWN);
  }

  @Test
  void p24UpdatesAloneComeToAVoteByThemselves() {
    at(1, BgpEvent.UPDATE, 500);
    tick();
    assertThat(watch.link()).isEqualTo(Link.UP);
    at(1, BgpEvent.UPDATE, 3);
    tick();
    at(1, BgpEvent.UPDATE, 3);
    assertThat(votes(tick())).isTrue();
    assertThat(watch.reset().atMicros()).as("nothing is void").isEqualTo(Long.MIN_VALUE);
    assertThat(Transition.values()).hasSize(3);
  }
}
