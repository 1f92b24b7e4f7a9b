package io.nightlight.backtest;

import io.nightlight.domain.observation.Micros;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When a detector could see which country: its known windows. The order in which they are added
 * does not matter; what is added twice is watched once.
 */
public final class WatchedTime {
  /** Of each country the spans without a gap, start to end in microseconds; they never touch. */
  private final SortedMap<String, NavigableMap<Long, Long>> spans = new TreeMap<>();

  private long addedMicros;
  private long watchedMicros;

  /**
   * Adds a window, or any time in which all windows are known.
   *
   * @param country ISO 3166-1 alpha-2 code
   * @param end after the start
   * @throws IllegalArgumentException if it is not
   */
  public void add(String country, Instant start, Instant end) {
    long from = Micros.of(start);
    long to = Micros.of(end);
    if (from >= to) {
      throw new IllegalArgumentException("no time from " + start + " to " + end);
    }
    addedMicros += to - from;
    addSpan(spans.computeIfAbsent(country, unused -> new TreeMap<>()), from, to);
  }

  private void addSpan(NavigableMap<Long, Long> ofCountry, long start, long end) {
    long from = start;
    long to = end;
    var touched = ofCountry.floorEntry(to);
    while (touched != null && touched.getValue() >= from) {
      from = Math.min(from, touched.getKey());
      to = Math.max(to, touched.getValue());
      watchedMicros -= touched.getValue() - touched.getKey();
      ofCountry.remove(touched.getKey());
      touched = ofCountry.floorEntry(to);
    }
    ofCountry.put(from, to);
    watchedMicros += to - from;
  }

  /** Adds all that another knows. */
  public void addAll(WatchedTime other) {
    other.spans.forEach(
        (country, ofCountry) ->
            ofCountry.forEach(
                (from, to) -> add(country, Micros.toInstant(from), Micros.toInstant(to))));
  }

  /** Whether any of the time between the two was seen; the end itself does not count. */
  public boolean sees(String country, Instant from, Instant to) {
    var last = spansOf(country).lowerEntry(Micros.of(to));
    return last != null && last.getValue() > Micros.of(from);
  }

  /** The countries that were seen at all. */
  public SortedSet<String> countries() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(spans.keySet()));
  }

  /** Start to end, in microseconds, in order and apart from each other. */
  NavigableMap<Long, Long> spansOf(String country) {
    NavigableMap<Long, Long> ofCountry = spans.get(country);
    return ofCountry == null ? Collections.emptyNavigableMap() : ofCountry;
  }

  /** How long the countries were watched, all together. */
  public Exposure exposure() {
    return new Exposure(Micros.toDuration(watchedMicros));
  }

  /** How much of what was added was there already. */
  public Exposure repeated() {
    return new Exposure(Micros.toDuration(addedMicros - watchedMicros));
  }
}
