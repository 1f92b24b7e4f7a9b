package io.nightlight.wire.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.net.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MmdbNetworksTest {
  private static final Map<String, ?> KP = Map.of("country_code", "KP");
  private static final Map<String, ?> DE =
      Map.of(
          "country",
          Map.of("iso_code", "DE", "names", Map.of("en", "Germany")),
          "registered_country",
          Map.of("iso_code", "US"));

  @TempDir Path folder;

  @Test
  void readsBothFamiliesAndBothPlacesOfTheCountry() throws IOException {
    CountryMap map =
        read(
            new MmdbFile()
                .with("175.45.176.0/22", KP)
                .with("20.0.0.0/9", DE)
                .with("20.128.0.0/25", DE)
                .with("2001:db8::/32", Map.of("country", "FR", "continent", "EU"))
                .with("2c0f::/16", Map.of("country", "South Africa", "country_code", "ZA"))
                .bytes());

    assertThat(country(map, "175.45.176.0/24")).isEqualTo("KP");
    assertThat(country(map, "175.45.179.0/24")).isEqualTo("KP");
    assertThat(country(map, "175.45.180.0/24")).isEqualTo("-");
    assertThat(country(map, "20.127.255.0/24")).isEqualTo("DE");
    assertThat(country(map, "20.128.0.0/24")).isEqualTo("DE");
    assertThat(country(map, "2001:db8:ffff::/48")).isEqualTo("FR");
    assertThat(country(map, "2c0f:1::/48")).isEqualTo("ZA");
    assertThat(country(map, "::/48")).isEqualTo("-");
    assertThat(map.version()).startsWith("mmdb-test-country-2014-12-22-");
  }

  @Test
  void networksWithoutACountryAreNobodys() throws IOException {
    CountryMap map =
        read(
            new MmdbFile()
                .with("20.0.0.0/24", KP)
                .with("20.0.1.0/24", Map.of("asn", "7"))
                .with("20.0.2.0/24", Map.of("country", Map.of("names", Map.of("en", "Nowhere"))))
                .with("20.0.3.0/24", Map.of("country_code", "ZZ"))
                .with("20.0.4.0/24", Map.of("country", "Germany"))
                .bytes());

    assertThat(map.countries()).containsExactly("KP");
    assertThat(country(map, "20.0.2.0/24")).isEqualTo("-");
  }

  @Test
  void refusesADatabaseWithoutCountries() throws IOException {
    Path file = write(new MmdbFile().with("20.0.0.0/24", Map.of("asn", "7")).bytes());

    assertThatExceptionOfType(CountryMapException.class)
        .isThrownBy(() -> CountryMapReader.read(file))
        .withMessage(file + ": no network has a country.iso_code or country_code");
  }

  @Test
  void refusesACodeThatIsNone() throws IOException {
    Path file = write(new MmdbFile().with("20.0.0.0/24", Map.of("country_code", "DEU")).bytes());

    assertThatExceptionOfType(CountryMapException.class)
        .isThrownBy(() -> CountryMapReader.read(file))
        .withMessage(file + ": 20.0.0.0/24: not a country code: DEU");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 50, 100, 300})
  void refusesATruncatedDatabaseInOneLine(int missing) throws IOException {
    byte[] whole = new MmdbFile().with("20.0.0.0/24", KP).with("21.0.0.0/24", DE).bytes();
    Path file = write(Arrays.copyOf(whole, whole.length - missing));

    assertThatExceptionOfType(CountryMapException.class)
        .isThrownBy(() -> CountryMapReader.read(file))
        .satisfies(
            e ->
                assertThat(e)
                    .message()
                    .startsWith(file + ": neither CSV nor an intact MMDB: ")
                    .hasLineCount(1));
  }

  @Test
  void damageNeverEscapesAsAnythingElse() throws IOException {
    byte[] whole = new MmdbFile().with("20.0.0.0/24", KP).with("21.0.0.0/24", DE).bytes();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      Path file = write(damaged);
      try {
        assertThat(CountryMapReader.read(file).version()).isNotEmpty();
      } catch (CountryMapException e) {
        assertThat(e).message().startsWith(file.toString()).hasLineCount(1);
      }
    }
  }

  private CountryMap read(byte[] mmdb) throws IOException {
    return CountryMapReader.read(write(mmdb));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("geo.mmdb"), bytes);
  }

  private static String country(CountryMap map, String prefix) {
    return map.countryOf(Prefix.parse(prefix)).orElse("-");
  }
}
