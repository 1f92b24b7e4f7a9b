package io.nightlight.recording.mrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Prefix;
import io.nightlight.recording.mrt.MrtWriter.Link;
import io.nightlight.recording.mrt.MrtWriter.Peer;
import io.nightlight.recording.mrt.MrtWriter.RibEntry;
import io.nightlight.recording.mrt.MrtWriter.Route;
import io.nightlight.recording.mrt.MrtWriter.Update;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bytes are laid out by hand from RFC 6396 and RFC 4271; bgpdump 1.6.2 reads the same. */
class MrtWriterTest {
  /** 2014-12-22T16:15:00.250Z; its seconds are 54984384 in hex, the rest 0003d090. */
  private static final long AT = 1_419_264_900_250_000L;

  private static final Peer PEER = new Peer(0xC000020A, IpAddress.parse("192.0.2.10"), 65536);
  private static final Link LINK = new Link(PEER, 64511, IpAddress.parse("192.0.2.1"));
  private static final Route ROUTE =
      new Route(new long[] {65536, 4837, 131279}, IpAddress.parse("192.0.2.10"));
  private static final Route IPV6_ROUTE =
      new Route(new long[] {65536, 3320}, IpAddress.parse("2001:db8::a"));
  private static final long NORTH_KOREA = Prefix.parse("175.45.176.0/24");

  /** Peer AS, local AS, interface, address family, both addresses. */
  private static final String SESSION = "00010000 0000fbff 0000 0001 c000020a c0000201";

  private static final String MARKER = "ffffffffffffffffffffffffffffffff";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final MrtWriter mrt = MrtWriter.withMicroseconds(out);

  @Test
  void writesAnAnnouncementWithMicroseconds() throws IOException {
    mrt.update(AT, LINK, Update.announcing(ROUTE, NORTH_KOREA));
    assertWritten(
        "54984384 0011 0004 00000050 0003d090",
        SESSION,
        MARKER + "0038 02 0000",
        "001d 40010100 5002000e 0203 00010000 000012e5 000200cf 400304c000020a",
        "18af2db0");
  }

  @Test
  void cutsMicrosecondsOffWhereTheRecordHoldsSeconds() throws IOException {
    MrtWriter.withSeconds(out).keepalive(AT, LINK);
    assertWritten("54984384 0010 0004 00000027", SESSION, MARKER + "0013 04");
  }

  @Test
  void writesAWithdrawal() throws IOException {
    mrt.update(AT, LINK, Update.withdrawing(NORTH_KOREA, Prefix.parse("12.0.0.0/9")));
    assertWritten(
        "54984384 0011 0004 00000036 0003d090",
        SESSION,
        MARKER + "001e 02 0007 18af2db0 090c00 0000");
  }

  @Test
  void putsIpv6IntoMultiprotocolAttributes() throws IOException {
    long prefix = Prefix.parse("2003::/19");
    mrt.update(AT, LINK, new Update(new long[] {prefix}, new long[] {prefix}, IPV6_ROUTE));
    assertWritten(
        "54984384 0011 0004 00000069 0003d090",
        SESSION,
        MARKER + "0051 02 0000",
        "003a 40010100 5002000a 0202 00010000 00000cf8",
        "900e0019 0002 01 10 20010db800000000000000000000000a 00 13200300",
        "900f0007 0002 01 13200300");
  }

  @Test
  void writesBothEndOfRibMarkers() throws IOException {
    mrt.endOfRibIpv4(AT, LINK);
    mrt.endOfRibIpv6(AT, LINK);
    assertWritten(
        "54984384 0011 0004 0000002f 0003d090",
        SESSION,
        MARKER + "0017 02 0000 0000",
        "54984384 0011 0004 00000036 0003d090",
        SESSION,
        MARKER + "001e 02 0000 0007 900f0003 0002 01");
  }

  @Test
  void writesAnOpenWhoseLargeAsNumberIsInTheCapability() throws IOException {
    mrt.open(AT, LINK, 180);
    assertWritten(
        "54984384 0011 0004 00000049 0003d090",
        SESSION,
        MARKER + "0031 01 04 5ba0 00b4 c000020a 14 0212",
        "0104 00010001 0104 00020001 4104 00010000");
  }

  @Test
  void writesAChangeOfStateOfAnIpv6Session() throws IOException {
    Peer peer = new Peer(1, IpAddress.parse("2001:db8::a"), 64496);
    mrt.stateChange(AT, new Link(peer, 64511, IpAddress.parse("2001:db8::1")), 6, 1);
    assertWritten(
        "54984384 0011 0005 00000034 0003d090",
        "0000fbf0 0000fbff 0000 0002",
        "20010db800000000000000000000000a 20010db8000000000000000000000001",
        "0006 0001");
  }

  @Test
  void writesATableDump() throws IOException {
    Peer ipv6 = new Peer(2, IpAddress.parse("2001:db8::b"), 64497);
    mrt.peerIndexTable(AT, 0xC0000201, "view", List.of(PEER, ipv6));
    mrt.ribRow(AT, 0, NORTH_KOREA, List.of(new RibEntry(0, AT, ROUTE)));
    mrt.ribRow(AT, 1, Prefix.parse("2003::/19"), List.of(new RibEntry(1, AT, IPV6_ROUTE)));
    assertWritten(
        "54984384 000d 0001 00000032 c0000201 0004 76696577 0002",
        "02 c000020a c000020a 00010000",
        "03 00000002 20010db800000000000000000000000b 0000fbf1",
        "54984384 000d 0002 0000002f 00000000 18af2db0 0001 0000 54984384 001d",
        "40010100 5002000e 0203 00010000 000012e5 000200cf 400304c000020a",
        "54984384 000d 0004 00000038 00000001 13200300 0001 0001 54984384 0026",
        "40010100 5002000a 0202 00010000 00000cf8",
        "800e11 10 20010db800000000000000000000000a");
  }

  @Test
  void takesAsManyPrefixesAsAMessageHolds() throws IOException {
    mrt.update(AT, LINK, Update.withdrawing(slash24s(1018)));
    assertThat(out.toByteArray()).hasSize(16 + 20 + 23 + 4 * 1018);
  }

  @Test
  void refusesAMessageLongerThanBgpAllowsAndGoesOnUnharmed() throws IOException {
    assertThatThrownBy(() -> mrt.update(AT, LINK, Update.withdrawing(slash24s(1019))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4096");
    mrt.keepalive(AT, LINK);
    assertWritten("54984384 0011 0004 0000002b 0003d090", SESSION, MARKER + "0013 04");
  }

  @Test
  void refusesWhatNoUpdateCanSay() {
    long ipv6 = Prefix.parse("2003::/19");
    assertThatThrownBy(() -> Update.withdrawing()).hasMessageContaining("End-of-RIB");
    assertThatThrownBy(() -> new Update(new long[] {ipv6}, new long[0], ROUTE))
        .hasMessageContaining("announced");
    assertThatThrownBy(() -> mrt.update(AT, LINK, Update.withdrawing(NORTH_KOREA, ipv6)))
        .hasMessageContaining("one family");
    assertThatThrownBy(() -> mrt.update(AT, LINK, Update.announcing(ROUTE, ipv6)))
        .hasMessageContaining("next hop");
    assertThatThrownBy(() -> new Route(new long[256], new byte[4])).hasMessageContaining("255");
  }

  private static long[] slash24s(int count) {
    return IntStream.range(0, count).mapToLong(i -> Prefix.ipv4(i << 8, 24)).toArray();
  }

  private void assertWritten(String... hex) {
    String expected = String.join("", hex).replace(" ", "");
    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(expected);
  }
}
