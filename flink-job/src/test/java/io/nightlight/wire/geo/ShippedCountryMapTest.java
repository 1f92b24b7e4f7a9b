package io.nightlight.wire.geo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.geo.CountryMap;
import io.nightlight.domain.geo.PartVisitor;
import io.nightlight.domain.net.Prefix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedCountryMapTest {
  private static final CountryMap MAP = CountryMapReader.shipped();
  private static final String CREDIT =
      "Number Resource Organization (nro.net), CC BY 4.0; the five registries' delegations as"
          + " merged by ip-location-db, npm package @ip-location-db/asn-country 2.3.2026061719;"
          + " rounded to whole /24s and /48s";

  /** A new map is a change of behaviour: every block that moved moves scores and baselines. */
  @Test
  void versionAndBytesArePinned() throws Exception {
    assertThat(MAP.version()).isEqualTo("nro-2026-06-17-120f58781cf0");
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(resource())))
        .isEqualTo("75536ec9afb0bf8f8181c7de00c914bc4c0c71601e51f4201855aa44fa2c89bd");
  }

  @Test
  void convertingAgainGivesTheSameBytes(@TempDir Path folder) throws IOException {
    Path shipped = Files.write(folder.resolve("shipped"), resource());
    Path again = folder.resolve("again");

    CountryMap map = ConvertCountryMap.convert(MAP.name(), CREDIT, again, List.of(shipped));

    assertThat(map).isSameAs(MAP);
    assertThat(Files.readAllBytes(again)).isEqualTo(resource());
  }

  @ParameterizedTest
  @CsvSource({
    "175.45.175.0/24, JP",
    "175.45.176.0/24, KP",
    "175.45.177.0/24, KP",
    "175.45.178.0/24, KP",
    "175.45.179.0/24, KP",
    "175.45.180.0/24, AU",
    "8.8.8.0/24, US",
    "193.0.0.0/24, NL",
    "41.0.0.0/24, ZA",
    "200.160.0.0/24, BR",
    "78.46.0.0/24, DE",
    "223.255.255.0/24, AU",
    "2001:200::/48, JP",
    "2c0f:fff0:ffff::/48, NG",
    "10.0.0.0/24, -",
    "127.0.0.0/24, -",
    "192.168.0.0/24, -",
    "224.0.0.0/24, -",
    "2001:db8::/48, -",
    "2002::/48, -",
  })
  void knowsWellKnownBlocks(String prefix, String country) {
    assertThat(MAP.countryOf(Prefix.parse(prefix)).orElse("-")).isEqualTo(country);
  }

  @Test
  void northKoreaIsFourBlocks() {
    List<String> parts = new ArrayList<>();
    MAP.forEachIpv4Range(
        (country, first, count) -> {
          if (country.equals("KP")) {
            parts.add(first + "+" + count);
          }
        });

    assertThat(parts).containsExactly(Prefix.firstBlock(Prefix.parse("175.45.176.0/24")) + "+4");
  }

  @Test
  void rangesAreSortedDisjointAndAsLongAsCanBe() {
    Walk ipv4 = new Walk(1L << 24);
    Walk ipv6 = new Walk(1L << 48);
    MAP.forEachIpv4Range(ipv4);
    MAP.forEachIpv6Range(ipv6);

    assertThat(ipv4.wrong).isEmpty();
    assertThat(ipv6.wrong).isEmpty();
    assertThat(ipv4.ranges).isGreaterThan(100_000);
    assertThat(ipv6.ranges).isGreaterThan(50_000);
    assertThat(ipv4.blocks).isEqualTo(14_403_218);
    assertThat(ipv6.blocks).isEqualTo(32_286_170_897L);
  }

  @Test
  void p56CountriesAreManyAndNonePseudo() {
    assertThat(MAP.countries())
        .hasSizeGreaterThan(200)
        .contains("KP", "PS", "SY", "TW", "VA")
        .doesNotContain("AP", "EU", "ZZ", "");
  }

  @Test
  void everyThreadGetsTheSameMap() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<CountryMap>> maps = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        maps.add(threads.submit(CountryMapReader::shipped));
      }
      for (Future<CountryMap> map : maps) {
        assertThat(map.get()).isSameAs(MAP);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static byte[] resource() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            CountryMapReader.class.getResourceAsStream(CountryMapReader.SHIPPED))) {
      return in.readAllBytes();
    }
  }

  /** Checks every range against the one before. */
  private static final class Walk implements PartVisitor {
    private final long limit;
    private final List<String> wrong = new ArrayList<>();
    private String country = "";
    private long end;
    private long ranges;
    private long blocks;

    Walk(long limit) {
      this.limit = limit;
    }

    @Override
    public void part(String country, long firstBlock, long blockCount) {
      boolean follows = firstBlock > end || (firstBlock == end && !country.equals(this.country));
      end = firstBlock + blockCount;
      if (!follows || blockCount < 1 || end > limit) {
        wrong.add(country + " " + firstBlock + "+" + blockCount);
      }
      this.country = country;
      ranges++;
      blocks += blockCount;
    }
  }
}
