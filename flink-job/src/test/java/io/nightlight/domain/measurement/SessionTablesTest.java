package io.nightlight.domain.measurement;

import static io.nightlight.domain.net.IpFamily.IPV4;
import static io.nightlight.domain.net.IpFamily.IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.SessionWatch.Link;
import io.nightlight.domain.measurement.TableWatch.Progress;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.EndOfRib;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The two tables of a session: when each is complete, and what a dump says of them. */
class SessionTablesTest {
  private static final Session PEER = Story.peer(1);

  private static final Session OTHER = Session.of("rrc06", "192.0.2.77", 64_577);

  private final Story story = new Story();

  private boolean votes(IpFamily family) {
    return story.votes(PEER, family);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # the marker, who may vote then
          IPV4,   true,  false
          IPV6,   false, true
          UNSAID, true,  true
          NONE,   false, false
          """)
  void p15AnEndOfRibMarkerEndsTheTableThatItNames(EndOfRib marker, boolean ipv4, boolean ipv6) {
    story.up(PEER, 0).announce(PEER, 10, IPV4, 100).announce(PEER, 11, IPV6, 100);
    story.endOfRib(PEER, 20, marker).tick();
    assertThat(votes(IPV4)).isEqualTo(ipv4);
    assertThat(votes(IPV6)).isEqualTo(ipv6);
  }

  @ParameterizedTest
  @EnumSource(IpFamily.class)
  void aFamilyThatWasNeverToldNeverVotesAndBlocksNobody(IpFamily told) {
    IpFamily other = told == IPV4 ? IPV6 : IPV4;
    story.up(PEER, 0).announce(PEER, 10, told, 100).tick();
    story.quiet(2);
    assertThat(votes(told)).isTrue();
    assertThat(story.of(PEER).table(other).wasHeardOf()).isFalse();
    for (int minute = 0; minute < 30; minute++) {
      story.talk(PEER).tick();
    }
    assertThat(votes(told)).isTrue();
    assertThat(votes(other)).isFalse();
  }

  @Test
  void p15TheFamilyThatIsToldSecondIsNotCalmWhileTheFirstFillsTheLine() {
    story.up(PEER, 0).announce(PEER, 5, IPV6, 3).announce(PEER, 10, IPV4, 100_000).tick();
    for (int minute = 1; minute < 5; minute++) {
      story.announce(PEER, 10, IPV4, 100_000).tick();
      assertThat(votes(IPV6)).as("minute %d", minute).isFalse();
    }
    for (int minute = 5; minute < 7; minute++) {
      story.announce(PEER, 10, IPV6, 20_000).announce(PEER, 11, IPV4, 20).tick();
      assertThat(votes(IPV6)).as("minute %d", minute).isFalse();
    }
    story.announce(PEER, 10, IPV6, 30).announce(PEER, 11, IPV4, 20).tick();
    assertThat(votes(IPV6)).isTrue();
    assertThat(votes(IPV4)).isTrue();
  }

  @Test
  void p15ATransferThatPausesForAMinuteIsNotOver() {
    story.up(PEER, 0);
    for (int minute = 0; minute < 3; minute++) {
      story.announce(PEER, 10, IPV4, 100_000).tick();
    }
    story.tick();
    assertThat(votes(IPV4)).as("it looks over").isTrue();
    story.announce(PEER, 10, IPV4, 5_000).tick();
    assertThat(votes(IPV4)).as("it goes on").isFalse();
    assertThat(story.of(PEER).ipv4().progress()).isEqualTo(Progress.INCOMPLETE);
    story.announce(PEER, 10, IPV4, 4_999).tick();
    assertThat(votes(IPV4)).as("it is over").isTrue();
    assertThat(story.of(PEER).ipv4().size()).isEqualTo(309_999);
  }

  @Test
  void p15NoTransferGoesOnAfterAQuarterOfAnHour() {
    story.up(PEER, 0).announce(PEER, 10, IPV4, 1_000).tick();
    story.quiet(14);
    story.announce(PEER, 10, IPV4, 1_000).tick();
    assertThat(votes(IPV4)).isTrue();
    assertThat(story.of(PEER).ipv4().progress()).isEqualTo(Progress.COMPLETE);
  }

  @Test
  void p15WhatIsCompleteByItsMarkerStaysSo() {
    story.up(PEER, 0).announce(PEER, 5, IPV4, 10).endOfRib(PEER, 6, EndOfRib.IPV4).tick();
    story.announce(PEER, 5, IPV4, 10_000).tick();
    assertThat(votes(IPV4)).isTrue();
  }

  @Test
  void timeAloneCompletesNoTableOfWhichNothingWasTold() {
    story.established(IPV4, 100, PEER);
    story.up(PEER, 0).tick();
    for (int minute = 0; minute < 30; minute++) {
      story.talk(PEER).tick();
    }
    assertThat(votes(IPV4)).isFalse();
    story.endOfRib(PEER, 3, EndOfRib.IPV4).tick();
    assertThat(votes(IPV4)).as("it says that it has nothing").isTrue();
  }

  @Test
  void p25ADumpOfIpv4AloneSaysNothingOfIpv6() {
    story.established(IPV6, 10, PEER);
    DumpMarks before = story.of(PEER).ipv6().dumps();
    long dump = story.now();
    story.rows(PEER, 1, IPV4, 5, dump).dumpEnds(PEER, 30, dump).tick();
    assertThat(votes(IPV4)).isTrue();
    assertThat(votes(IPV6)).isTrue();
    assertThat(story.of(PEER).ipv4().dumps()).isEqualTo(new DumpMarks(dump, dump));
    assertThat(story.of(PEER).ipv6().dumps()).isEqualTo(before);
  }

  @Test
  void p13ADumpWithoutAnyRowOfTheSessionSaysSoOfBothFamilies() {
    story.established(IPV4, 10, PEER);
    long dump = story.now();
    story.rows(OTHER, 1, IPV4, 5, dump).dumpEnds(PEER, 30, dump).tick();
    assertThat(story.of(PEER).link()).isEqualTo(Link.DOWN);
    assertThat(story.of(PEER).ipv4().dumps().endedMicros()).isEqualTo(dump);
    assertThat(story.of(PEER).ipv6().dumps().endedMicros()).isEqualTo(dump);
    assertThat(story.of(PEER).ipv4().dumps().startedAtMicros()).isLessThan(dump);
  }

  @Test
  void p25ADumpOfOneFamilySaysNothingOfASessionThatHasTheOther() {
    story.established(IPV6, 10, PEER);
    long dump = story.now();
    story.rows(OTHER, 1, IPV4, 5, dump).dumpEnds(PEER, 30, dump).dumpEnds(OTHER, 31, dump).tick();
    assertThat(story.of(PEER).link()).isEqualTo(Link.UP);
    assertThat(votes(IPV6)).isTrue();
  }

  @Test
  void p13WhoSpokeSinceTheDumpThatLacksItWasBegunIsUpWithoutATable() {
    story.established(IPV4, 10, PEER);
    long dump = story.now();
    story.talk(PEER).rows(OTHER, 50, IPV4, 5, dump).tick();
    story.dumpEnds(PEER, 30, dump).tick();
    assertThat(story.of(PEER).link()).isEqualTo(Link.UP);
    assertThat(votes(IPV4)).isFalse();
  }

  @Test
  void theSizeOfATableIsThatOfItsLastDump() {
    story.established(IPV4, 10, PEER);
    assertThat(story.of(PEER).ipv4().size()).isEqualTo(10);
    long dump = story.now();
    story.rows(PEER, 1, IPV4, 4, dump).tick();
    story.rows(PEER, 1, IPV4, 3, dump).tick();
    assertThat(story.of(PEER).ipv4().size()).isEqualTo(10);
    story.dumpEnds(PEER, 30, dump).tick();
    assertThat(story.of(PEER).ipv4().size()).isEqualTo(7);
  }

  @Test
  void aDumpThatNeverEndedDoesNotKeepALaterSessionFromBeingCalm() {
    story.established(IPV4, 10, PEER);
    story.rows(PEER, 1, IPV4, 4, story.now()).tick();
    story.up(PEER, 0).announce(PEER, 1, IPV4, 100).tick();
    story.quiet(2);
    assertThat(votes(IPV4)).isTrue();
  }

  @Test
  void p14ALossThatComesLateLeavesWhoSpokeSinceUpWithoutATable() {
    story.established(IPV4, 1_000, PEER);
    long lost = story.now() + 30 * Story.SECOND;
    story.tick();
    story.talk(PEER).tick();
    Reset before = story.of(PEER).reset();
    story.downAt(PEER, lost).tick();
    assertThat(story.of(PEER).link()).isEqualTo(Link.UP);
    assertThat(votes(IPV4)).isFalse();
    assertThat(story.of(PEER).reset()).as("nothing that it said since is void").isEqualTo(before);
    story.announce(PEER, 3, IPV4, 100).tick();
    story.quiet(2);
    assertThat(votes(IPV4)).isTrue();
  }

  @Test
  void p14ALossOlderThanAKnownTransitionIsNoNews() {
    story.established(IPV4, 1_000, PEER);
    long lost = story.now() - Story.MINUTE;
    story.up(PEER, 30).announce(PEER, 31, IPV4, 9).endOfRib(PEER, 40, EndOfRib.UNSAID).tick();
    SessionWatch before = story.of(PEER);
    story.downAt(PEER, lost).tick();
    assertThat(story.of(PEER).link()).isEqualTo(Link.UP);
    assertThat(story.of(PEER).reset()).isEqualTo(before.reset());
    assertThat(votes(IPV4)).isTrue();
  }

  @Test
  void p14ALossThatComesLateOfWhoSaidNothingSinceIsALoss() {
    story.established(IPV4, 1_000, PEER);
    long lost = story.now() + 30 * Story.SECOND;
    story.tick();
    story.downAt(PEER, lost).tick();
    assertThat(story.of(PEER).link()).isEqualTo(Link.DOWN);
    assertThat(story.of(PEER).reset().atMicros()).isEqualTo(lost);
  }
}
