package io.nightlight.operator;

import static io.nightlight.operator.Minutes.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.availability.Signal;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.Evidence;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.outage.Severity;
import io.nightlight.domain.review.CountryWord;
import io.nightlight.domain.review.CountryWord.Readiness;
import io.nightlight.domain.review.ReviewRules;
import io.nightlight.domain.review.WorldReview;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldReviewSerializerTest {
  private static final ReviewRules RULES =
      new ReviewRules(Duration.ofMinutes(10), 2, 0, Duration.ofMinutes(5), Duration.ofMinutes(15));

  private final WorldReviewSerializer serializer = new WorldReviewSerializer();

  /** A group, a wave that was dropped, one that waits, and words of every kind. */
  private static WorldReview sample() {
    WorldReview review = WorldReview.of(RULES);
    review.close(
        at(1),
        List.of(),
        List.of(
            new CountryWord("KP", end(1), Readiness.READY, 2),
            new CountryWord("KE", end(1), Readiness.NOT_READY, 0)));
    start(review, 3, "KP", "IR");
    start(review, 12, "KE", "LK", "NZ");
    review.close(at(27), List.of(), List.of());
    start(review, 40, "GR", "UY", "MN");
    return review;
  }

  private static Instant at(int minute) {
    return Micros.toInstant(end(minute));
  }

  private static void start(WorldReview review, int minute, String... countries) {
    List<OutageEvent> events = new ArrayList<>();
    for (String country : countries) {
      events.add(event(country, minute));
    }
    review.close(at(minute), events, List.of());
  }

  private static OutageEvent event(String country, int minute) {
    return new OutageEvent(
        country + minute,
        0,
        EventKind.STARTED,
        country,
        at(minute - 3),
        at(minute - 3),
        at(minute - 2),
        null,
        null,
        null,
        at(minute),
        Severity.MAJOR,
        Classification.ROUTES_WITHDRAWN,
        0.25,
        0.2,
        null,
        null,
        null,
        List.of(new Evidence(Signal.IPV4_ROUTES, 10L, 40.0, 0.25, 20, 19, null)),
        List.of("175.45.176.0/24"),
        List.of(131_279L),
        "1",
        "map-1",
        "test",
        RunMode.LIVE);
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    WorldReview.Snapshot sample = sample().snapshot();
    assertThat(sample.waves()).hasSize(2);
    assertThat(sample.groups()).isNotEmpty();
    assertThat(StateBytes.read(serializer, StateBytes.write(serializer, sample))).isEqualTo(sample);
    WorldReview.Snapshot empty = WorldReview.Snapshot.empty();
    assertThat(StateBytes.read(serializer, StateBytes.write(serializer, empty))).isEqualTo(empty);
  }

  @Test
  void theBytesOfVersion1AreStillRead() throws IOException {
    byte[] today = StateBytes.write(serializer, sample().snapshot());
    WorldReview.Snapshot read =
        StateBytes.read(serializer, StateBytes.stored("v3/world-review.bin", today));
    assertThat(read).isEqualTo(sample().snapshot());
  }

  @Test
  void theFormatChangesOnlyWithItsVersion() throws IOException {
    byte[] today = StateBytes.write(serializer, sample().snapshot());
    assertThat(today).isEqualTo(StateBytes.stored("v3/world-review.bin", today));
  }

  @Test
  void aVersionOfTheFutureIsRefused() {
    byte[] bytes = StateBytes.write(serializer, sample().snapshot());
    bytes[0] = 2;
    assertThatThrownBy(() -> StateBytes.read(serializer, bytes))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("state of format version 2; this release reads up to version 1");
  }

  @Test
  void bytesThatBreakOffAreRefused() {
    byte[] bytes = StateBytes.write(serializer, sample().snapshot());
    for (int length : new int[] {0, 1, 60, bytes.length - 1}) {
      assertThatThrownBy(() -> StateBytes.read(serializer, Arrays.copyOf(bytes, length)))
          .isInstanceOf(EOFException.class);
    }
  }
}
