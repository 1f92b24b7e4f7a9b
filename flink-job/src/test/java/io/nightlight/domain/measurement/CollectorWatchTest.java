package io.nightlight.domain.measurement;

import static io.nightlight.domain.net.IpFamily.IPV4;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.domain.measurement.MeasurementEvent.Kind;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.domain.observation.Micros;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of blindness, and who is forgotten. */
class CollectorWatchTest {
  private static final long DAY = 24 * 60 * Story.MINUTE;
  private static final Session[] PEERS =
      IntStream.rangeClosed(1, 50).mapToObj(Story::peer).toArray(Session[]::new);
  private static final Session PEER = PEERS[0];

  private final Story story = new Story();
  private final List<MeasurementEvent> told = new ArrayList<>();

  private void tick() {
    story.tick().drafts().forEach(draft -> told.add(draft.event()));
  }

  private void minutes(int minutes, Session... talking) {
    for (int minute = 0; minute < minutes; minute++) {
      story.talk(talking);
      tick();
    }
  }

  private Session[] othersThan(Session session) {
    return IntStream.range(0, PEERS.length)
        .mapToObj(i -> PEERS[i])
        .filter(peer -> !peer.equals(session))
        .toArray(Session[]::new);
  }

  private void comesBack(Session session, int second) {
    story.up(session, second).announce(session, second, IPV4, 10);
    story.endOfRib(session, second + 1, EndOfRib.UNSAID);
  }

  @Test
  void aSessionThatIsLostIsToldOnceAndSoIsItsReturn() {
    story.established(IPV4, 10, PEERS);
    long lost = story.now() + 40 * Story.SECOND;
    story.talk(othersThan(PEER)).down(PEER, 40);
    tick();
    assertThat(told).as("it may be back in a moment").isEmpty();
    minutes(30, othersThan(PEER));
    assertThat(told)
        .extracting(
            MeasurementEvent::kind,
            MeasurementEvent::scopeKind,
            MeasurementEvent::scope,
            MeasurementEvent::reason,
            MeasurementEvent::startedAt)
        .containsExactly(
            tuple(
                Kind.DEGRADED,
                ScopeKind.SESSION,
                "rrc06|192.0.2.1|64501",
                Reason.SESSIONS_LOST,
                Micros.toInstant(lost)));
    story.talk(othersThan(PEER));
    comesBack(PEER, 5);
    tick();
    minutes(5, PEERS);
    assertThat(told)
        .extracting(MeasurementEvent::kind)
        .containsExactly(Kind.DEGRADED, Kind.RESTORED);
    assertThat(told).extracting(MeasurementEvent::eventId).containsOnly(told.get(0).eventId());
  }

  @Test
  void aSessionThatComesBackAtOnceIsBlindUntilItsTableIsTold() {
    story.established(IPV4, 10, PEERS);
    story.talk(othersThan(PEER)).down(PEER, 10).up(PEER, 20).announce(PEER, 30, IPV4, 10_000);
    tick();
    story.talk(othersThan(PEER)).announce(PEER, 30, IPV4, 10_000);
    tick();
    assertThat(told).extracting(MeasurementEvent::kind).containsExactly(Kind.DEGRADED);
    story.talk(PEERS);
    tick();
    assertThat(told)
        .extracting(MeasurementEvent::kind)
        .containsExactly(Kind.DEGRADED, Kind.RESTORED);
  }

