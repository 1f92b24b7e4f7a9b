package io.nightlight.benchmark;

import java.util.ArrayList;
import java.util.List;

/** The figures of one job over the rounds. */
final class Series {
  /** Figures that lie further apart than this share of their median say little. */
  static final double NOISY = 0.15;

  private final List<Double> figures = new ArrayList<>();

  void add(double figure) {
    figures.add(figure);
  }

  double median() {
    double[] sorted = figures.stream().mapToDouble(f -> f).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double mean() {
    return figures.stream().mapToDouble(f -> f).average().orElseThrow();
  }

  /**
   * The smallest figure that at least a share of all does not exceed.
   *
   * @param share above 0, up to 1
   */
  double quantile(double share) {
    double[] sorted = figures.stream().mapToDouble(f -> f).sorted().toArray();
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  int size() {
    return figures.size();
  }

  double least() {
    return figures.stream().mapToDouble(f -> f).min().orElseThrow();
  }

  double most() {
    return figures.stream().mapToDouble(f -> f).max().orElseThrow();
  }

  /** The largest less the smallest, as a share of the median. */
  double spread() {
    return (most() - least()) / median();
  }
}
