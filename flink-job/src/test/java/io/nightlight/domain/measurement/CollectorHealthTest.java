package io.nightlight.domain.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import java.util.List;
import org.junit.jupiter.api.Test;

class CollectorHealthTest {
  private static final long MINUTE = 60_000_000L;
  private static final WatchRules RULES = WatchRules.defaults();
  private static final Session SESSION = Session.of("rrc06", "192.0.2.1", 64_496);

  @Test
  void p13BlindWhenABusySessionFallsSilent() {
    CollectorHealth health = CollectorHealth.unknown();
    SessionWatch watch = SessionWatch.of(SESSION);
    for (int minute = 1; minute <= 10; minute++) {
      watch = watch.next(spoke(minute), minute * MINUTE, RULES);
      health = health.next(List.of(watch), minute * MINUTE, RULES);
      assertThat(health.isBlind()).isFalse();
    }
    long lastSeen = health.lastSeenMicros();

    for (int minute = 11; minute <= 14; minute++) {
      health = health.next(List.of(watch), minute * MINUTE, RULES);
      assertThat(health.isBlind()).as("minute %d", minute).isFalse();
    }
    health = health.next(List.of(watch), 15 * MINUTE, RULES);

    assertThat(health.isBlind()).isTrue();
    assertThat(health.blindSinceMicros()).isEqualTo(lastSeen);
  }

  @Test
  void p47ASpellKeepsItsBeginningOverAPauseOfAllInput() {
    SessionWatch watch = SessionWatch.of(SESSION);
    for (int minute = 1; minute <= 10; minute++) {
      watch = watch.next(spoke(minute), minute * MINUTE, RULES);
    }
    CollectorHealth blind = CollectorHealth.unknown().next(List.of(watch), 15 * MINUTE, RULES);
    long since = blind.blindSinceMicros();

    CollectorHealth afterPause = blind.without(1000 * MINUTE);
    CollectorHealth stillBlind =
        afterPause.next(List.of(watch.without(1000 * MINUTE)), 1016 * MINUTE, RULES);
    SessionWatch back = watch.without(1000 * MINUTE).next(spoke(1017), 1017 * MINUTE, RULES);
    CollectorHealth sees = stillBlind.next(List.of(back), 1017 * MINUTE, RULES);

    assertThat(afterPause.blindSinceMicros()).isEqualTo(since);
    assertThat(stillBlind.isBlind()).isTrue();
    assertThat(stillBlind.blindSinceMicros()).isEqualTo(since);
    assertThat(sees.isBlind()).isFalse();
  }

  /** One announcement in the last second of a minute. */
  private static SessionSummary spoke(int minute) {
    return SessionSummary.of(
        new BgpObservation(
            BgpEvent.UPDATE,
            SESSION,
            minute * MINUTE - 1_000_000,
            minute,
            new long[] {1},
            new long[0],
            64_496,
            false,
            0,
            0),
        minute * MINUTE);
  }
}
