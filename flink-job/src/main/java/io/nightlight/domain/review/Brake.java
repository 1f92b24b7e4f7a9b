package io.nightlight.domain.review;

import io.nightlight.domain.review.TrackedOutage.Confirmation;
import io.nightlight.domain.review.Wave.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which starts are too many at once, and what the countries' words make of them. Hot state. */
final class Brake {
  /**
   * How long a decided wave is remembered: longer than any rule takes to tell an outage that began
   * with it.
   */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final ReviewRules rules;
  private final TreeMap<String, CountryWord> words = new TreeMap<>();
  private final TreeMap<Instant, Wave> waves = new TreeMap<>();

  Brake(ReviewRules rules, Collection<CountryWord> words, Collection<Wave> waves) {
    this.rules = rules;
    words.forEach(this::hear);
    waves.forEach(this::put);
  }

  void hear(CountryWord word) {
    words.put(word.country(), word);
  }

  /** What the country's last word confirms. */
  Confirmation confirmationOf(String country) {
    CountryWord word = words.get(country);
    return word != null && word.confirmations() >= ReviewRules.WITNESSES
        ? Confirmation.SEVERAL_WITNESSES
        : Confirmation.NONE;
  }

  /** The wave that such a start belongs to; null if to none. */
  @Nullable Wave waveOf(Instant start) {
    return waves.descendingMap().values().stream()
        .filter(wave -> wave.includes(start, rules.brakeWithin()))
        .findFirst()
        .orElse(null);
  }

  @Nullable Wave waveOf(TrackedOutage outage) {
    return outage.wave() == null ? null : waves.get(outage.wave());
  }

  void put(Wave wave) {
    waves.put(wave.since(), wave);
  }

  /** All waves, the oldest first. */
  List<Wave> waves() {
    return List.copyOf(waves.values());
  }

  List<CountryWord> words() {
    return List.copyOf(words.values());
  }

  /**
   * Those outages that began together with too many others.
   *
   * @param fresh outages that begin now
   * @param told outages that were told, and last
   */
  Set<TrackedOutage> tooMany(Collection<TrackedOutage> fresh, Collection<TrackedOutage> told) {
    long ready =
        words.values().stream()
            .filter(word -> word.readiness() == CountryWord.Readiness.READY)
            .count();
    List<TrackedOutage> all = new ArrayList<>(told);
    all.addAll(fresh);
    all.sort(Comparator.comparing(TrackedOutage::start));
    Set<TrackedOutage> crowd = new HashSet<>();
    int from = 0;
    for (int to = 0; to < all.size(); to++) {
      while (all.get(from).start().isBefore(all.get(to).start().minus(rules.brakeWithin()))) {
        from++;
      }
      if (rules.isTooMany(to + 1 - from, ready)) {
        crowd.addAll(all.subList(from, to + 1));
      }
    }
    crowd.retainAll(new HashSet<>(fresh));
    return crowd;
  }

  /** When a wave has waited long enough. */
  Instant deadline(Wave wave) {
    return wave.since().plus(rules.brakeLongestHold());
  }

  /** The next time at which a wave has waited long enough; null if none waits. */
  @Nullable Instant nextDeadline() {
    return waves.values().stream()
        .filter(wave -> wave.is(Phase.OPEN))
        .map(this::deadline)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Forgets waves that nothing more can belong to. */
  void forget(Instant now) {
    waves
        .values()
        .removeIf(
            wave ->
                (wave.is(Phase.CONFIRMED) || wave.is(Phase.OVER))
                    && wave.last().plus(REMEMBERED).isBefore(now));
  }
}
