package io.nightlight.wire.bgp;

import static io.nightlight.wire.bgp.WireBytes.bytes;
import static io.nightlight.wire.bgp.WireBytes.pdu;
import static io.nightlight.wire.bgp.WireBytes.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.wire.RejectReason;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgpPduTest {
  private static final BgpEncoding AS4 = new BgpEncoding(AsnWidth.FOUR_BYTES, PathIds.ABSENT);
  private static final BgpEncoding AS2 = new BgpEncoding(AsnWidth.TWO_BYTES, PathIds.ABSENT);
  private static final BgpEncoding ADD_PATH = new BgpEncoding(AsnWidth.FOUR_BYTES, PathIds.PRESENT);
  private static final BgpEncoding UNDECLARED =
      new BgpEncoding(AsnWidth.FOUR_BYTES, PathIds.UNDECLARED);

  private static final WireBytes NOTHING = bytes();
  private static final WireBytes ORIGIN = bytes().attribute(1, bytes().u8(0));
  private static final int SET = 1;
  private static final int SEQUENCE = 2;

  private static BgpUpdate decode(WireBytes bytes, BgpEncoding encoding) throws BgpFormatException {
    BgpUpdate update = BgpPdu.decode(ByteCursor.of(bytes.toArray()), encoding).update();
    assertThat(update).isNotNull();
    return update;
  }

  private static RejectReason refusal(WireBytes bytes, BgpEncoding encoding) {
    try {
      BgpPdu.decode(ByteCursor.of(bytes.toArray()), encoding);
    } catch (BgpFormatException e) {
      return e.reason();
    }
    throw new AssertionError("was read");
  }

  private static WireBytes path(long... asns) {
    return bytes().attribute(2, bytes().segment(SEQUENCE, AsnWidth.FOUR_BYTES, asns));
  }

  private static WireBytes reach(int afi, int safi, String nextHop, WireBytes nlri) {
    WireBytes hop = bytes().address(nextHop);
    return bytes().attribute(14, bytes().u16(afi).u8(safi, hop.size()).put(hop).u8(0).put(nlri));
  }

  private static WireBytes unreach(int afi, int safi, WireBytes nlri) {
    return bytes().attribute(15, bytes().u16(afi).u8(safi).put(nlri));
  }

  private static byte[] nlri(String... prefixes) {
    return bytes().nlri(prefixes).toArray();
  }

  @Test
  void readsIpv4AnnouncementsAndWithdrawals() throws Exception {
    BgpUpdate update =
        decode(
            update(
                bytes().nlri("10.1.0.0/16"),
                bytes().put(ORIGIN).put(path(4837, 131279)),
                bytes().nlri("175.45.176.0/24", "175.45.177.0/24")),
            AS4);

    assertThat(update.withdrawnIpv4().prefixes()).isEqualTo(nlri("10.1.0.0/16"));
    assertThat(update.announcedIpv4().prefixes())
        .isEqualTo(nlri("175.45.176.0/24", "175.45.177.0/24"));
    assertThat(update.announcedIpv4().count()).isEqualTo(2);
    assertThat(update.path().asns()).containsExactly(4837, 131279);
    assertThat(update.path().originAsn()).isEqualTo(131279);
    assertThat(update.endOfRib()).isEqualTo(EndOfRib.NONE);
  }

  @Test
  void clearsBitsBeyondThePrefixLength() throws Exception {
    BgpUpdate update =
        decode(update(NOTHING, path(1), bytes().u8(13, 11, 13).u8(0).u8(7, 0xFF)), AS4);

    assertThat(update.announcedIpv4().prefixes())
        .isEqualTo(bytes().u8(13, 11, 8).u8(0).u8(7, 0xFE).toArray());
    assertThat(update.announcedIpv4().count()).isEqualTo(3);
  }

  @Test
  void readsALengthOfTwoBytes() throws Exception {
    WireBytes longPath = bytes();
    for (int i = 0; i < 300; i++) {
      longPath.segment(SEQUENCE, AsnWidth.FOUR_BYTES, i);
    }

    BgpUpdate update =
        decode(
            update(NOTHING, bytes().longAttribute(2, longPath), bytes().nlri("1.0.0.0/24")), AS4);

    assertThat(update.path().asns()).hasSize(300);
    assertThat(update.path().originAsn()).isEqualTo(299);
  }

  @Nested
  class P26 {
    @ParameterizedTest
    @CsvSource({"2001:db8::1, ", "2001:db8::1, fe80::1"})
    void readsIpv6WithOneNextHopOrTwo(String global, @Nullable String linkLocal) throws Exception {
      WireBytes hops = bytes().address(global);
      if (linkLocal != null) {
        hops.address(linkLocal);
      }
      WireBytes reach =
          bytes()
              .attribute(
                  14,
                  bytes()
                      .u16(2)
                      .u8(1, hops.size())
                      .put(hops)
                      .u8(0)
                      .nlri("2001:db8:1::/48", "2001:db8::/32"));

      BgpUpdate update = decode(update(NOTHING, bytes().put(path(7)).put(reach), NOTHING), AS4);

      assertThat(update.announcedIpv6().prefixes())
          .isEqualTo(nlri("2001:db8:1::/48", "2001:db8::/32"));
      assertThat(update.announcedIpv4().isEmpty()).isTrue();
    }

    @Test
    void readsIpv6Withdrawals() throws Exception {
      BgpUpdate update =
          decode(update(NOTHING, unreach(2, 1, bytes().nlri("2001:db8::/32")), NOTHING), AS4);

      assertThat(update.withdrawnIpv6().prefixes()).isEqualTo(nlri("2001:db8::/32"));
      assertThat(update.endOfRib()).isEqualTo(EndOfRib.NONE);
    }

    @Test
    void readsIpv4RoutesOverAnIpv6NextHop() throws Exception {
      WireBytes reach = reach(1, 1, "2001:db8::1", bytes().nlri("192.0.2.0/24"));

      BgpUpdate update =
          decode(
              update(NOTHING, bytes().put(path(7)).put(reach), bytes().nlri("198.51.100.0/24")),
              AS4);

      assertThat(update.announcedIpv4().prefixes())
          .isEqualTo(nlri("198.51.100.0/24", "192.0.2.0/24"));
    }

    @Test
    void passesOverTheSnpasOfTheOldStandard() throws Exception {
      WireBytes reach =
          bytes()
              .attribute(
                  14,
                  bytes()
                      .u16(2)
                      .u8(1, 16)
                      .address("2001:db8::1")
                      .u8(2)
                      .u8(3, 0xAA, 0xBB) // three semi-octets
                      .u8(0)
                      .nlri("2001:db8::/32"));

      BgpUpdate update = decode(update(NOTHING, bytes().put(path(7)).put(reach), NOTHING), AS4);

      assertThat(update.announcedIpv6().prefixes()).isEqualTo(nlri("2001:db8::/32"));
    }

    @Test
    void passesOverMulticastAndOtherFamilies() throws Exception {
      WireBytes attributes =
          bytes()
              .put(path(7))
              .put(reach(1, 2, "192.0.2.1", bytes().nlri("192.0.2.0/24")))
              .put(unreach(16397, 71, bytes().u8(1, 2, 3)));

      BgpUpdate update = decode(update(NOTHING, attributes, NOTHING), AS4);

      assertThat(update.otherFamilies()).isEqualTo(2);
      assertThat(update.isAboutRoutes()).isFalse();
    }

    @Test
    void readsPathIdentifiers() throws Exception {
      BgpUpdate update =
          decode(
              update(
                  bytes().u32(9).nlri("10.0.0.0/8"),
                  path(7),
                  bytes().u32(1).nlri("192.0.2.0/24").u32(4294967295L).nlri("192.0.2.0/24")),
              ADD_PATH);

      assertThat(update.announcedIpv4().prefixes()).isEqualTo(nlri("192.0.2.0/24", "192.0.2.0/24"));
      assertThat(update.announcedIpv4().pathIds()).containsExactly(1, 4294967295L);
      assertThat(update.withdrawnIpv4().pathIds()).containsExactly(9);
    }

    @Test
    void recognisesPathIdentifiersThatNobodyDeclared() throws Exception {
      BgpUpdate update =
          decode(update(NOTHING, path(7), bytes().u32(1).nlri("192.0.2.0/24")), UNDECLARED);

      assertThat(update.announcedIpv4().prefixes()).isEqualTo(nlri("192.0.2.0/24"));
      assertThat(update.announcedIpv4().pathIds()).containsExactly(1);
    }

    @Test
    void takesTheDefaultRouteForADefaultRoute() throws Exception {
      BgpUpdate update =
          decode(
              update(NOTHING, path(7), bytes().nlri("0.0.0.0/0", "10.0.0.0/8", "11.0.0.0/8")),
              UNDECLARED);

      assertThat(update.announcedIpv4().count()).isEqualTo(3);
      assertThat(update.announcedIpv4().pathIds()).isEmpty();
    }

    @Test
    void recognisesBothEndsOfRib() throws Exception {
      assertThat(decode(update(NOTHING, NOTHING, NOTHING), AS4).endOfRib())
          .isEqualTo(EndOfRib.IPV4);
      assertThat(decode(update(NOTHING, unreach(1, 1, NOTHING), NOTHING), AS4).endOfRib())
          .isEqualTo(EndOfRib.IPV4);
      assertThat(decode(update(NOTHING, unreach(2, 1, NOTHING), NOTHING), AS4).endOfRib())
          .isEqualTo(EndOfRib.IPV6);
      assertThat(decode(update(NOTHING, unreach(2, 2, NOTHING), NOTHING), AS4).endOfRib())
          .isEqualTo(EndOfRib.NONE);
      assertThat(
              decode(
                      update(
                          NOTHING,
                          bytes().put(path(1)).put(unreach(2, 1, NOTHING)),
                          bytes().nlri("1.0.0.0/8")),
                      AS4)
                  .endOfRib())
          .isEqualTo(EndOfRib.NONE);
    }

    @Test
    void keepsTheMembersOfAnAsSetAndKnowsNoOrigin() throws Exception {
      WireBytes segments =
          bytes()
              .segment(SEQUENCE, AsnWidth.FOUR_BYTES, 3356, 4837)
              .segment(SET, AsnWidth.FOUR_BYTES, 64496, 64497);

      BgpUpdate update =
          decode(
              update(NOTHING, bytes().attribute(2, segments), bytes().nlri("192.0.2.0/24")), AS4);

      assertThat(update.path().asns()).containsExactly(3356, 4837, 64496, 64497);
      assertThat(update.path().originAsn()).isZero();
    }

    @Test
    void leavesConfederationsOut() throws Exception {
      WireBytes segments =
          bytes()
              .segment(3, AsnWidth.FOUR_BYTES, 65001, 65002)
              .segment(SEQUENCE, AsnWidth.FOUR_BYTES, 3356)
              .segment(4, AsnWidth.FOUR_BYTES, 65003);

      BgpUpdate update =
          decode(
              update(NOTHING, bytes().attribute(2, segments), bytes().nlri("192.0.2.0/24")), AS4);

      assertThat(update.path().asns()).containsExactly(3356);
      assertThat(update.path().originAsn()).isEqualTo(3356);
    }
  }

  @Nested
  class As4Path {
    private WireBytes paths(long[] path, long[] as4Path) {
      return bytes()
          .attribute(2, bytes().segment(SEQUENCE, AsnWidth.TWO_BYTES, path))
          .attribute(17, bytes().segment(SEQUENCE, AsnWidth.FOUR_BYTES, as4Path));
    }

    private AsPath decodePath(WireBytes attributes, BgpEncoding encoding)
        throws BgpFormatException {
      return decode(update(NOTHING, attributes, bytes().nlri("192.0.2.0/24")), encoding).path();
    }

    @Test
    void standsForTheLastOnesOfThePath() throws Exception {
      WireBytes attributes = paths(new long[] {30844, 3356, 23456}, new long[] {3356, 131279});

      assertThat(decodePath(attributes, AS2).asns()).containsExactly(30844, 3356, 131279);
      assertThat(decodePath(attributes, AS2).originAsn()).isEqualTo(131279);
    }

    @Test
    void isLeftOutIfLongerThanThePath() throws Exception {
      WireBytes attributes = paths(new long[] {3356, 23456}, new long[] {1, 2, 131279});

      assertThat(decodePath(attributes, AS2).asns()).containsExactly(3356, 23456);
    }

    @Test
    void isLeftOutIfAnAggregatorWhoKnowsNothingOfItCameAfter() throws Exception {
      WireBytes attributes =
          paths(new long[] {3356, 23456}, new long[] {3356, 131279})
              .attribute(7, bytes().u16(3356).u32(0))
              .attribute(18, bytes().u32(131279, 0));

      assertThat(decodePath(attributes, AS2).asns()).containsExactly(3356, 23456);
    }

    @Test
    void isLeftOutIfDamaged() throws Exception {
      WireBytes attributes =
          bytes()
              .attribute(2, bytes().segment(SEQUENCE, AsnWidth.TWO_BYTES, 3356, 23456))
              .attribute(17, bytes().u8(SEQUENCE, 200, 0));

      assertThat(decodePath(attributes, AS2).asns()).containsExactly(3356, 23456);
    }

    @Test
    void countsASetOnce() throws Exception {
      WireBytes attributes =
          bytes()
              .attribute(
                  2,
                  bytes()
                      .segment(SEQUENCE, AsnWidth.TWO_BYTES, 10, 20)
                      .segment(SET, AsnWidth.TWO_BYTES, 23456, 30))
              .attribute(17, bytes().segment(SET, AsnWidth.FOUR_BYTES, 131279, 30));

      assertThat(decodePath(attributes, AS2).asns()).containsExactly(10, 20, 131279, 30);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, OPEN, 10", "3, NOTIFICATION, 2", "4, KEEPALIVE, 0", "5, ROUTE_REFRESH, 4"})
  void recognisesTheOtherMessages(int code, BgpPdu.Type type, int bodyBytes) throws Exception {
    WireBytes body = bytes();
    for (int i = 0; i < bodyBytes; i++) {
      body.u8(0);
    }

    BgpPdu decoded = BgpPdu.decode(ByteCursor.of(pdu(code, body).toArray()), AS4);

    assertThat(decoded.type()).isEqualTo(type);
    assertThat(decoded.update()).isNull();
  }

  @Test
  void knowsWhoSendsAnOpen() throws Exception {
    WireBytes capabilities = bytes().u8(1, 4).u16(1, 1).u8(65, 4).u32(131279);
    WireBytes open =
        bytes()
            .u8(4)
            .u16(23456, 180)
            .address("192.0.2.1")
            .u8(capabilities.size() + 2, 2, capabilities.size())
            .put(capabilities);

    assertThat(BgpPdu.decode(ByteCursor.of(pdu(1, open).toArray()), AS4).speakerAsn())
        .isEqualTo(131279);
  }

  @Test
  void refusesImpossibleValues() {
    WireBytes oneHop = bytes().address("2001:db8::1");

    assertThat(refusal(update(NOTHING, path(1), bytes().u8(33, 1, 2, 3, 4, 5)), AS4))
        .isEqualTo(RejectReason.INVALID_VALUE);
    assertThat(refusal(update(bytes().u8(255), NOTHING, NOTHING), AS4))
        .isEqualTo(RejectReason.INVALID_VALUE);
    assertThat(
            refusal(
                update(
                    NOTHING,
                    bytes()
                        .attribute(14, bytes().u16(2).u8(1, 16).put(oneHop).u8(0, 129).put(oneHop)),
                    NOTHING),
                AS4))
        .isEqualTo(RejectReason.INVALID_VALUE);
    assertThat(refusal(update(NOTHING, bytes().attribute(1, bytes().u8(9)), NOTHING), AS4))
        .isEqualTo(RejectReason.INVALID_VALUE);
    assertThat(refusal(pdu(77, NOTHING), AS4)).isEqualTo(RejectReason.UNSUPPORTED_TYPE);
  }

  @Test
  void refusesLengthsThatContradictEachOther() {
    WireBytes twice = unreach(2, 1, NOTHING).put(unreach(2, 1, NOTHING));

    assertThat(refusal(pdu(2, bytes().u16(500, 0)), AS4)).isEqualTo(RejectReason.MALFORMED);
    assertThat(refusal(pdu(2, bytes().u16(0, 500)), AS4)).isEqualTo(RejectReason.MALFORMED);
    assertThat(refusal(update(NOTHING, bytes().u8(0x40, 2, 9, 2, 200), NOTHING), AS4))
        .isEqualTo(RejectReason.MALFORMED);
    assertThat(refusal(pdu(4, NOTHING).u8(0), AS4)).isEqualTo(RejectReason.MALFORMED);
    assertThat(refusal(pdu(4, bytes().u8(0)).u8(1), AS4)).isEqualTo(RejectReason.MALFORMED);
    assertThat(refusal(update(NOTHING, twice, NOTHING), AS4)).isEqualTo(RejectReason.MALFORMED);
    assertThat(refusal(bytes().u32(0, 0, 0, 0).u16(19).u8(4), AS4))
        .isEqualTo(RejectReason.MALFORMED);
  }

  @Test
  void refusesEveryBeginningOfAMessage() {
    byte[] whole =
        update(
                bytes().nlri("10.0.0.0/8"),
                bytes()
                    .put(ORIGIN)
                    .put(path(1, 2, 3))
                    .put(reach(2, 1, "2001:db8::1", bytes().nlri("2001:db8::/32")))
                    .put(unreach(2, 1, bytes().nlri("2001:db8:1::/48"))),
                bytes().nlri("192.0.2.0/24"))
            .toArray();

    for (int length = 0; length < whole.length; length++) {
      ByteCursor beginning = ByteCursor.of(whole, 0, length);
      assertThatExceptionOfType(BgpFormatException.class)
          .isThrownBy(() -> BgpPdu.decode(beginning, AS4));
    }
  }

  @Test
  void p9MeetsDamageWithARefusalAndNothingElse() {
    Random random = new Random(20141222);
    byte[] whole =
        update(
                bytes().nlri("10.0.0.0/8", "172.16.0.0/12"),
                bytes()
                    .put(ORIGIN)
                    .attribute(2, bytes().segment(SEQUENCE, AsnWidth.TWO_BYTES, 1, 23456))
                    .attribute(17, bytes().segment(SEQUENCE, AsnWidth.FOUR_BYTES, 131279))
                    .put(reach(2, 1, "2001:db8::1", bytes().nlri("2001:db8::/32")))
                    .put(unreach(2, 1, bytes().nlri("2001:db8:1::/48"))),
                bytes().nlri("192.0.2.0/24"))
            .toArray();
    int refused = 0;
    int rounds = 200_000;
    BgpEncoding[] encodings = {AS2, AS4, ADD_PATH, UNDECLARED};

    for (int round = 0; round < rounds; round++) {
      byte[] damaged = Arrays.copyOf(whole, whole.length);
      for (int i = 0; i <= random.nextInt(4); i++) {
        damaged[16 + random.nextInt(whole.length - 16)] = (byte) random.nextInt(256);
      }
      try {
        BgpPdu.decode(ByteCursor.of(damaged), encodings[round & 3]);
      } catch (BgpFormatException e) {
        refused++;
      }
    }

    assertThat(refused).isBetween(rounds / 10, rounds - rounds / 100);
  }
}
