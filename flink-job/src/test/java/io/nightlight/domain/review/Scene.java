package io.nightlight.domain.review;

import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.observation.Micros;
import io.nightlight.domain.outage.Classification;
import io.nightlight.domain.outage.EndReason;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.outage.RunMode;
import io.nightlight.domain.outage.Severity;
import io.nightlight.domain.review.CountryWord.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A world of countries, what their judges say minute by minute, and what is told of it. */
final class Scene {
  static final Instant T0 = Instant.parse("2021-03-03T07:50:00Z");

  final List<OutageEvent> told = new ArrayList<>();
  final List<MeasurementEvent> measured = new ArrayList<>();
  private final ReviewRules rules;
  private final Map<String, OutageEvent> judged = new HashMap<>();
  private List<OutageEvent> events = new ArrayList<>();
  private List<CountryWord> words = new ArrayList<>();
  private WorldReview review;
  private int now;

  Scene(ReviewRules rules) {
    this.rules = rules;
    review = WorldReview.of(rules);
  }

  /** Of so many countries that are ready; it is minute 0. */
  static Scene of(int ready) {
    Scene scene = new Scene(ReviewRules.defaults());
    for (String country : countries(ready)) {
      scene.says(country, Readiness.READY, 0);
    }
    return scene.close(0);
  }

  static Instant minute(int minutes) {
    return T0.plus(Duration.ofMinutes(minutes));
  }

  /** AA, AB, AC, ... */
  static List<String> countries(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "" + (char) ('A' + i / 26) + (char) ('A' + i % 26))
        .toList();
  }

  Scene says(String country, Readiness readiness, int confirmations) {
    words.add(new CountryWord(country, Micros.of(minute(now)), readiness, confirmations));
    return this;
  }

  /** The judge says so in the window that ends now. */
  Scene confirmedBy(int witnesses, List<String> countries) {
    countries.forEach(country -> says(country, Readiness.READY, witnesses));
    return this;
  }

  /**
   * The judge tells an outage now.
   *
   * @param origins the ASes that originated the most of what was lost
   */
  Scene starts(int start, List<String> countries, Long... origins) {
    for (String country : countries) {
      judge(country, event(country, EventKind.STARTED, 0, minute(start), null, origins));
    }
    return this;
  }

  Scene updates(String country) {
    return goesOn(country, EventKind.UPDATED, null);
  }

  Scene recovers(int end, List<String> countries) {
    countries.forEach(country -> goesOn(country, EventKind.RECOVERED, minute(end)));
    return this;
  }

  Scene retracts(List<String> countries) {
    countries.forEach(country -> goesOn(country, EventKind.RETRACTED, null));
    return this;
  }

  private Scene goesOn(String country, EventKind kind, @Nullable Instant end) {
    OutageEvent last = Objects.requireNonNull(judged.get(country));
    return judge(
        country,
        event(
            country,
            kind,
            last.revision() + 1,
            last.startedAt(),
            end,
            last.originAsns().toArray(Long[]::new)));
  }

  private Scene judge(String country, OutageEvent event) {
    String id = event.revision() == 0 ? country + "/" + now : judged.get(country).eventId();
    OutageEvent named = withId(event, id);
    judged.put(country, named);
    events.add(named);
    return this;
  }

  /** Closes the open window and all up to the one that ends at that minute. */
  Scene at(int minute) {
    while (now < minute) {
      close(now);
    }
    return this;
  }

  /** Closes the window that ends at that minute. */
  Scene close(int minute) {
    WorldReview.Release release = review.close(minute(minute), events, words);
    told.addAll(release.events());
    measured.addAll(release.measurements());
    events = new ArrayList<>();
    words = new ArrayList<>();
    now = minute + 1;
    return this;
  }

  /** Puts the review down and takes it up again. */
  Scene restarted() {
    review = WorldReview.restore(review.snapshot(), rules);
    return this;
  }

  WorldReview.Snapshot snapshot() {
    return review.snapshot();
  }

  /** What was told, without the words: {@code "3 AA 0 STARTED"} is minute, country, revision. */
  List<String> lines() {
    return told.stream()
        .map(
            e ->
                Duration.between(T0, e.detectedAt()).toMinutes()
                    + " "
                    + e.country()
                    + " "
                    + e.revision()
                    + " "
                    + e.kind())
        .toList();
  }

  /** The groups that were told last, by country; null of none. */
  Map<String, @Nullable String> groups() {
    Map<String, @Nullable String> groups = new HashMap<>();
    told.forEach(event -> groups.put(event.country(), event.groupId()));
    return groups;
  }

  private OutageEvent withId(OutageEvent e, String id) {
    return new OutageEvent(
        id,
        e.revision(),
        e.kind(),
        e.country(),
        e.startedAt(),
        e.startedAtEarliest(),
        e.startedAtLatest(),
        e.recoveredAt(),
        e.recoveredAtEarliest(),
        e.recoveredAtLatest(),
        e.detectedAt(),
        e.severity(),
        e.classification(),
        e.score(),
        e.lowestScore(),
        e.recoveredTo(),
        e.endReason(),
        e.groupId(),
        e.evidence(),
        e.lostPrefixes(),
        e.originAsns(),
        e.rulesVersion(),
        e.geoVersion(),
        e.deployment(),
        e.mode());
  }

  private OutageEvent event(
      String country,
      EventKind kind,
      int revision,
      Instant start,
      @Nullable Instant end,
      Long... origins) {
    EndReason reason =
        switch (kind) {
          case STARTED, UPDATED -> null;
          case RECOVERED -> EndReason.RECOVERED;
          case RETRACTED -> EndReason.RETRACTED;
        };
    return new OutageEvent(
        "",
        revision,
        kind,
        country,
        start,
        start,
        start.plusSeconds(60),
        end,
        end,
        end,
        minute(now),
        Severity.TOTAL,
        Classification.ROUTES_WITHDRAWN,
        0.0,
        0.0,
        end == null ? null : 1.0,
        reason,
        null,
        List.of(),
        List.of(),
        Arrays.asList(origins),
        "1",
        "map-1",
        "test",
        RunMode.REPLAY);
  }
}