  /** Its announcements of every minute since it was first heard of; was it lost after all? */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # announced, minute by minute; what happens in the last but one; what is told
          1000 3 3 900 900,     NOTHING,         ''
          1000 3 900 3 900 900, NOTHING,         ''
          1000 3 3 900 900,     RESET,           DEGRADED
          1000 3 3 900 3,       RESET,           DEGRADED
          1000 900 900 900 900, RESET,           ''
          1000 3 3 900 900,     LOSS,            DEGRADED
          1000 3 3 900 900,     DUMP_WITHOUT_IT, DEGRADED
          """)
  void p15ATableThatIsIncompleteAgainIsNoBlindnessUnlessTheSessionWasLost(
      String announced, Mishap mishap, String expected) {
    String[] minutes = announced.split(" ", -1);
    for (int minute = 0; minute < minutes.length; minute++) {
      story.talk(PEERS[1]).announce(PEERS[1], 1, IPV4, 10);
      if (minute == minutes.length - 2) {
        mishap(mishap);
      }
      story.announce(PEER, 40, IPV4, Integer.parseInt(minutes[minute]));
      tick();
    }
    assertThat(told.stream().map(event -> event.kind().name()).collect(joining(" ")))
        .isEqualTo(expected);
    minutes(20, PEER, PEERS[1]);
    assertThat(told).hasSize(expected.isEmpty() ? 0 : 2);
    assertThat(story.votes(PEER, IPV4)).isTrue();
  }

  private enum Mishap {
    NOTHING,
    RESET,
    LOSS,
    DUMP_WITHOUT_IT
  }

  private void mishap(Mishap mishap) {
    switch (mishap) {
      case NOTHING -> {}
      case RESET -> story.up(PEER, 10);
      case LOSS -> story.down(PEER, 10);
      case DUMP_WITHOUT_IT -> {
        long dump = story.now() + Story.SECOND;
        story.rows(PEERS[1], 2, IPV4, 10, dump).dumpEnds(PEERS[1], 20, dump);
        story.dumpEnds(PEER, 20, dump);
      }
    }
  }

  @Test
  void p12FiftySessionsThatGoAtOnceAreOneEvent() {
    story.established(IPV4, 10, PEERS);
    for (Session peer : PEERS) {
      story.down(peer, peer.equals(PEER) ? 59 : 58);
    }
    tick();
    minutes(20);
    assertThat(told)
        .extracting(MeasurementEvent::scopeKind, MeasurementEvent::kind)
        .containsExactly(tuple(ScopeKind.COLLECTOR, Kind.DEGRADED));
  }

  @Test
  void p12EvenWhenTheEndOfAWindowFallsBetweenThem() {
    story.established(IPV4, 10, PEERS);
    for (Session peer : othersThan(PEER)) {
      story.down(peer, 59);
    }
    tick();
    story.down(PEER, 0);
    tick();
    minutes(20);
    assertThat(told).extracting(MeasurementEvent::scopeKind).containsExactly(ScopeKind.COLLECTOR);
  }

  @Test
  void p13ASilentCollectorIsOneEventAndWhoeverStaysAwayIsToldLater() {
    story.established(IPV4, 10, PEERS);
    minutes(30);
    for (Session peer : othersThan(PEER)) {
      comesBack(peer, 5);
    }
    tick();
    minutes(13, othersThan(PEER));
    assertThat(told)
        .extracting(MeasurementEvent::scope, MeasurementEvent::kind, MeasurementEvent::reason)
        .containsExactly(
            tuple("rrc06", Kind.DEGRADED, Reason.SILENCE),
            tuple("rrc06", Kind.RESTORED, Reason.SILENCE));
    told.clear();
    minutes(2, othersThan(PEER));
    assertThat(told)
        .extracting(MeasurementEvent::scope, MeasurementEvent::kind, MeasurementEvent::reason)
        .containsExactly(tuple("rrc06|192.0.2.1|64501", Kind.DEGRADED, Reason.SILENCE));
  }

  @Test
  void aLoneWithdrawalIsTold() {
    story.established(IPV4, 4_000, PEERS[0], PEERS[1]);
    story.talk(PEERS[0], PEERS[1]).withdraw(PEER, 30, IPV4, 3_000);
    tick();
    minutes(3, PEERS[0], PEERS[1]);
    story.talk(PEERS[0], PEERS[1]).announce(PEER, 30, IPV4, 3_000);
    tick();
    assertThat(told)
        .extracting(MeasurementEvent::kind, MeasurementEvent::reason)
        .containsExactly(
            tuple(Kind.DEGRADED, Reason.MASS_WITHDRAWAL),
            tuple(Kind.RESTORED, Reason.MASS_WITHDRAWAL));
  }

  @Test
  void whoNeverVotedHasNothingToLose() {
    story.established(IPV4, 10, PEERS[1]);
    story.up(PEER, 0);
    tick();
    story.down(PEER, 0);
    tick();
    minutes(20, PEERS[1]);
    assertThat(told).isEmpty();
  }

  @Test
  void p27SessionsAreKnownByCollectorAddressAndAsTogether() {
    Session moved = Session.of("rrc06", PEER.peerAddress(), 65_000);
    story.established(IPV4, 10, PEER, moved);
    story.talk(moved).down(PEER, 3);
    tick();
    minutes(3, moved);
    assertThat(story.votes(moved, IPV4)).isTrue();
    assertThat(story.votes(PEER, IPV4)).isFalse();
    assertThat(told).extracting(MeasurementEvent::scope).containsExactly("rrc06|192.0.2.1|64501");
  }

  @Test
  void p64ASessionThatWasNotHeardOfForFortyDaysIsForgotten() {
    story.established(IPV4, 10, PEERS[0], PEERS[1]);
    story.talk(PEERS[1]).down(PEER, 0);
    tick();
    minutes(3, PEERS[1]);
    told.clear();
    story.later(40 * DAY - 10 * Story.MINUTE).talk(PEERS[1]);
    assertThat(story.tick().retired()).isEmpty();
    story.later(10 * Story.MINUTE).talk(PEERS[1]);
    CollectorWatch.Review review = story.tick();
    assertThat(review.retired()).extracting(SessionWatch::session).containsExactly(PEER);
    assertThat(review.drafts())
        .as("there is nothing left that it could weaken")
        .extracting(draft -> draft.event().kind())
        .containsExactly(Kind.RESTORED);
    assertThat(story.knows(PEER)).isFalse();
    comesBack(PEER, 3);
    tick();
    assertThat(story.votes(PEER, IPV4)).isTrue();
  }

  @Test
  void p64WhoWasOnlyEverNamedIsNotKept() {
    story.dumpEnds(PEER, 3, story.now()).down(PEERS[1], 4);
    tick();
    assertThat(story.knows(PEER)).isFalse();
    assertThat(story.knows(PEERS[1])).isFalse();
  }

  @Test
  void p47APauseIsNeitherAbsenceNorTimeToTell() {
    story.established(IPV4, 10, PEERS[0], PEERS[1]);
    SessionWatch watch = story.of(PEER).without(90 * DAY);
    SessionWatch after = watch.nextInSilence(story.now() + 90 * DAY, Story.RULES);
    assertThat(after.isRetired(Story.RULES)).isFalse();
  }
}
