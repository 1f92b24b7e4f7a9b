package io.nightlight.backtest.statistics;

/**
 * The distribution function of Poisson's distribution, by the regularised incomplete gamma function
 * (Abramowitz and Stegun, 6.5.29, 6.5.31, 6.5.13): P(X &lt;= k | m) = Q(k + 1, m). StrictMath
 * throughout, so that every machine gets the same bits.
 */
final class GammaFunction {
  private static final double PRECISION = 1e-16;

  /** Instead of 0 in the continued fraction. */
  private static final double TINY = 1e-300;

  /** From here on Stirling's series is exact to a double. */
  private static final int STIRLING_FROM = 16;

  private GammaFunction() {}

  /**
   * The chance of at most {@code most} events where {@code mean} are expected.
   *
   * @param most 0 or more
   * @param mean 0 or more
   */
  static double atMost(long most, double mean) {
    if (mean == 0) {
      return 1;
    }
    double a = most + 1.0;
    return mean < a + 1 ? 1 - lowerBySeries(a, mean) : upperByFraction(a, mean);
  }

  /** P(a, x), quick for x below a + 1. */
  private static double lowerBySeries(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (double n = a + 1; term > sum * PRECISION; n++) {
      term *= x / n;
      sum += term;
    }
    return sum * density(a, x);
  }

  /** Q(a, x), quick for x above a + 1; by the method of Lentz. */
  private static double upperByFraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / TINY;
    double d = 1 / b;
    double product = d;
    double change = 0;
    for (long i = 1; StrictMath.abs(change - 1) > PRECISION && i < 1_000_000; i++) {
      double an = -i * (i - a);
      b += 2;
      d = 1 / notZero(an * d + b);
      c = notZero(b + an / c);
      change = d * c;
      product *= change;
    }
    return product * density(a, x);
  }

  private static double notZero(double value) {
    return StrictMath.abs(value) < TINY ? TINY : value;
  }

  /** x^a e^-x / Gamma(a). */
  private static double density(double a, double x) {
    return StrictMath.exp(a * StrictMath.log(x) - x - logGamma(a));
  }

  /** By Stirling's series (Abramowitz and Stegun 6.1.41), small arguments raised first. */
  static double logGamma(double a) {
    double shift = 0;
    double z = a;
    while (z < STIRLING_FROM) {
      shift += StrictMath.log(z);
      z++;
    }
    double zz = z * z;
    double series =
        (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / (1188 * zz)) / zz) / zz) / zz)
            / z;
    return (z - 0.5) * StrictMath.log(z)
        - z
        + 0.5 * StrictMath.log(2 * StrictMath.PI)
        + series
        - shift;
  }
}
