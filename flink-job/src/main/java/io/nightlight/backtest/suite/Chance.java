package io.nightlight.backtest.suite;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws from a seed. StrictMath, and a generator whose algorithm its documentation fixes: a seed
 * gives the same draws on every machine.
 */
final class Chance {
  private final SplittableRandom random;

  private Chance(SplittableRandom random) {
    this.random = random;
  }

  static Chance ofSeed(long seed) {
    return new Chance(new SplittableRandom(seed));
  }

  /** Another source, so that how much one part draws changes nothing in the next. */
  Chance split() {
    return new Chance(random.split());
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /** From 0 up to and without the bound, which is above 0. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** Whole seconds from low to high. */
  long seconds(long low, long high) {
    return low + (long) (random.nextDouble() * (high - low));
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  /** Logarithms are normal around that of the median. */
  double logNormal(double median, double sigma) {
    return median * StrictMath.exp(sigma * normal());
  }

  /** Heavy-tailed: at least {@code least}; of x times as long there are {@code x^-alpha}. */
  double pareto(double least, double alpha) {
    return least / StrictMath.pow(1 - random.nextDouble(), 1 / alpha);
  }

  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }

  /** How many events of a constant rate happen where so many are expected. */
  int count(double expected) {
    int count = 0;
    for (double passed = exponential(1); passed < expected; passed += exponential(1)) {
      count++;
    }
    return count;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** The numbers from 0 to below the bound, in random order. */
  int[] shuffled(int bound) {
    int[] numbers = new int[bound];
    for (int i = 0; i < bound; i++) {
      int j = below(i + 1);
      numbers[i] = numbers[j];
      numbers[j] = i;
    }
    return numbers;
  }
}
