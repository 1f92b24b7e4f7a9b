package io.nightlight.domain.availability;

/**
 * Shares in [0, 1], rounded half up to millionths, so that equal counts give equal numbers on every
 * machine and thresholds compare exactly. Nothing here returns NaN or an infinity (P48).
 */
public final class Ratio {

  private static final long MILLION = 1_000_000;

  private Ratio() {}

  /**
   * {@code part / whole}, at most 1.
   *
   * @param part 0 to 2^42
   * @param whole 1 to 2^42
   * @throws IllegalArgumentException if whole is not positive or part is negative
   */
  public static double of(long part, long whole) {
    if (part < 0 || whole <= 0) {
      throw new IllegalArgumentException("No share: " + part + " of " + whole);
    }
    if (part >= whole) {
      return 1;
    }
    long millionths = (2 * MILLION * part + whole) / (2 * whole);
    return (double) millionths / MILLION;
  }

  /** A number rounded to millionths, half up. */
  public static double rounded(double value) {
    return StrictMath.floor(value * MILLION + 0.5) / MILLION;
  }

  /** What is missing to 1. */
  public static double shortfall(double ratio) {
    return rounded(1 - ratio);
  }
}
