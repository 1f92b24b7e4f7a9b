package io.nightlight.job;

import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 60s}, {@code 10min}, {@code 24h}, {@code
 * 7d}.
 */
final class DurationText {
  private static final Pattern AMOUNT_AND_UNIT = Pattern.compile("(\\d{1,18})\\s*(ms|s|min|h|d)");

  /** Longest first, so that formatting finds the largest unit that divides. */
  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", 86_400_000),
          new Unit("h", 3_600_000),
          new Unit("min", 60_000),
          new Unit("s", 1_000),
          new Unit("ms", 1));

  private record Unit(String name, long millis) {}

  private DurationText() {}

  /**
   * Reads {@code 10min} and the like, or ISO-8601 ({@code PT10M}). A bare number is refused:
   * whoever writes 60 may mean seconds or milliseconds.
   *
   * @throws IllegalArgumentException if it is no duration, is negative, or exceeds 292 years
   */
  static Duration parse(String text) {
    Matcher matcher = AMOUNT_AND_UNIT.matcher(text);
    Duration duration = matcher.matches() ? plain(matcher) : iso(text);
    if (duration.isNegative() || duration.compareTo(Duration.ofDays(106_751)) > 0) {
      throw new IllegalArgumentException("out of range: " + text);
    }
    return duration;
  }

  private static Duration plain(Matcher matcher) {
    for (Unit unit : UNITS) {
      if (unit.name.equals(matcher.group(2))) {
        BigInteger millis =
            new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(unit.millis));
        if (millis.bitLength() < Long.SIZE) {
          return Duration.ofMillis(millis.longValue());
        }
      }
    }
    throw new IllegalArgumentException("out of range: " + matcher.group());
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a duration: " + text, e);
    }
  }

  /** Writes a duration of whole milliseconds in the largest unit that divides it. */
  static String format(Duration duration) {
    long millis = duration.toMillis();
    for (Unit unit : UNITS) {
      if (millis != 0 && millis % unit.millis == 0) {
        return millis / unit.millis + unit.name;
      }
    }
    return "0s";
  }
}
