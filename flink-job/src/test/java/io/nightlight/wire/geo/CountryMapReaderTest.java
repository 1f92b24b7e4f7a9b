package io.nightlight.wire.geo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.net.Prefix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CountryMapReaderTest {
  private static final String CSV =
      """
      175.45.176.0/22,KP
      20.0.0.0/8,US
      20.1.0.0/16,DE
      2001:db8::/32,FR
      """;

  @TempDir Path folder;

  @Test
  void readsNetworksOfBothFamilies() throws IOException {
    CountryMap map = read(CSV);

    assertThat(country(map, "175.45.179.0/24")).isEqualTo("KP");
    assertThat(country(map, "20.0.0.0/24")).isEqualTo("US");
    assertThat(country(map, "20.1.2.0/24")).isEqualTo("DE");
    assertThat(country(map, "2001:db8:7::/48")).isEqualTo("FR");
    assertThat(country(map, "21.0.0.0/24")).isEqualTo("-");
    assertThat(map.countries()).containsExactly("DE", "FR", "KP", "US");
    assertThat(map.version()).startsWith("csv-").hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network,country\n20.0.0.0/16,DE",
        "network,country_code\n20.0.0.0/16,DE\n",
        "\uFEFFNetwork,Country\r\n20.0.0.0/16,DE\r\n",
        "\"network\",\"country\"\n\"20.0.0.0/16\",\"DE\"\n",
        "# a comment\n\n20.0.0.0/16,de\n\n# another\n",
        "20.0.0.0/16 , DE",
        "20.0.0.0,20.0.255.255,DE",
        "start,end,country\n20.0.0.0,20.0.255.255,DE",
        "ip_range_start,ip_range_end,country_code\n20.0.0.0,20.0.255.255,DE",
        "network,country,country_code,asn,as_name\n20.0.0.0/16,Germany,DE,AS1,\"A, B \"\"C\"\"\"",
        "20.0.0.0/16,DE\n20.0.0.1,DE\n20.7.0.0/16,EU\n20.8.0.0/16,\n",
      })
  void readsWhatPeopleWrite(String csv) throws IOException {
    assertThat(read(csv)).isSameAs(read("20.0.0.0/16,DE"));
  }

  @Test
  void p56PseudoCodesAreNobodysAndKosovoIsKept() throws IOException {
    CountryMap map = read("20.0.0.0/8,AP\n20.1.0.0/16,XK\n20.1.7.0/24,??\n20.2.0.0/16,PS\n");

    assertThat(map.countries()).containsExactly("PS", "XK");
    assertThat(country(map, "20.1.6.0/24")).isEqualTo("XK");
    assertThat(country(map, "20.1.7.0/24")).isEqualTo("-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          20.0.0.0/16,DE/20.0.0/24,FR          | line 2: not an IP address: 20.0.0
          20.0.0.0/16,DE/20.1.0.0-16,FR        | line 2: not an IP address: 20.1.0.0-16
          20.0.0.0/16,Germany                  | line 1: not a country code: Germany
          20.0.0.0/33,DE                       | line 1: no network has the length 33
          20.0.0.0/x,DE                        | line 1: not a network: 20.0.0.0/x
          20.0.0.0/16,DE/20.1.0.0/16           | line 2: the line has 1 fields, not those of the first: [20.1.0.0/16]
          20.0.0.0/16,DE,1,2                   | line 1: neither network,country nor start,end,country: 20.0.0.0/16,DE,1,2
          20.0.0.9,20.0.0.1,DE                 | line 1: a range ends before it starts
          20.0.0.9,2001::,DE                   | line 1: a range starts in one address family, ends in another
          network,geoname_id/20.0.0.0/16,7     | line 1: neither network,country nor start,end,country nor a header with such columns: network,geoname_id
          hello                                | line 1: neither network,country nor start,end,country nor a header with such columns: hello
          network,asn,country/20.0.0.0/16,1    | line 2: the line has 2 fields, not those of the first: [20.0.0.0/16, 1]
          """)
  void saysInOneLineWhereAFileIsBad(String csv, String problem) throws IOException {
    Path file =
        Files.writeString(folder.resolve("geo.csv"), csv.replaceAll("(?<=[A-Za-z])/", "\n"));

    assertThatExceptionOfType(CountryMapException.class)
        .isThrownBy(() -> CountryMapReader.read(file))
        .withMessage(file + ", " + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n", "network,country\n"})
  void refusesAFileWithoutNetworks(String csv) throws IOException {
    Path file = Files.writeString(folder.resolve("geo.csv"), csv);

    assertThatExceptionOfType(CountryMapException.class)
        .isThrownBy(() -> CountryMapReader.read(file))
        .withMessage(file + ": no networks in it");
  }

  @Test
  void saysThatAFileIsMissingOrAFolder() {
    Path file = folder.resolve("geo.csv");

    assertThatExceptionOfType(CountryMapException.class)
        .isThrownBy(() -> CountryMapReader.read(file))
        .withMessage(file + ": there is no such file");
    assertThatExceptionOfType(CountryMapException.class)
        .isThrownBy(() -> CountryMapReader.read(folder))
        .withMessageStartingWith(folder + ": can't be read: ");
  }

  @Test
  void contentDecidesWhatIsCompressed() throws IOException {
    Path gz = Files.write(folder.resolve("geo.csv"), gzip(CSV.getBytes(UTF_8)));
    Path xz = folder.resolve("geo");
    try (OutputStream out = new XZOutputStream(Files.newOutputStream(xz), new LZMA2Options(0))) {
      out.write(CSV.getBytes(UTF_8));
    }

    assertThat(CountryMapReader.read(gz)).isSameAs(read(CSV));
    assertThat(CountryMapReader.read(xz)).isSameAs(read(CSV));
  }

  @Test
  void refusesTruncatedCompression() throws IOException {
    byte[] whole = gzip(CSV.repeat(100).getBytes(UTF_8));
    Path file = Files.write(folder.resolve("geo.csv.gz"), Arrays.copyOf(whole, whole.length - 9));

    assertThatExceptionOfType(CountryMapException.class)
        .isThrownBy(() -> CountryMapReader.read(file))
        .withMessageStartingWith(file + ": can't be read: ");
  }

  private CountryMap read(String csv) throws IOException {
    return CountryMapReader.read(Files.writeString(folder.resolve("whole.csv"), csv));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String country(CountryMap map, String prefix) {
    return map.countryOf(Prefix.parse(prefix)).orElse("-");
  }
}
