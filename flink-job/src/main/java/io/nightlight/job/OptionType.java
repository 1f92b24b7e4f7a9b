package io.nightlight.job;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What values a key takes.
 *
 * @param name the type's name in the documentation
 * @param expected completes the sentence "expected ..."; names range and unit
 * @param reader text to value; an {@link IllegalArgumentException} where it is none
 */
record OptionType<T>(String name, String expected, Function<String, T> reader) {
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  static OptionType<Duration> durationBetween(String shortest, String longest) {
    Duration least = DurationText.parse(shortest);
    Duration most = DurationText.parse(longest);
    return new OptionType<>(
            "duration",
            "a duration from " + shortest + " to " + longest + ", written like 90s, 10min, 24h, 7d",
            DurationText::parse)
        .where(d -> d.compareTo(least) >= 0 && d.compareTo(most) <= 0);
  }

  static OptionType<Duration> durationDividingAnHour(String shortest) {
    Duration least = DurationText.parse(shortest);
    return new OptionType<>(
            "duration",
            "a duration of whole seconds that divides an hour evenly, at least "
                + shortest
                + ", such as 1min",
            DurationText::parse)
        .where(d -> d.compareTo(least) >= 0 && d.toNanosPart() == 0)
        .where(d -> Duration.ofHours(1).toSeconds() % d.toSeconds() == 0);
  }

  static OptionType<Double> numberBetween(double least, double most) {
    return new OptionType<>(
            "number", "a number from " + plain(least) + " to " + plain(most), OptionType::decimal)
        .where(n -> n >= least && n <= most);
  }

  static OptionType<Integer> wholeNumberBetween(int least, int most) {
    return new OptionType<>(
            "whole number", "a whole number from " + least + " to " + most, Integer::parseInt)
        .where(n -> n >= least && n <= most);
  }

  static OptionType<String> topic() {
    return new OptionType<>(
            "topic",
            "a Kafka topic's name: 1 to 249 of letters, digits, '.', '_' and '-'",
            Function.identity())
        .where(t -> TOPIC.matcher(t).matches() && !t.equals(".") && !t.equals(".."));
  }

  static OptionType<String> plainName() {
    return new OptionType<>(
            "name",
            "1 to 100 of letters, digits, '.', '_' and '-', beginning with a letter or digit",
            Function.identity())
        .where(t -> NAME.matcher(t).matches());
  }

  static OptionType<String> brokers() {
    return new OptionType<>(
            "addresses", "host:port, or several with commas between", Function.identity())
        .where(t -> t.matches("\\s*[^\\s,]+:\\d{1,5}\\s*(,\\s*[^\\s,]+:\\d{1,5}\\s*)*"));
  }

  static OptionType<String> path() {
    return new OptionType<>("path", "the path of a file, or nothing", Function.identity())
        .where(t -> t.indexOf('\0') < 0);
  }

  /** One of an enum's constants, written in small letters with '-' between words. */
  static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
    Map<String, E> byName = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      byName.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    return new OptionType<>(
        "choice",
        "one of " + String.join(", ", byName.keySet()),
        text -> {
          E constant = byName.get(text);
          if (constant == null) {
            throw new IllegalArgumentException("none of them: " + text);
          }
          return constant;
        });
  }

  private OptionType<T> where(Predicate<T> holds) {
    return new OptionType<>(
        name,
        expected,
        text -> {
          T value = reader.apply(text);
          if (!holds.test(value)) {
            throw new IllegalArgumentException("out of range: " + text);
          }
          return value;
        });
  }

  /** Only plain decimals: Java would also take NaN, hexadecimal digits and a trailing f. */
  private static double decimal(String text) {
    if (!text.matches("[+-]?(\\d{1,20}(\\.\\d{0,20})?|\\.\\d{1,20})([eE][+-]?\\d{1,3})?")) {
      throw new IllegalArgumentException("not a number: " + text);
    }
    return Double.parseDouble(text);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
