package io.nightlight.wire.bgp;

import static io.nightlight.wire.bgp.WireBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.wire.RejectReason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of prefixes of which nobody said whether path identifiers stand in them (pitfall P26). */
class NlriTest {

  private static Nlri undeclared(WireBytes bytes, IpFamily family) throws BgpFormatException {
    return Nlri.decode(ByteCursor.of(bytes.toArray()), family, PathIds.UNDECLARED);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # identifier, family, prefix
          0,            IPV4,   175.45.176.0/24
          1,            IPV4,   175.45.176.0/24
          1,            IPV4,   0.0.0.0/0
          1,            IPV4,   175.45.176.1/32
          720,          IPV4,   64.17.0.0/23
          70000,        IPV4,   175.45.176.0/24
          458752,       IPV4,   175.45.176.0/24
          16777216,     IPV4,   175.45.176.0/22
          3232235777,   IPV4,   175.45.176.0/24
          4294967295,   IPV4,   175.45.176.0/24
          1,            IPV6,   2001:db8::/32
          70000,        IPV6,   2001:db8::/32
          4294967295,   IPV6,   2001:db8::/32
          """)
  void p26SeesPathIdentifiersThatNobodyDeclared(long id, IpFamily family, String prefix)
      throws Exception {
    Nlri read = undeclared(bytes().u32(id).nlri(prefix), family);

    assertThat(read.pathIds()).containsExactly(id);
    assertThat(read.prefixes()).isEqualTo(bytes().nlri(prefix).toArray());
  }

  @Test
  void p26SeesThemInLongLists() throws Exception {
    WireBytes list = bytes();
    for (int i = 0; i < 1000; i++) {
      list.u32(65_000 + i).nlri("175.45." + i % 256 + ".0/" + (17 + i % 8));
    }

    assertThat(undeclared(list, IpFamily.IPV4).pathIds()).hasSize(1000).startsWith(65_000, 65_001);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # family, list without path identifiers that could be read as if it had them, count
          IPV4,     18AF2DB0 18AF2DB1,                     2
          IPV4,     00 18AF2DB0,                           2
          IPV4,     00,                                    1
          IPV4,     0180 18AF2DB1 18,                     -1
          IPV4,     0100 0180,                             2
          IPV4,     09AF00 18AF2DB1,                       2
          IPV4,     20C0000201 20C0000202,                 2
          IPV6,     2020010DB8 2020010DB9,                 2
          IPV6,     00 2020010DB8,                         2
          """)
  void leavesPlainListsAsTheyAre(IpFamily family, String hex, int count) throws Exception {
    byte[] list = HexFormat.of().parseHex(hex.replace(" ", ""));
    if (count < 0) {
      assertThatExceptionOfType(BgpFormatException.class)
          .isThrownBy(() -> Nlri.decode(ByteCursor.of(list), family, PathIds.UNDECLARED));
      return;
    }
    Nlri read = Nlri.decode(ByteCursor.of(list), family, PathIds.UNDECLARED);

    assertThat(read.pathIds()).isEmpty();
    assertThat(read.count()).isEqualTo(count);
  }

  /** 0.0.0.0/1 and 128.0.0.0/1 stand for a default route: odd, and no path identifier. */
  @Test
  void takesTheTwoHalvesOfTheInternetForPrefixes() throws Exception {
    WireBytes list = bytes().nlri("0.0.0.0/1", "128.0.0.0/1", "175.45.176.0/24");

    assertThat(undeclared(list, IpFamily.IPV4).pathIds()).isEmpty();
  }

  @Test
  void refusesWithTheReasonOfThePlainReading() {
    assertThatExceptionOfType(BgpFormatException.class)
        .isThrownBy(() -> undeclared(bytes().u8(13, 11, 13, 11), IpFamily.IPV4))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.TRUNCATED));
    assertThatExceptionOfType(BgpFormatException.class)
        .isThrownBy(() -> undeclared(bytes().nlri("192.0.2.0/24").u8(33, 1), IpFamily.IPV4))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.INVALID_VALUE));
  }
}
