package io.nightlight.wire.bmp;

import static io.nightlight.wire.bgp.WireBytes.bytes;
import static io.nightlight.wire.bmp.BmpBytes.ADJ_RIB_OUT;
import static io.nightlight.wire.bmp.BmpBytes.IPV6;
import static io.nightlight.wire.bmp.BmpBytes.PEER_DOWN;
import static io.nightlight.wire.bmp.BmpBytes.PEER_UP;
import static io.nightlight.wire.bmp.BmpBytes.POST_POLICY;
import static io.nightlight.wire.bmp.BmpBytes.ROUTE_MONITORING;
import static io.nightlight.wire.bmp.BmpBytes.STATISTICS;
import static io.nightlight.wire.bmp.BmpBytes.T0;
import static io.nightlight.wire.bmp.BmpBytes.TWO_BYTE_AS_PATH;
import static io.nightlight.wire.bmp.BmpBytes.announcement;
import static io.nightlight.wire.bmp.BmpBytes.bmp;
import static io.nightlight.wire.bmp.BmpBytes.ofPeer;
import static io.nightlight.wire.bmp.BmpBytes.openBmp;
import static io.nightlight.wire.bmp.BmpBytes.routes;
import static io.nightlight.wire.bmp.BmpBytes.zeros;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.wire.Arrival;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Rejection;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.TopicRecord;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.WireBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenBmpDecoderTest {
  private static final Session PEER = Session.of("lab1.edge", "192.0.2.1", 4837);
  private static final long KP = Prefix.ipv4(0xAF2D_B000, 24);
  private static final long OFFSET = 17;

  private OpenBmpDecoder decoder = new OpenBmpDecoder(Duration.ofMinutes(10), BmpView.PRE_POLICY);

  private List<Arrival> decode(byte[] value) {
    List<Arrival> arrivals = new ArrayList<>();
    decoder.decode(new TopicRecord(value, "bmp_raw", 3, OFFSET, T0 * 1000), arrivals::add);
    return arrivals;
  }

  private List<BgpObservation> observed(byte[] value) {
    List<Arrival> arrivals = decode(value);
    assertThat(arrivals).allMatch(arrival -> arrival.rejection() == null);
    return arrivals.stream().map(Arrival::observation).toList();
  }

  private Rejection refused(byte[] value) {
    List<Arrival> arrivals = decode(value);
    assertThat(arrivals).singleElement().matches(arrival -> arrival.observation() == null);
    return arrivals.get(0).rejection();
  }

  @Test
  void readsWhatAPeerAnnounces() {
    BgpObservation update = observed(openBmp(routes(0, announcement("175.45.176.0/24")))).get(0);

    assertThat(update.kind()).isEqualTo(BgpEvent.UPDATE);
    assertThat(update.session()).isEqualTo(PEER);
    assertThat(update.announced()).containsExactly(KP);
    assertThat(update.originAsn()).isEqualTo(131279);
  }

  /** The router's own time, here of 1971, is not the collector's. */
  @Test
  void theTimeIsTheCollectors() {
    assertThat(observed(openBmp(routes(0, announcement("175.45.176.0/24")))))
        .extracting(BgpObservation::observedAtMicros)
        .containsExactly(T0 * 1_000_000 + 811_052);
  }

  @Test
  void theRoutersTimeServesWhereTheCollectorHasNone() {
    byte[] value = openBmp(routes(0, announcement("175.45.176.0/24")));
    Arrays.fill(value, 14, 22, (byte) 0);

    assertThat(observed(value))
        .extracting(BgpObservation::observedAtMicros)
        .containsExactly(48_095_069_000_000L);
  }

  @Test
  void readsEveryMessageOfARecordInItsOrder() {
    List<BgpObservation> all =
        observed(
            openBmp(
                ofPeer(PEER_UP, 0, 0, zeros(20)),
                routes(0, announcement("175.45.176.0/24")),
                bmp(4, bytes()),
                ofPeer(STATISTICS, 0, 0, bytes().u32(0)),
                routes(IPV6, WireBytes.update(bytes(), bytes(), bytes())),
                ofPeer(PEER_DOWN, 0, 0, bytes().u8(4))));

    assertThat(all)
        .extracting(BgpObservation::kind)
        .containsExactly(
            BgpEvent.PEER_UP,
            BgpEvent.UPDATE,
            BgpEvent.HEARTBEAT,
            BgpEvent.UPDATE,
            BgpEvent.PEER_DOWN);
    assertThat(all).extracting(BgpObservation::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(all.get(0).sequence()).isGreaterThanOrEqualTo(OFFSET << 20);
    assertThat(all.get(4).sequence()).isLessThan((OFFSET + 1) << 20);
    assertThat(all.get(3).session()).isEqualTo(Session.of("lab1.edge", "2001:db8::1", 4837));
    assertThat(decoder.skipped()).containsEntry(Skipped.CONTROL, 1L).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # admin id,            router group, collector
          lab1,                  edge,         lab1.edge
          rrc01.ris.ripe.net,    '',           rrc01.192.0.2.254
          rrc01.ris.ripe.net,    rrc01,        rrc01
          lab1,                  default,      lab1.192.0.2.254
          '',                    edge,         edge
          """)
  void p27TheRouterIsPartOfTheCollectorsName(String adminId, String group, String collector) {
    assertThat(observed(openBmp(adminId, group, ofPeer(PEER_UP, 0, 0, bytes()))))
        .extracting(BgpObservation::session)
        .containsExactly(Session.of(collector, "192.0.2.1", 4837));
  }

  @Test
  void p26TheFlagTellsTheWidthOfThePathsAsNumbers() {
    WireBytes path = bytes().attribute(2, bytes().segment(2, AsnWidth.TWO_BYTES, 4837, 9318));
    WireBytes update = WireBytes.update(bytes(), path, bytes().nlri("175.45.176.0/24"));

    assertThat(observed(openBmp(routes(TWO_BYTE_AS_PATH, update))))
        .extracting(BgpObservation::originAsn)
        .containsExactly(9318L);
  }

  @Test
  void p26ThePathIdentifiersOfAPeerWithAddPathAreNoDefaultRoutes() {
    WireBytes path = bytes().attribute(2, bytes().segment(2, AsnWidth.FOUR_BYTES, 4837, 131279));
    WireBytes prefixes = bytes().u32(1).nlri("175.45.176.0/24").u32(2).nlri("175.45.176.0/24");

    assertThat(observed(openBmp(routes(0, WireBytes.update(bytes(), path, prefixes)))).get(0))
        .satisfies(update -> assertThat(update.announced()).containsOnly(KP))
        .satisfies(update -> assertThat(update.ignoredPrefixes()).isZero());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # view,       peer type, flags, read
          PRE_POLICY,          0,  0x00,  true
          PRE_POLICY,          0,  0x40,  false
          POST_POLICY,         0,  0x00,  false
          POST_POLICY,         0,  0x40,  true
          EITHER,              0,  0x00,  true
          EITHER,              0,  0x40,  true
          EITHER,              0,  0x10,  false
          EITHER,              0,  0x50,  false
          EITHER,              1,  0x00,  false
          EITHER,              2,  0x00,  false
          EITHER,              3,  0x00,  false
          EITHER,              9,  0x00,  false
          """)
  void countsARouteOnOneSideOfThePolicyOnly(
      BmpView view, int peerType, String flags, boolean read) {
    decoder = new OpenBmpDecoder(Duration.ofMinutes(10), view);
    WireBytes routes =
        ofPeer(ROUTE_MONITORING, peerType, Integer.decode(flags), announcement("175.45.176.0/24"));

    assertThat(decode(openBmp(routes))).hasSize(read ? 1 : 0);
    assertThat(decoder.skipped().getOrDefault(Skipped.OTHER_VIEW, 0L)).isEqualTo(read ? 0 : 1);
  }

  /** RFC 8671 section 5: of comings, goings and statistics the flags mean nothing. */
  @ParameterizedTest
  @ValueSource(ints = {0, POST_POLICY, ADJ_RIB_OUT})
  void aPeerGoesOnEverySide(int flags) {
    assertThat(
            observed(
                openBmp(
                    ofPeer(PEER_UP, 0, flags, bytes()),
                    ofPeer(STATISTICS, 0, flags, bytes()),
                    ofPeer(PEER_DOWN, 0, flags, bytes()))))
        .extracting(BgpObservation::kind)
        .containsExactly(BgpEvent.PEER_UP, BgpEvent.HEARTBEAT, BgpEvent.PEER_DOWN);
  }

  @Test
  void skipsWhatIsOfNoPeer() {
    assertThat(decode(openBmp(bmp(4, bytes()), bmp(5, bytes()), bmp(6, zeros(60))))).isEmpty();
    assertThat(decoder.skipped()).containsEntry(Skipped.CONTROL, 3L).hasSize(1);
  }

  @Test
  void bytesBehindTheStatedLengthAreNoPartOfIt() {
    byte[] value = openBmp(routes(0, announcement("175.45.176.0/24")));

    assertThat(observed(Arrays.copyOf(value, value.length + 1))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing                  | MALFORMED
          text                     | MALFORMED
          all but the last byte    | TRUNCATED
          a header cut short       | MALFORMED
          no message               | MALFORMED
          header version 2         | UNSUPPORTED_TYPE
          parsed object            | UNSUPPORTED_TYPE
          BMP version 1            | UNSUPPORTED_TYPE
          message of type 7        | UNSUPPORTED_TYPE
          message of 5 bytes       | MALFORMED
          message too long         | TRUNCATED
          half a peer              | TRUNCATED
          an OPEN as a route       | MALFORMED
          a prefix of /33          | INVALID_VALUE
          no collector             | INVALID_VALUE
          five megabytes           | TOO_LARGE
          """)
  void p09TellsWhyItRefuses(String defect, RejectReason reason) {
    byte[] value = valueWith(defect);

    Rejection rejection = refused(value);

    assertThat(rejection.reason()).as(rejection.message()).isEqualTo(reason);
    assertThat(rejection.message()).isNotBlank().doesNotContain("\n");
    assertThat(rejection.source()).isEqualTo("bmp_raw");
    assertThat(rejection.partition()).isEqualTo(3);
    assertThat(rejection.offset()).isEqualTo(OFFSET);
    assertThat(rejection.originalLength()).isEqualTo(value.length);
    assertThat(value).startsWith(rejection.original());
  }

  private static byte[] valueWith(String defect) {
    WireBytes good = routes(0, announcement("175.45.176.0/24"));
    byte[] value = openBmp(good);
    return switch (defect) {
      case "nothing" -> new byte[0];
      case "text" -> "V: 1.7\nC_HASH_ID: 602cbf4f\nT: 12\nL: 51\n\n".getBytes(UTF_8);
      case "all but the last byte" -> Arrays.copyOf(value, value.length - 1);
      case "a header cut short" -> Arrays.copyOf(value, 60);
      case "no message" -> openBmp();
      case "header version 2" -> with(value, 4, 2);
      case "parsed object" -> with(value, 13, 11);
      case "BMP version 1" -> with(value, value.length - good.size(), 1);
      case "message of type 7" -> openBmp(bmp(7, zeros(50)));
      case "message of 5 bytes" -> openBmp(bytes().u8(3).u32(5).u8(0).put(zeros(60)));
      case "message too long" -> openBmp(bytes().u8(3).u32(0xFFFF_FFFFL).u8(0).put(zeros(60)));
      case "half a peer" -> openBmp(bmp(PEER_UP, zeros(20)));
      case "an OPEN as a route" -> openBmp(routes(0, WireBytes.pdu(1, zeros(10))));
      case "a prefix of /33" ->
          openBmp(routes(0, WireBytes.update(bytes().u8(33).put(zeros(5)), bytes(), bytes())));
      case "no collector" -> openBmpWithoutNames(good);
      case "five megabytes" -> Arrays.copyOf(value, 5 << 20);
      default -> throw new IllegalArgumentException(defect);
    };
  }

  private static byte[] with(byte[] value, int at, int octet) {
    byte[] changed = value.clone();
    changed[at] = (byte) octet;
    return changed;
  }

  private static byte[] openBmpWithoutNames(WireBytes message) {
    byte[] value = openBmp("", "", message);
    int router = value.length - message.size() - 4 - 2 - 16;
    Arrays.fill(value, router, router + 16, (byte) 0);
    return value;
  }

  /** One refusal a record, however many of its messages are damaged. */
  @Test
  void p09AMessageInTheMiddleThatIsDamagedCostsTheOthersNothing() {
    byte[] value =
        openBmp(
            ofPeer(PEER_UP, 0, 0, bytes()),
            bmp(PEER_UP, zeros(20)),
            routes(0, announcement("175.45.176.0/24")),
            bmp(7, bytes()),
            ofPeer(PEER_DOWN, 0, 0, bytes()));

    List<Arrival> arrivals = decode(value);

    assertThat(arrivals.subList(0, 3))
        .extracting(arrival -> arrival.observation().kind())
        .containsExactly(BgpEvent.PEER_UP, BgpEvent.UPDATE, BgpEvent.PEER_DOWN);
    assertThat(arrivals).hasSize(4);
    assertThat(arrivals.get(3).rejection().reason()).isEqualTo(RejectReason.TRUNCATED);
    assertThat(arrivals.get(3).rejection().original()).isEqualTo(value);
  }

  @Test
  void p10ACollectorWithAWrongClockIsRefused() {
    List<Arrival> arrivals = new ArrayList<>();
    decoder.decode(
        new TopicRecord(
            openBmp(routes(0, announcement("175.45.176.0/24"))),
            "bmp_raw",
            3,
            OFFSET,
            (T0 - 3600) * 1000),
        arrivals::add);

    assertThat(arrivals)
        .extracting(arrival -> arrival.rejection().reason())
        .containsExactly(RejectReason.FUTURE_TIMESTAMP);
  }

  /** Seeded, so that a failure can be seen again. */
  @Test
  @Timeout(60)
  void mutatedRecordsAreArrivalsOrSkipped() {
    Random random = new Random(20141222);
    byte[][] seeds = {
      openBmp(
          routes(0, announcement("175.45.176.0/24", "175.45.177.0/24")),
          ofPeer(PEER_DOWN, 0, IPV6, bytes().u8(1))),
      openBmp(ofPeer(PEER_UP, 0, 0, zeros(60)), bmp(4, zeros(9))),
      openBmp(
          routes(
              TWO_BYTE_AS_PATH,
              WireBytes.update(bytes().nlri("175.45.176.0/24"), bytes(), bytes())))
    };
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = mutant(seeds[i % seeds.length], random);
      long before = skips();
      List<Arrival> arrivals = decode(mutant);
      assertThat(arrivals.size() + skips() - before).isPositive();
      arrivals.forEach(
          arrival ->
              assertThat(arrival.observation() == null).isNotEqualTo(arrival.rejection() == null));
      assertThat(arrivals).filteredOn(arrival -> arrival.rejection() != null).hasSizeLessThan(2);
    }
  }

  private long skips() {
    return decoder.skipped().values().stream().mapToLong(Long::longValue).sum();
  }

  private static byte[] mutant(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
        case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, 1 + at) : bytes;
      }
    }
    return bytes;
  }
}
