package io.nightlight.backtest.statistics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Durations by size.
 *
 * @param sorted the smallest first; may be negative
 */
public record Distribution(List<Duration> sorted) {
  private static final int MEDIAN = 50;
  private static final int P95 = 95;
  private static final int ALL = 100;

  public Distribution {
    sorted = sorted.stream().sorted().toList();
  }

  /** How far off the durations are, whatever their sign. */
  public Distribution sizes() {
    return new Distribution(sorted.stream().map(Duration::abs).toList());
  }

  public int count() {
    return sorted.size();
  }

  /** Empty if there is none; so are the others. */
  public Optional<Duration> median() {
    return percentile(MEDIAN);
  }

  public Optional<Duration> p95() {
    return percentile(P95);
  }

  public Optional<Duration> max() {
    return percentile(ALL);
  }

  /**
   * The smallest of the durations that at least so many percent of them do not exceed (nearest
   * rank): one that occurred, never one between two.
   *
   * @param percent 1 to 100
   */
  public Optional<Duration> percentile(int percent) {
    if (percent < 1 || percent > ALL) {
      throw new IllegalArgumentException(percent + " %");
    }
    if (sorted.isEmpty()) {
      return Optional.empty();
    }
    long rank = ((long) percent * sorted.size() + ALL - 1) / ALL;
    return Optional.of(sorted.get((int) rank - 1));
  }
}
