package io.nightlight.backtest.text;

import io.nightlight.backtest.statistics.EventRate;
import io.nightlight.backtest.statistics.Interval;
import io.nightlight.backtest.statistics.Proportion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** Single figures for people. Where there is none, a dash. */
final class Figure {
  static final String NONE = "-";

  private Figure() {}

  /**
   * Such as {@code 97.5 % (87.1-99.6)}. Rounded down, and the interval outwards: 100 % is said of
   * nothing less, and nothing is said to be surer than it is.
   */
  static String of(Proportion proportion) {
    if (proportion.of() == 0) {
      return NONE;
    }
    Interval interval = proportion.interval();
    return "%5s %% (%s-%s)"
        .formatted(
            percent(proportion.share().orElseThrow(), RoundingMode.DOWN),
            percent(interval.low(), RoundingMode.DOWN),
            percent(interval.high(), RoundingMode.UP));
  }

  private static String percent(double share, RoundingMode rounding) {
    // What a double adds to its decimals must not tip the rounding: 0.9 is 90 %.
    return new BigDecimal(share)
        .setScale(12, RoundingMode.HALF_EVEN)
        .movePointRight(2)
        .setScale(1, rounding)
        .toPlainString();
  }

  /** Such as {@code 0.0100 (0.0020-0.0293)}. */
  static String of(EventRate rate) {
    if (rate.exposure() == 0) {
      return NONE;
    }
    Interval interval = rate.interval();
    return "%s (%s-%s)"
        .formatted(
            number(rate.rate().orElseThrow()), number(interval.low()), number(interval.high()));
  }

  /** The fewer decimals the larger it is. */
  static String number(double value) {
    int decimals = value < 1 ? 4 : value < 100 ? 2 : 0;
    return String.format(
        Locale.ROOT,
        "%,." + decimals + "f",
        new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP));
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String percentile(Optional<Duration> duration) {
    return duration.map(Figure::of).orElse(NONE);
  }

  /** Whole seconds in the two largest units that there are, such as {@code -9 h 31 min}. */
  static String of(Duration duration) {
    if (duration.isNegative() && !rounded(duration.negated()).isZero()) {
      return "-" + of(duration.negated());
    }
    Duration size = rounded(duration.abs());
    if (size.toDays() > 0) {
      return size.toDays() + " d" + rest(size.toHoursPart(), "h");
    }
    if (size.toHours() > 0) {
      return size.toHours() + " h" + rest(size.toMinutesPart(), "min");
    }
    if (size.toMinutes() > 0) {
      return size.toMinutes() + " min" + rest(size.toSecondsPart(), "s");
    }
    return size.toSeconds() + " s";
  }

  private static Duration rounded(Duration duration) {
    return Duration.ofSeconds(duration.plusMillis(500).toSeconds());
  }

  private static String rest(int amount, String unit) {
    return amount == 0 ? "" : " " + amount + " " + unit;
  }

  /** In UTC to the second. */
  static String of(Instant instant) {
    LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return "%s %02d:%02d:%02dZ"
        .formatted(utc.toLocalDate(), utc.getHour(), utc.getMinute(), utc.getSecond());
  }
}
