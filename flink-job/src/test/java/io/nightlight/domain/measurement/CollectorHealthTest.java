package io.nightlight.domain.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.measurement.CollectorHealth.Sight;
import io.nightlight.domain.measurement.SessionWatch.Link;
import io.nightlight.domain.net.Session;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorHealthTest {
  private static final long SECOND = 1_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long NOW = 1_000_000 * MINUTE;
  private static final WatchRules RULES = WatchRules.defaults();

  private static SessionWatch session(Link link, long usualGapSeconds, long silentForSeconds) {
    return new SessionWatch(
        Session.of("rrc06", "192.0.2.1", 1),
        link,
        0,
        NOW - silentForSeconds * SECOND,
        usualGapSeconds * SECOND,
        Reset.NEVER,
        TableWatch.UNHEARD,
        TableWatch.UNHEARD,
        SessionSpell.UNPROVEN,
        NOW);
  }

  private static Sight judge(SessionWatch... sessions) {
    return CollectorHealth.unknown().next(List.of(sessions), NOW, MINUTE, RULES).sight();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # usual gap and silence of two sessions, in seconds
          1,   300, 1,   300, SILENT
          1,   299, 1,   300, SEES
          60,  300, 0,   900, SILENT
          61,  300, 61,  900, SEES
          0,   300, 0,   300, SEES
          1,   900, 3600, 10, SEES
          """)
  void p13SilentWhenABusySessionAndAllOthersAre(
      long gap, long silence, long otherGap, long otherSilence, Sight sight) {
    assertThat(judge(session(Link.UP, gap, silence), session(Link.UP, otherGap, otherSilence)))
        .isEqualTo(sight);
  }

  @Test
  void p12DesertedWhenTheLastSessionLeftEstablished() {
    assertThat(judge(session(Link.DOWN, 1, 5), session(Link.UP, 1, 5))).isEqualTo(Sight.SEES);
    assertThat(judge(session(Link.DOWN, 1, 5), session(Link.DOWN, 1, 5))).isEqualTo(Sight.DESERTED);
  }

  @Test
  void aCollectorOfWhichNothingWasEverHeardIsNotBlind() {
    assertThat(judge()).isEqualTo(Sight.SEES);
    SessionWatch never = SessionWatch.of(Session.of("rrc06", "192.0.2.1", 1));
    assertThat(judge(never)).isEqualTo(Sight.SEES);
  }

  @Test
  void aSpellBeginsAtTheLastSignOfLifeAndKeepsItsBeginningAndItsReason() {
    CollectorHealth sees = CollectorHealth.unknown();
    CollectorHealth blind = sees.next(List.of(session(Link.UP, 1, 300)), NOW, MINUTE, RULES);
    assertThat(blind.sinceMicros()).isEqualTo(NOW - 300 * SECOND);
    CollectorHealth later =
        blind.next(List.of(session(Link.UP, 1, 290)), NOW + 4 * MINUTE, MINUTE, RULES);
    assertThat(later.sight()).isEqualTo(Sight.SILENT);
    assertThat(later.sinceMicros()).as("a late word").isEqualTo(NOW - 300 * SECOND);
    CollectorHealth down =
        later.next(List.of(session(Link.DOWN, 1, 290)), NOW + MINUTE, MINUTE, RULES);
    assertThat(down.sight()).isEqualTo(Sight.SILENT);
    CollectorHealth back = down.next(List.of(session(Link.UP, 1, 0)), NOW, MINUTE, RULES);
    assertThat(back.isBlind()).isFalse();
    assertThat(back.sinceMicros()).as("its end").isEqualTo(NOW - MINUTE);
  }

  /** Its quiet sessions outlive the busy one, so it isn't silent; then they go, too. */
  @Test
  void twoSpellsAfterOneLastSignOfLifeBeginAtDifferentTimes() {
    SessionWatch quiet = session(Link.UP, 3_600, 300);
    CollectorHealth silent =
        CollectorHealth.unknown()
            .next(List.of(session(Link.UP, 1, 300), quiet), NOW, MINUTE, RULES);
    CollectorHealth back =
        silent.next(List.of(session(Link.DOWN, 1, 300), quiet), NOW + MINUTE, MINUTE, RULES);
    assertThat(back.isBlind()).isFalse();
    CollectorHealth gone =
        back.next(List.of(session(Link.DOWN, 1, 300)), NOW + 2 * MINUTE, MINUTE, RULES);
    assertThat(gone.sight()).isEqualTo(Sight.DESERTED);
    assertThat(silent.sinceMicros()).isEqualTo(NOW - 300 * SECOND);
    assertThat(gone.sinceMicros()).isEqualTo(NOW);
  }

  @Test
  void p47APauseOfTheInputIsNoSilence() {
    CollectorHealth seen =
        CollectorHealth.unknown().next(List.of(session(Link.UP, 1, 10)), NOW, MINUTE, RULES);
    CollectorHealth after = seen.without(1_000 * MINUTE);
    assertThat(after.lastSeenMicros()).isEqualTo(seen.lastSeenMicros() + 1_000 * MINUTE);
    assertThat(CollectorHealth.unknown().without(MINUTE)).isEqualTo(CollectorHealth.unknown());
  }

  @Test
  void p12TwentySessionsOfOneCollectorAreOneSpell() {
    List<SessionWatch> down =
        IntStream.range(0, 20).mapToObj(i -> session(Link.DOWN, 1, i)).toList();
    CollectorHealth blind = CollectorHealth.unknown().next(down, NOW, MINUTE, RULES);
    assertThat(blind).isEqualTo(new CollectorHealth(Sight.DESERTED, NOW, NOW, NOW));
    assertThat(blind.next(down, NOW + MINUTE, MINUTE, RULES)).isEqualTo(blind);
  }
}
