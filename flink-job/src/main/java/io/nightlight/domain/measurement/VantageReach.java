package io.nightlight.domain.measurement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well one vantage reaches one country, now and usually.
 *
 * @param recent the windows of the last round that brought results, oldest first
 * @param usual successes of earlier rounds in permille, oldest first
 * @param median of those; 0 while they are too few to say anything
 * @param sampledMicros the end of the round that the last of them is of
 * @param collapsedSinceMicros when its success collapsed; {@link Long#MAX_VALUE} while it hasn't
 */
public record VantageReach(
    String country,
    List<Window> recent,
    List<Integer> usual,
    int median,
    long sampledMicros,
    long collapsedSinceMicros) {
  /** Four hours of ten minutes' rounds. */
  private static final int MOST_SAMPLES = 24;

  /** Fewer rounds say nothing of what is usual. */
  private static final int FEWEST_SAMPLES = 3;

  private static final int PERMILLE = 1000;

  /** The results of a window. */
  public record Window(long endMicros, int replies, int silences) {
    long probes() {
      return (long) replies + silences;
    }
  }

  static VantageReach of(String country) {
    return new VantageReach(country, List.of(), List.of(), 0, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** After a window; {@code now} is null where it brought nothing. */
  VantageReach next(@Nullable CountrySuccess now, long windowEndMicros, VantageRules rules) {
    List<Window> windows = new ArrayList<>();
    for (Window window : recent) {
      if (window.endMicros() > windowEndMicros - rules.roundMicros()) {
        windows.add(window);
      }
    }
    if (now != null) {
      windows.add(new Window(windowEndMicros, now.replies(), now.silences()));
    }
    return new VantageReach(country, windows, usual, median, sampledMicros, collapsedSinceMicros);
  }

  /** Whether there is anything to judge it by. */
  boolean isKnown() {
    return !recent.isEmpty() && median > 0;
  }

  /** Whether the latest results are far worse than usual. */
  boolean isCollapsed(VantageRules rules) {
    return isKnown() && latest(rules) < rules.collapsedShare() * median;
  }

  private int latest(VantageRules rules) {
    long replies = 0;
    long probes = 0;
    for (int i = recent.size() - 1; i >= 0 && probes < rules.fewestResults(); i--) {
      replies += recent.get(i).replies();
      probes += recent.get(i).probes();
    }
    return success(replies, probes);
  }

  /** None of no probes at all. */
  private static int success(long replies, long probes) {
    return probes <= 0 ? 0 : (int) (PERMILLE * replies / probes);
  }

  private static int medianOf(List<Integer> samples) {
    return samples.size() < FEWEST_SAMPLES
        ? 0
        : samples.stream().sorted().toList().get(samples.size() / 2);
  }

  /** An undisturbed window: once a round its success becomes a part of the usual. */
  VantageReach learn(long windowEndMicros, VantageRules rules) {
    boolean isDue =
        sampledMicros == Long.MIN_VALUE || windowEndMicros - sampledMicros >= rules.roundMicros();
    if (recent.isEmpty() || !isDue) {
      return new VantageReach(country, recent, usual, median, sampledMicros, Long.MAX_VALUE);
    }
    long replies = recent.stream().mapToLong(Window::replies).sum();
    long probes = recent.stream().mapToLong(Window::probes).sum();
    List<Integer> samples =
        new ArrayList<>(usual.subList(Math.max(0, usual.size() - MOST_SAMPLES + 1), usual.size()));
    samples.add(success(replies, probes));
    return new VantageReach(
        country, recent, samples, medianOf(samples), windowEndMicros, Long.MAX_VALUE);
  }

  /** A disturbed window teaches nothing, but what lasts is the usual one day. */
  VantageReach endure(long windowEndMicros, VantageRules rules) {
    long since = Math.min(collapsedSinceMicros, windowEndMicros);
    return windowEndMicros - since >= rules.forgetMicros()
        ? new VantageReach(country, recent, List.of(), 0, windowEndMicros, Long.MAX_VALUE)
        : new VantageReach(country, recent, usual, median, sampledMicros, since);
  }

  /** As if the time between two windows had not passed. */
  VantageReach without(long pauseMicros) {
    return new VantageReach(
        country,
        recent.stream()
            .map(w -> new Window(w.endMicros() + pauseMicros, w.replies(), w.silences()))
            .toList(),
        usual,
        median,
        sampledMicros == Long.MIN_VALUE ? sampledMicros : sampledMicros + pauseMicros,
        collapsedSinceMicros == Long.MAX_VALUE
            ? collapsedSinceMicros
            : collapsedSinceMicros + pauseMicros);
  }
}
