package io.nightlight.domain.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryCodeTest {
  @ParameterizedTest
  @CsvSource({"KP, KP", "kp, KP", "Kp, KP", "XK, XK", "PS, PS", "AA, AA", "ZY, ZY"})
  void p56KeysAreTwoCapitalLetters(String text, String key) {
    assertThat(CountryCode.parse(text)).contains(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "?", "??", "AP", "EU", "eu", "ZZ", "zz", "XX", "A1", "O1", "T1", "None"})
  void p56PseudoCodesAreNobodys(String text) {
    assertThat(CountryCode.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"D", "DEU", "Germany", "D1", "1D", " DE", "ß", "ÄÖ", "[{", "`a", "@A"})
  void refusesWhatIsNoCode(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CountryCode.parse(text))
        .withMessage("not a country code: " + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AD", "DE", "KP", "XK", "ZW"})
  void indexKeepsTheOrderOfTheCodes(String code) {
    short index = CountryCode.indexOf(code);

    assertThat(CountryCode.at(index)).isEqualTo(code);
    assertThat(CountryCode.indexOf("AC")).isLessThan(index);
    assertThat(index).isGreaterThan(CountryCode.NOBODY);
  }
}
