package io.nightlight.domain.review;

import io.nightlight.domain.measurement.MeasurementEvent;
import io.nightlight.domain.measurement.MeasurementEvent.Reason;
import io.nightlight.domain.measurement.MeasurementEvent.ScopeKind;
import io.nightlight.domain.outage.EventKind;
import io.nightlight.domain.outage.OutageEvent;
import io.nightlight.domain.review.TrackedOutage.Confirmation;
import io.nightlight.domain.review.TrackedOutage.Standing;
import io.nightlight.domain.review.Wave.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reviews what the judges of all countries say before it is told, window by window.
 *
 * <p>It is hot state, changed in place; {@link #snapshot} takes all that it remembers. What a judge
 * says leaves in its window, but for this:
 *
 * <pre>
 * an outage that starts                              is
 * together with too many others                      HELD, with a wave
 * with a wave that waits                             HELD with it
 * with a wave that was dropped, unconfirmed          DROPPED
 * otherwise                                          TOLD
 *
 * a wave                                             is
 * OPEN, half of its members confirmed at any time    CONFIRMED: all are TOLD but those retracted
 * OPEN, one member confirmed                         OPEN: that one is TOLD, unless retracted
 * OPEN for 15 min                                    DROPPED: one measurement event, DEGRADED
 * DROPPED, all of its outages over                   OVER: the measurement event is RESTORED
 * </pre>
 *
 * <p>What is TOLD late is told revision by revision as judged, RECOVERED too if it is over already,
 * but with {@code detectedAt} of the window in which it leaves. An outage whose group changes gets
 * a revision of its own, so that later ones of its judge's count on from there.
 */
public final class WorldReview {

  /** The order in which a window's events are taken in, and in which they leave. */
  private static final Comparator<OutageEvent> ORDER =
      Comparator.comparing(OutageEvent::country)
          .thenComparing(OutageEvent::eventId)
          .thenComparing(OutageEvent::revision);

  private static final Comparator<TrackedOutage> BY_START =
      Comparator.comparing(TrackedOutage::start)
          .thenComparing(TrackedOutage::country)
          .thenComparing(TrackedOutage::eventId);

  private final Brake brake;
  private final Groups groups;
  private final TreeMap<String, TrackedOutage> outages = new TreeMap<>();

  private WorldReview(ReviewRules rules, Snapshot snapshot) {
    brake = new Brake(rules, snapshot.words(), snapshot.waves());
    groups = new Groups(rules.groupWithin(), snapshot.groups());
    snapshot.outages().forEach(outage -> outages.put(outage.eventId(), outage));
  }

  /** Of a world of which nothing was heard yet. */
  public static WorldReview of(ReviewRules rules) {
    return restore(Snapshot.empty(), rules);
  }

  /** The review that a snapshot was taken of; the rules are today's. */
  public static WorldReview restore(Snapshot snapshot, ReviewRules rules) {
    return new WorldReview(rules, snapshot);
  }

  /**
   * All that a review remembers.
   *
   * @param words the last of each country, by country
   * @param outages by eventId
   * @param waves the oldest first
   * @param groups by id
   */
  public record Snapshot(
      List<CountryWord> words, List<TrackedOutage> outages, List<Wave> waves, List<Group> groups) {

    public Snapshot {
      words = List.copyOf(words);
      outages = List.copyOf(outages);
      waves = List.copyOf(waves);
      groups = List.copyOf(groups);
    }

    /** Nothing. */
    public static Snapshot empty() {
      return new Snapshot(List.of(), List.of(), List.of(), List.of());
    }
  }

  public Snapshot snapshot() {
    return new Snapshot(brake.words(), List.copyOf(outages.values()), brake.waves(), groups.all());
  }

  /**
   * What leaves with a window.
   *
   * @param events by country, eventId and revision
   * @param measurements of waves that were dropped, and of those that are over: these without the
   *     countries, which are those that the wave was told with
   */
  public record Release(List<OutageEvent> events, List<MeasurementEvent> measurements) {

    public Release {
      events = List.copyOf(events);
      measurements = List.copyOf(measurements);
    }
  }

  /**
   * Closes a window. Windows come in the order of time; those without any event or word may be left
   * out, but for that of {@link #nextDeadline}.
   *
   * @param judged all events of the window, in any order
   * @param words all words of the window, at most one of a country
   */
  public Release close(Instant windowEnd, List<OutageEvent> judged, List<CountryWord> words) {
    List<OutageEvent> due = new ArrayList<>();
    List<MeasurementEvent> measurements = new ArrayList<>();
    words.forEach(this::hear);
    hold(windowEnd, takeIn(judged, due));
    decide(windowEnd, measurements);
    due.addAll(release());
    List<OutageEvent> told = tell(windowEnd, due);
    finish(windowEnd, measurements);
    return new Release(told, measurements);
  }

  /** When a window has to be closed in any case; null if nothing waits. */
  public @Nullable Instant nextDeadline() {
    return brake.nextDeadline();
  }

  private void hear(CountryWord word) {
    brake.hear(word);
    if (brake.confirmationOf(word.country()) == Confirmation.NONE) {
      return;
    }
    for (TrackedOutage outage : all(Standing.HELD, o -> o.country().equals(word.country()))) {
      Wave wave = brake.waveOf(outage);
      if (!outage.isConfirmed() && wave != null) {
        outages.put(outage.eventId(), outage.confirmed());
        brake.put(wave.withConfirmed());
      }
    }
  }

  /**
   * @param due what need not wait, for it follows what was told
   * @return outages that begin
   */
  private List<TrackedOutage> takeIn(List<OutageEvent> judged, List<OutageEvent> due) {
    List<String> fresh = new ArrayList<>();
    for (OutageEvent event : judged.stream().sorted(ORDER).toList()) {
      TrackedOutage known = outages.get(event.eventId());
      if (known == null && event.kind() == EventKind.STARTED) {
        Confirmation confirmed = brake.confirmationOf(event.country());
        outages.put(event.eventId(), TrackedOutage.of(event, confirmed));
        fresh.add(event.eventId());
      } else if (known == null || known.is(Standing.TOLD)) {
        due.add(event);
      } else {
        outages.put(event.eventId(), known.and(event));
      }
    }
    return fresh.stream()
        .map(id -> Objects.requireNonNull(outages.get(id)))
        .sorted(BY_START)
        .toList();
  }

  /** Decides which of those that begin now must wait, and with whom. */
  private void hold(Instant windowEnd, List<TrackedOutage> fresh) {
    List<TrackedOutage> loose = new ArrayList<>();
    for (TrackedOutage outage : fresh) {
      Wave wave = brake.waveOf(outage.start());
      if (wave == null) {
        loose.add(outage);
      } else if (wave.is(Phase.OPEN)) {
        brake.put(wave.with(outage));
        outages.put(outage.eventId(), outage.heldWith(wave.since()));
      } else if (!wave.is(Phase.CONFIRMED) && !outage.isConfirmed()) {
        outages.put(outage.eventId(), outage.heldWith(wave.since()).dropped());
      }
    }
    Set<TrackedOutage> crowd = brake.tooMany(loose, all(Standing.TOLD, o -> true));
    Wave wave = null;
    for (TrackedOutage outage : loose) {
      if (crowd.contains(outage)) {
        Instant start = outage.start();
        Wave before = wave == null ? new Wave(windowEnd, Phase.OPEN, start, start, 0, 0) : wave;
        wave = before.with(outage);
        outages.put(outage.eventId(), outage.heldWith(windowEnd));
      }
    }
    if (wave != null) {
      brake.put(wave);
    }
  }

  private void decide(Instant windowEnd, List<MeasurementEvent> measurements) {
    for (Wave wave : brake.waves()) {
      if (wave.is(Phase.OPEN) && wave.isConfirmed()) {
        brake.put(wave.in(Phase.CONFIRMED));
      } else if (wave.is(Phase.OPEN) && !windowEnd.isBefore(brake.deadline(wave))) {
        brake.put(wave.in(Phase.DROPPED));
        List<TrackedOutage> unconfirmed =
            all(Standing.HELD, o -> wave.since().equals(o.wave()) && !o.isConfirmed());
        unconfirmed.forEach(outage -> outages.put(outage.eventId(), outage.dropped()));
        measurements.add(
            MeasurementEvent.degraded(
                    ScopeKind.WHOLE_FEED,
                    MeasurementEvent.WHOLE_FEED,
                    Reason.WORLDWIDE_DROP,
                    wave.first(),
                    windowEnd)
                .withAffectedCountries(countries(unconfirmed)));
      }
    }
  }

  /** Lets go what need not wait any longer; what was never told need not be taken back. */
  private List<OutageEvent> release() {
    List<TrackedOutage> free = all(Standing.HELD, outage -> !mustWait(outage));
    free.stream().filter(TrackedOutage::isRetracted).forEach(o -> outages.remove(o.eventId()));
    List<OutageEvent> due = new ArrayList<>();
    for (TrackedOutage outage : free.stream().sorted(BY_START).toList()) {
      if (!outage.isRetracted()) {
        outages.put(outage.eventId(), groups.join(outage, outages));
        due.addAll(outage.revisions());
      }
    }
    return due;
  }

  private boolean mustWait(TrackedOutage outage) {
    Wave wave = brake.waveOf(outage);
    return wave != null && wave.is(Phase.OPEN) && !outage.isConfirmed();
  }

  private List<OutageEvent> tell(Instant windowEnd, List<OutageEvent> due) {
    List<OutageEvent> told = new ArrayList<>();
    for (OutageEvent event : due.stream().sorted(ORDER).toList()) {
      TrackedOutage outage = outages.get(event.eventId());
      if (outage == null) {
        // It was told before anything was kept of it.
        told.add(event);
        continue;
      }
      int revision = event.revision() + outage.inserted();
      OutageEvent now = event.toldAs(event.kind(), revision, windowEnd, groups.idOf(outage));
      told.add(now);
      outages.put(event.eventId(), outage.told(now, outage.inserted()));
    }
    for (TrackedOutage outage : all(Standing.TOLD, o -> !o.isOver())) {
      String groupId = groups.idOf(outage);
      OutageEvent last = outage.last();
      if (!Objects.equals(last.groupId(), groupId)) {
        OutageEvent now = last.toldAs(EventKind.UPDATED, last.revision() + 1, windowEnd, groupId);
        told.add(now);
        outages.put(outage.eventId(), outage.told(now, outage.inserted() + 1));
      }
    }
    told.sort(ORDER);
    return told;
  }

  private void finish(Instant windowEnd, List<MeasurementEvent> measurements) {
    for (Wave wave : brake.waves()) {
      List<TrackedOutage> dropped = all(Standing.DROPPED, o -> wave.since().equals(o.wave()));
      if (wave.is(Phase.DROPPED) && dropped.stream().allMatch(TrackedOutage::isOver)) {
        measurements.add(restored(wave, dropped, windowEnd));
        brake.put(wave.in(Phase.OVER));
      }
    }
    brake.forget(windowEnd);
    outages
        .values()
        .removeIf(
            outage -> {
              Wave wave = brake.waveOf(outage);
              boolean isAwaited = wave != null && wave.is(Phase.DROPPED);
              return outage.isOver()
                  && (outage.is(Standing.TOLD) || outage.is(Standing.DROPPED) && !isAwaited);
            });
    groups.forgetWithout(outages.values());
  }

  private static MeasurementEvent restored(
      Wave wave, List<TrackedOutage> dropped, Instant windowEnd) {
    Instant end =
        dropped.stream()
            .map(outage -> end(outage.last()))
            .max(Comparator.naturalOrder())
            .orElse(windowEnd);
    return MeasurementEvent.restored(
        ScopeKind.WHOLE_FEED,
        MeasurementEvent.WHOLE_FEED,
        Reason.WORLDWIDE_DROP,
        wave.first(),
        end,
        windowEnd);
  }

  private static Instant end(OutageEvent last) {
    Instant recoveredAt = last.recoveredAt();
    return recoveredAt == null ? last.detectedAt() : recoveredAt;
  }

  private List<TrackedOutage> all(Standing standing, Predicate<TrackedOutage> condition) {
    return outages.values().stream().filter(o -> o.is(standing)).filter(condition).toList();
  }

  private static List<String> countries(Collection<TrackedOutage> of) {
    return of.stream().map(TrackedOutage::country).distinct().sorted().toList();
  }
}
