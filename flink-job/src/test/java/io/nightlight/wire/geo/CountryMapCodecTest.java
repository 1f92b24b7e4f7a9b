package io.nightlight.wire.geo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.CountryMapBuilder;
import io.nightlight.domain.net.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.XZInputStream;

class CountryMapCodecTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    CountryMap map = map();
    Path file = Files.write(folder.resolve("map"), written(map));

    assertThat(CountryMapReader.read(file)).isSameAs(map);
    assertThat(map.name()).isEqualTo("test-1");
  }

  @Test
  void emptyMapSurvives() throws IOException {
    CountryMap map = new CountryMapBuilder().build("empty");
    Path file = Files.write(folder.resolve("map"), written(map));

    assertThat(CountryMapReader.read(file)).isSameAs(map);
  }

  @Test
  void convertsSeveralFilesIntoOneMapOfTheGivenName() throws IOException {
    Path ipv4 = Files.writeString(folder.resolve("4.csv"), "20.0.0.0/8,DE\n255.255.255.0/24,JP\n");
    Path ipv6 = Files.writeString(folder.resolve("6.csv"), "2001:db8::,2001:db8::ffff,FR\n");
    Path out = folder.resolve("out");

    CountryMap map = ConvertCountryMap.convert("test-1", "me", out, List.of(ipv6, ipv4));

    assertThat(map).isSameAs(map());
    assertThat(Files.readAllBytes(out)).isEqualTo(written(map));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = unpacked(written(map()));
    for (int length = "nightlight-country-map ".length(); length < whole.length; length++) {
      Path file = Files.write(folder.resolve("map"), Arrays.copyOf(whole, length));

      assertThatExceptionOfType(CountryMapException.class)
          .isThrownBy(() -> CountryMapReader.read(file))
          .withMessageStartingWith(file + ": ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nightlight-country-map 2^name: a^credit: b^  | this release reads format 1, not 2
          nightlight-country-map 1^title: a^credit: b^ | no line name:
          nightlight-country-map 1^name: A^credit: b^~ | not a name of a country map (up to 64 of a-z 0-9 . _ -): A
          """)
  void saysWhatIsWrong(String text, String problem) throws IOException {
    String content = text.replace('^', '\n').replace("~", "\0\0");
    Path file = Files.write(folder.resolve("map"), content.getBytes(UTF_8));

    assertThatExceptionOfType(CountryMapException.class)
        .isThrownBy(() -> CountryMapReader.read(file))
        .withMessage(file + ": damaged country map: " + problem);
  }

  @Test
  void refusesACreditOfSeveralLines() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CountryMapCodec.write(map(), "a\nname: b", new ByteArrayOutputStream()));
  }

  private static CountryMap map() {
    CountryMapBuilder builder = new CountryMapBuilder();
    builder.addNetwork(IpAddress.parse("20.0.0.0"), 8, "DE");
    builder.addNetwork(IpAddress.parse("255.255.255.0"), 24, "JP");
    builder.addNetwork(IpAddress.parse("2001:db8::"), 48, "FR");
    return builder.build("test-1");
  }

  private static byte[] written(CountryMap map) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CountryMapCodec.write(map, "me", out);
    return out.toByteArray();
  }

  private static byte[] unpacked(byte[] xz) throws IOException {
    return new XZInputStream(new ByteArrayInputStream(xz)).readAllBytes();
  }
}
