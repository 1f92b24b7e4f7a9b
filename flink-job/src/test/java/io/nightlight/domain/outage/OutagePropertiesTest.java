package io.nightlight.domain.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.availability.AvailabilityScore;
import io.nightlight.domain.availability.ScoreStatus;
import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.availability.SignalScore;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of every life of a country. */
class OutagePropertiesTest {

  /** A stretch of some minutes in which each signal keeps its level. */
  record Stretch(String ipv4, String ipv6, int minutes) {}

  @Provide
  Arbitrary<Stretch> stretches() {
    Arbitrary<String> shares =
        Arbitraries.of(
            "1", "1", "1", "0", "0", "0.93", "0.9", "0.85", "0.6", "0.5", "0.3", "?", "-");
    Arbitrary<Integer> minutes =
        Arbitraries.oneOf(
            Arbitraries.integers().between(1, 12), Arbitraries.integers().between(1, 500));
    return Combinators.combine(shares, shares, minutes).as(Stretch::new);
  }

  @Property(tries = 150)
  void eventsOfACountryTellAConsistentStory(
      @ForAll @Size(max = 40) List<@From("stretches") Stretch> life,
      @ForAll @IntRange(min = 1, max = 12) int blocks) {
    Timeline timeline = begin(blocks);
    life.forEach(stretch -> live(timeline, stretch));

    OutageEvent before = null;
    for (OutageEvent event : timeline.events) {
      if (before == null || before.kind() == EventKind.RECOVERED) {
        assertThat(event.kind()).isEqualTo(EventKind.STARTED);
        assertThat(event.revision()).isZero();
        if (before != null) {
          assertThat(event.eventId()).isNotEqualTo(before.eventId());
          assertThat(event.startedAt()).isAfterOrEqualTo(before.recoveredAt());
        }
      } else {
        assertThat(event.kind()).isNotEqualTo(EventKind.STARTED);
        assertThat(event.revision()).isEqualTo(before.revision() + 1);
        assertThat(event.eventId()).isEqualTo(before.eventId());
        assertThat(event.severity()).isGreaterThanOrEqualTo(before.severity());
        assertThat(event.lowestScore()).isLessThanOrEqualTo(before.lowestScore());
        assertThat(event.startedAt()).isBeforeOrEqualTo(before.startedAt());
        assertThat(event.detectedAt()).isAfter(before.detectedAt());
      }
      checkOnItsOwn(event);
      before = event;
    }
  }

  private static void checkOnItsOwn(OutageEvent event) {
    assertThat(event.startedAtEarliest()).isBeforeOrEqualTo(event.startedAt());
    assertThat(event.startedAt()).isBefore(event.startedAtLatest());
    assertThat(event.startedAtLatest()).isBeforeOrEqualTo(event.detectedAt());
    assertThat(event.lowestScore()).isBetween(0.0, 1.0);
    boolean over = event.kind() == EventKind.RECOVERED;
    assertThat(event.recoveredAt() != null).isEqualTo(over);
    assertThat(event.endReason() != null).isEqualTo(over);
    assertThat(event.recoveredTo() != null).isEqualTo(over);
    if (over) {
      assertThat(event.recoveredAt()).isAfter(event.startedAt());
      assertThat(event.recoveredAtEarliest()).isBeforeOrEqualTo(event.recoveredAt());
      assertThat(event.recoveredAtLatest()).isBeforeOrEqualTo(event.detectedAt());
      assertThat(event.recoveredAtLatest()).isAfterOrEqualTo(event.recoveredAt());
    }
  }

  @Property(tries = 100)
  void scoresAreSharesOrAbsent(
      @ForAll @Size(max = 20) List<@From("stretches") Stretch> life,
      @ForAll @IntRange(max = 12) int blocks) {
    Timeline timeline = begin(blocks);
    life.forEach(stretch -> live(timeline, stretch));

    for (AvailabilityScore score : timeline.scores) {
      assertThat(score.score() == null || (score.score() >= 0 && score.score() <= 1)).isTrue();
      assertThat(score.score() != null).isEqualTo(score.status().isKnown());
      for (SignalScore signal : score.signals()) {
        assertThat(signal.ratio() != null).isEqualTo(signal.status().isKnown());
        assertThat(signal.baseline() == null || signal.baseline() > 0).isTrue();
        assertThat(signal.status() == ScoreStatus.WARMING && signal.baseline() != null).isFalse();
      }
    }
  }

  @Property(tries = 60)
  void beingPutDownAndTakenUpAgainChangesNothing(
      @ForAll @Size(min = 1, max = 30) List<@From("stretches") Stretch> life,
      @ForAll @IntRange(min = 1, max = 12) int blocks,
      @ForAll @IntRange(min = 1, max = 200) int every) {
    Timeline unbroken = begin(blocks);
    Timeline broken = begin(blocks);
    for (Stretch stretch : life) {
      live(unbroken, stretch);
      for (int left = stretch.minutes(); left > 0; left -= every) {
        live(broken, new Stretch(stretch.ipv4(), stretch.ipv6(), Math.min(left, every)));
        broken.restarted();
      }
    }

    assertThat(broken.events).isEqualTo(unbroken.events);
    assertThat(broken.scores).isEqualTo(unbroken.scores);
    assertThat(broken.judge().snapshot())
        .usingRecursiveComparison()
        .isEqualTo(unbroken.judge().snapshot());
  }

  private static Timeline begin(int blocks) {
    return Timeline.of(blocks).with(Signal.IPV6_ROUTES, 100).all("1x1500");
  }

  private static void live(Timeline timeline, Stretch stretch) {
    timeline.run(
        Map.of(
            Signal.IPV4_ROUTES, stretch.ipv4() + "x" + stretch.minutes(),
            Signal.IPV6_ROUTES, stretch.ipv6() + "x" + stretch.minutes()));
  }
}
