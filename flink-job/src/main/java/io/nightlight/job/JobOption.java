package io.nightlight.job;

/**
 * One key of the configuration.
 *
 * @param key its dotted name
 * @param type which values it takes
 * @param standard the value where none is given, as it would be written
 * @param doc one paragraph: what it does, its unit, and what a bad value does
 */
public record JobOption<T>(String key, OptionType<T> type, String standard, String doc) {

  /**
   * @throws InvalidConfiguration naming the key, the value and what is expected
   */
  T read(String text) {
    try {
      return type.reader().apply(text.strip());
    } catch (IllegalArgumentException e) {
      throw new InvalidConfiguration(
          "bad value for "
              + key
              + ": '"
              + firstLine(text)
              + "' (expected "
              + type.expected()
              + ")");
    }
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }
}
