package io.nightlight.domain.geo;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of countries: two capital letters, ISO 3166-1 alpha-2 and XK for Kosovo (pitfall P56).
 *
 * <p>Any two letters are a key, so that a code that ISO adds tomorrow needs no release; only what
 * geo files are known to write for "no country" is none.
 */
public final class CountryCode {
  /** The index of "no country". */
  static final short NOBODY = 0;

  private static final int LETTERS = 26;

  /**
   * AP and EU are regions of the registries; A1, A2, O1 and T1 are proxies, satellites, others and
   * Tor; ZZ and XX are "unknown"; None is how iptoasn writes unrouted space.
   */
  private static final Set<String> NOBODYS =
      Set.of("", "-", "?", "??", "AP", "EU", "ZZ", "XX", "A1", "A2", "O1", "T1", "NONE");

  private static final String[] CODES = allCodes();

  private CountryCode() {}

  /**
   * Reads a code of either case.
   *
   * @return the key, one {@code String} per country in the whole JVM; empty for a code that says
   *     that the space is nobody's
   * @throws IllegalArgumentException if it is neither
   */
  public static Optional<String> parse(String text) {
    short index = indexOf(text);
    return index == NOBODY ? Optional.empty() : Optional.of(CODES[index]);
  }

  /** Like {@link #parse}, as a number that keeps the order of the codes; {@link #NOBODY} is 0. */
  static short indexOf(String text) {
    if (text.length() == 2 && isLetter(text.charAt(0)) && isLetter(text.charAt(1))) {
      int first = (text.charAt(0) & 0x1F) - 1;
      int second = (text.charAt(1) & 0x1F) - 1;
      int index = 1 + first * LETTERS + second;
      return NOBODYS.contains(CODES[index]) ? NOBODY : (short) index;
    }
    if (NOBODYS.contains(text.toUpperCase(Locale.ROOT))) {
      return NOBODY;
    }
    throw new IllegalArgumentException("not a country code: " + text);
  }

  /** The key with this index; the index must not be {@link #NOBODY}. */
  static String at(short index) {
    return CODES[index];
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String[] allCodes() {
    String[] codes = new String[1 + LETTERS * LETTERS];
    codes[NOBODY] = "";
    for (int i = 0; i < LETTERS * LETTERS; i++) {
      char[] code = {(char) ('A' + i / LETTERS), (char) ('A' + i % LETTERS)};
      codes[1 + i] = new String(code);
    }
    return codes;
  }
}
