package io.nightlight.domain.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Prefix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountryMapTest {
  /** The index of the first /24 of 20.0.0.0. */
  private static final long TWENTY = 20L << 16;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # claims                                               | whose 20.0.1.0/24 is
          20.0.0.0/16 DE                                         | DE
          20.0.0.0/16 DE, 20.0.1.0/24 FR                         | FR
          20.0.1.0/24 FR, 20.0.0.0/16 DE                         | FR
          20.0.0.0/16 DE, 20.0.0.0/20 FR, 20.0.1.0/24 JP         | JP
          20.0.0.0/16 DE, 20.0.1.0/24 EU                         | -
          20.0.0.0/16 EU, 20.0.1.0/24 DE                         | DE
          20.0.1.0/24 DE, 20.0.1.0/24 FR                         | FR
          0.0.0.0/0 DE                                           | DE
          20.0.0.0/24 DE, 20.0.2.0/24 DE                         | -
          20.0.1.0/25 DE                                         | DE
          20.0.1.0/25 DE, 20.0.1.128/26 FR, 20.0.1.192/26 JP     | DE
          20.0.1.0/26 FR, 20.0.1.64/26 JP, 20.0.1.128/25 DE      | DE
          20.0.1.0/25 FR, 20.0.1.128/25 DE                       | FR
          20.0.1.128/25 DE, 20.0.1.0/25 FR                       | FR
          20.0.1.0/26 FR, 20.0.1.64/26 DE, 20.0.1.128/26 DE, 20.0.1.192/26 FR | FR
          20.0.1.0/25 DE, 20.0.1.0/26 FR, 20.0.1.128/26 FR        | FR
          20.0.1.0/26 DE, 20.0.1.64/26 FR, 20.0.1.128/26 DE      | DE
          20.0.1.0/24 DE, 20.0.1.0/25 FR, 20.0.1.128/32 JP       | FR
          20.0.1.7/32 KP                                         | KP
          20.0.1.0/25 EU, 20.0.1.128/32 KP                       | KP
          """)
  void longestMatchWinsAndTheLargestPartTakesTheBlock(String claims, String country) {
    CountryMap map = map(claims);

    assertThat(map.countryOf(Prefix.parse("20.0.1.0/24")).orElse("-")).isEqualTo(country);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2001:db8::/32 DE                                       | DE
          2001:db8::/32 DE, 2001:db8:1::/48 FR                   | FR
          2001:db8:1::/48 FR, 2001:db8::/32 DE                   | FR
          2001:db8:1::/49 DE, 2001:db8:1:8000::/50 FR            | DE
          2001:db8:1::/49 DE, 2001:db8:1:8000::/49 FR            | DE
          2001:db8:1::/48 DE, 2001:db8:1:7::/64 FR               | DE
          2001:db8:1:7::/64 FR                                   | FR
          2001:db8:1:7::1/128 KP                                 | KP
          ::/0 JP                                                | JP
          2001:db8::/48 DE, 2001:db8:2::/48 DE                   | -
          20.0.0.0/8 DE                                          | -
          """)
  void ipv6BlocksFollowTheSameRules(String claims, String country) {
    CountryMap map = map(claims);

    assertThat(map.countryOf(Prefix.parse("2001:db8:1::/48")).orElse("-")).isEqualTo(country);
  }

  @Test
  void smallerOfTwoRangesThatOverlapWins() {
    CountryMapBuilder builder = new CountryMapBuilder();
    builder.addRange(IpAddress.parse("20.0.0.0"), IpAddress.parse("20.0.9.255"), "DE");
    builder.addRange(IpAddress.parse("20.0.8.0"), IpAddress.parse("20.0.11.255"), "FR");
    builder.addRange(IpAddress.parse("20.0.11.0"), IpAddress.parse("20.0.20.255"), "JP");

    assertThat(Parts.of(builder.build("test"), "20.0.0.0/8"))
        .containsExactly(
            "DE " + TWENTY + "+8", "FR " + (TWENTY + 8) + "+4", "JP " + (TWENTY + 12) + "+9");
  }

  @Test
  void p54PrefixOverSeveralCountriesComesInParts() {
    CountryMap map = map("20.0.0.0/17 DE, 20.0.128.0/18 FR, 20.0.192.0/20 JP, 20.0.224.0/19 FR");

    assertThat(Parts.of(map, "20.0.0.0/16"))
        .containsExactly(
            "DE " + TWENTY + "+128",
            "FR " + (TWENTY + 128) + "+64",
            "JP " + (TWENTY + 192) + "+16",
            "FR " + (TWENTY + 224) + "+32");
    assertThat(Parts.of(map, "20.0.192.0/18"))
        .containsExactly("JP " + (TWENTY + 192) + "+16", "FR " + (TWENTY + 224) + "+32");
    assertThat(Parts.of(map, "20.0.64.0/19")).containsExactly("DE " + (TWENTY + 64) + "+32");
    assertThat(Parts.of(map, "20.0.208.0/20")).isEmpty();
    assertThat(Parts.of(map, "20.0.1.64/26")).containsExactly("DE " + (TWENTY + 1) + "+1");
  }

  @Test
  void neighboursOfOneCountryAreOnePart() {
    CountryMap map = map("20.0.0.0/24 DE, 20.0.1.0/24 DE, 20.0.2.0/23 DE");

    assertThat(Parts.of(map, "20.0.0.0/16")).containsExactly("DE " + TWENTY + "+4");
  }

  @Test
  void wholeSlash8IsOnePart() {
    assertThat(Parts.of(map("20.0.0.0/8 US"), "20.0.0.0/8"))
        .containsExactly("US " + TWENTY + "+65536");
    assertThat(Parts.of(map("0.0.0.0/0 US"), "0.0.0.0/0")).containsExactly("US 0+16777216");
  }

  @Test
  void lastBlockOfEachFamilyIsReached() {
    CountryMap map =
        map("255.255.255.0/24 DE, ffff:ffff:ffff::/48 FR, ffff:ffff:fffe:ffff::/64 JP");

    assertThat(Parts.of(map, "255.255.0.0/16")).containsExactly("DE 16777215+1");
    assertThat(Parts.of(map, "ffff:ffff:fff0::/44"))
        .containsExactly("JP 281474976710654+1", "FR 281474976710655+1");
  }

  @Test
  void ipv6PrefixCountsForItsFirst65536Blocks() {
    CountryMap map = map("2001::/17 DE, 2001:1::/32 FR, 2001:2::/32 JP");
    long first = 0x2001_0000_0000L;

    assertThat(Parts.of(map, "2001::/16")).containsExactly("DE " + first + "+65536");
    assertThat(Parts.of(map, "2001:1::/32")).containsExactly("FR " + (first + 65536) + "+65536");
    assertThat(Parts.of(map, "2001:1:8000::/33"))
        .containsExactly("FR " + (first + 65536 + 32768) + "+32768");
  }

  @Test
  void emptyMapIsNobodys() {
    CountryMap map = new CountryMapBuilder().build("test");

    assertThat(map.countryOf(Prefix.parse("20.0.0.0/24"))).isEmpty();
    assertThat(Parts.of(map, "0.0.0.0/0")).isEmpty();
    assertThat(Parts.of(map, "2001::/16")).isEmpty();
    assertThat(map.countries()).isEmpty();
  }

  @Test
  void countriesAreThoseWithABlock() {
    CountryMap map = map("20.0.0.0/24 DE, 20.0.0.0/30 FR, 20.0.1.0/24 XK, 2001:db8::/32 AD");

    assertThat(map.countries()).containsExactly("AD", "DE", "XK");
  }

  @Test
  void versionDependsOnTheRangesAndTheNameAlone() {
    CountryMap map = map("20.0.0.0/23 DE, 2001:db8::/32 FR");

    assertThat(map.version()).isEqualTo("test-c470df6620a0");
    assertThat(map("2001:db8::/32 FR, 20.0.1.0/24 DE, 20.0.0.0/24 DE, 30.0.0.0/8 EU").version())
        .isEqualTo(map.version());
    assertThat(map("20.0.0.0/23 DE, 2001:db8::/32 JP").version()).isNotEqualTo(map.version());
    assertThat(map("20.0.0.0/22 DE, 2001:db8::/32 FR").version()).isNotEqualTo(map.version());
  }

  @Test
  void equalMapsAreOneInstanceAlsoAfterTheirJourney() throws Exception {
    CountryMap map = map("20.0.0.0/23 DE");

    assertThat(map("20.0.0.0/24 DE, 20.0.1.0/24 DE")).isSameAs(map);
    assertThat(deserialized(serialized(map))).isSameAs(map);
    assertThat(map("20.0.0.0/23 FR")).isNotEqualTo(map);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Geo", "a b", "-a", "a/b", "a\n"})
  void refusesNamesThatDoNotFitIntoAVersion(String name) {
    CountryMapBuilder builder = new CountryMapBuilder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.build(name))
        .withMessageStartingWith("not a name of a country map");
  }

  @Test
  void refusesClaimsThatCannotBe() {
    CountryMapBuilder builder = new CountryMapBuilder();
    byte[] low = IpAddress.parse("20.0.0.0");
    byte[] high = IpAddress.parse("200.0.0.0");

    assertThatIllegalArgumentException().isThrownBy(() -> builder.addNetwork(low, 33, "DE"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.addNetwork(low, -1, "DE"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.addNetwork(low, 8, "Germany"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.addRange(high, low, "DE"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.addRange(low, IpAddress.parse("2001::"), "DE"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.addIpv4Blocks("DE", 1L << 24, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.addIpv4Blocks("DE", 1, 1L << 24));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.addIpv4Blocks("DE", 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.addIpv6Blocks("DE", -1, Long.MAX_VALUE));
    assertThat(builder.isEmpty()).isTrue();
  }

  private static CountryMap map(String claims) {
    CountryMapBuilder builder = new CountryMapBuilder();
    for (String claim : claims.split(", ", -1)) {
      String[] parts = claim.strip().split("[/ ]", 3);
      builder.addNetwork(IpAddress.parse(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }
    return builder.build("test");
  }

  private static byte[] serialized(CountryMap map) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(map);
    }
    return bytes.toByteArray();
  }

  private static Object deserialized(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
