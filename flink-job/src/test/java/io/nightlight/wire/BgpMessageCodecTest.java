package io.nightlight.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightlight.domain.net.Prefix;
import io.nightlight.domain.net.Session;
import io.nightlight.domain.observation.BgpEvent;
import io.nightlight.domain.observation.BgpObservation;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.schema.AddressFamily;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BgpMessageCodecTest {
  private static final Instant T0 = Instant.parse("2014-12-22T16:15:00.000001Z");
  private static final long T0_MICROS = 1_419_264_900_000_001L;

  private final BgpMessageCodec codec = new BgpMessageCodec();

  @Test
  void carriesEverythingThatAnObservationHasRoomFor() {
    BgpObservation observation =
        codec.toDomain(
            message()
                .setKind(BgpMessageKind.RIB_ROW)
                .setSequence(7)
                .setAnnouncedIpv4(bytes("18 AF2DB0 18 AF2DB1"))
                .setAnnouncedIpv6(bytes("20 2A028000"))
                .setWithdrawnIpv4(bytes("08 0B"))
                .setWithdrawnIpv6(bytes("11 2A0280"))
                .setAnnouncedPathIds(List.of(1L, 2L, 0xFFFF_FFFFL))
                .setAsPath(List.of(4837L, 131_279L))
                .setOriginAsn(131_279)
                .setEndOfRib(true)
                .setEndOfRibFamily(AddressFamily.IPV6)
                .setRibStartedAt(T0.minusSeconds(1))
                .build());
    assertThat(observation)
        .usingRecursiveComparison()
        .isEqualTo(
            new BgpObservation(
                BgpEvent.RIB_ROW,
                Session.of("rrc06", "202.249.2.20", 2497),
                T0_MICROS,
                7,
                keys("175.45.176.0/24 175.45.177.0/24 2a02:8000::/32"),
                keys("11.0.0.0/8 2a02:8000::/17"),
                new int[] {1, 2, -1},
                BgpObservation.noPathIds(),
                131_279,
                EndOfRib.IPV6,
                T0_MICROS - 1_000_000,
                0));
  }

  @ParameterizedTest
  @EnumSource(BgpEvent.class)
  void knowsEveryKindOfMessage(BgpEvent event) {
    BgpMessageKind kind = BgpMessageKind.valueOf(event.name());
    BgpMessage message = message().setKind(kind).setRibStartedAt(T0).build();
    assertThat(codec.toDomain(message).kind()).isEqualTo(event);
    assertThat(BgpMessageKind.values()).hasSize(BgpEvent.values().length + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a kind of the future            | UNSUPPORTED_TYPE
          a blank collector               | INVALID_VALUE
          no peer address                 | INVALID_VALUE
          a host's name for an address    | INVALID_VALUE
          a negative peer ASN             | INVALID_VALUE
          a peer ASN of 33 bits           | INVALID_VALUE
          a negative origin ASN           | INVALID_VALUE
          an origin ASN of 33 bits        | INVALID_VALUE
          no time                         | INVALID_VALUE
          a time before 1970              | INVALID_VALUE
          a year of five digits           | INVALID_VALUE
          a RIB row without the RIB       | INVALID_VALUE
          a RIB's end without the RIB     | INVALID_VALUE
          an announced IPv4 /33           | INVALID_VALUE
          a withdrawn IPv4 /255           | INVALID_VALUE
          an announced IPv6 /129          | INVALID_VALUE
          an IPv4 /24 of two bytes        | TRUNCATED
          an IPv6 /128 of one byte        | TRUNCATED
          a second prefix cut short       | TRUNCATED
          """)
  void refusesWhatCannotBe(String defect, RejectReason reason) {
    BgpMessage message = withDefect(defect).apply(message()).build();
    assertThatThrownBy(() -> codec.toDomain(message))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(codec.toDomain(message().setAnnouncedIpv4(bytes("10 0B0B")).build()).announced())
        .as("what was read of the refused message is forgotten")
        .containsExactly(Prefix.parse("11.11.0.0/16"));
  }

  private static UnaryOperator<BgpMessage.Builder> withDefect(String defect) {
    return switch (defect) {
      case "a kind of the future" -> m -> m.setKind(BgpMessageKind.UNKNOWN);
      case "a blank collector" -> m -> m.setCollector(" ");
      case "no peer address" -> m -> m.setPeerAddress("");
      case "a host's name for an address" -> m -> m.setPeerAddress("localhost");
      case "a negative peer ASN" -> m -> m.setPeerAsn(-1);
      case "a peer ASN of 33 bits" -> m -> m.setPeerAsn(1L << 32);
      case "a negative origin ASN" -> m -> m.setOriginAsn(-1);
      case "an origin ASN of 33 bits" -> m -> m.setOriginAsn(1L << 32);
      case "no time" -> m -> m.setObservedAt(Instant.EPOCH);
      case "a time before 1970" -> m -> m.setObservedAt(Instant.EPOCH.minusMillis(1));
      case "a year of five digits" -> m -> m.setObservedAt(Instant.parse("+10000-01-01T00:00:00Z"));
      case "a RIB row without the RIB" -> m -> m.setKind(BgpMessageKind.RIB_ROW);
      case "a RIB's end without the RIB" -> m -> m.setKind(BgpMessageKind.RIB_END);
      case "an announced IPv4 /33" -> m -> m.setAnnouncedIpv4(bytes("21 0B0B0B0B0B"));
      case "a withdrawn IPv4 /255" -> m -> m.setWithdrawnIpv4(bytes("FF"));
      case "an announced IPv6 /129" -> m -> m.setAnnouncedIpv6(bytes("81" + "2A".repeat(17)));
      case "an IPv4 /24 of two bytes" -> m -> m.setAnnouncedIpv4(bytes("18 0B0B"));
      case "an IPv6 /128 of one byte" -> m -> m.setWithdrawnIpv6(bytes("80 2A"));
      case "a second prefix cut short" -> m -> m.setAnnouncedIpv4(bytes("10 0B0B 18 0B"));
      default -> throw new AssertionError(defect);
    };
  }

  @Test
  void countsAndLeavesOutWhatIsNotRoutable() {
    BgpObservation observation =
        codec.toDomain(
            message()
                .setAnnouncedIpv4(bytes("00  08 0A  19 0B0B0B80  18 0B0B0B"))
                .setAnnouncedIpv6(bytes("80" + "2A".repeat(16) + "30 2A0280000001"))
                .setWithdrawnIpv4(bytes("20 0B0B0B0B"))
                .setWithdrawnIpv6(bytes("00"))
                .build());
    assertThat(observation.announced()).containsExactly(keys("11.11.11.0/24 2a02:8000:1::/48"));
    assertThat(observation.withdrawn()).isEmpty();
    assertThat(observation.ignoredPrefixes()).isEqualTo(6);
    assertThat(codec.toDomain(message().build()).ignoredPrefixes()).isZero();
  }

  /** RFC 4271 section 4.3: the value of the bits that fill the last byte is irrelevant. */
  @Test
  void ignoresTheBitsBeyondAPrefix() {
    BgpObservation observation =
        codec.toDomain(message().setAnnouncedIpv4(bytes("09 0BFF")).build());
    assertThat(observation.announced()).containsExactly(Prefix.parse("11.128.0.0/9"));
  }

  @Test
  void readsMorePrefixesThanFitItsFirstBuffer() {
    String nlri = "18 0B0B0B".repeat(13_000);
    BgpMessage message = message().setAnnouncedIpv4(bytes(nlri)).build();
    assertThat(codec.toDomain(message).announced()).hasSize(13_000);
  }

  @Test
  void leavesTheMessageAsItWas() {
    BgpMessage message = message().setAnnouncedIpv4(bytes("18 0B0B0B")).build();
    codec.toDomain(message);
    assertThat(codec.toDomain(message).announced()).hasSize(1);
  }

  @Test
  void makesOneObjectOfEachSession() {
    Session session = codec.toDomain(message().build()).session();
    assertThat(codec.toDomain(message().build()).session()).isSameAs(session);
    assertThat(codec.toDomain(message().setPeerAsn(1).build()).session()).isNotEqualTo(session);
  }

  @Test
  void readsTwoNotationsOfAnAddressAsOneSession() {
    BgpMessage upper = message().setPeerAddress("2001:DB8:0:0::1").build();
    BgpMessage lower = message().setPeerAddress("2001:db8::1").build();
    assertThat(codec.toDomain(upper).session()).isEqualTo(codec.toDomain(lower).session());
  }

  @Property(tries = 300)
  void readsBackWhatItWrote(@ForAll("observations") BgpObservation observation) {
    assertThat(codec.toDomain(codec.toAvro(observation)))
        .usingRecursiveComparison()
        .isEqualTo(observation);
  }

  @Provide
  Arbitrary<BgpObservation> observations() {
    Arbitrary<Long> ipv4 =
        Combinators.combine(Arbitraries.integers(), Arbitraries.integers().between(8, 24))
            .as((address, length) -> Prefix.ipv4(address & 0x00FF_FFFF | 11 << 24, length));
    Arbitrary<Long> ipv6 =
        Combinators.combine(
                Arbitraries.longs().between(0, 0xFFFF_FFFFL),
                Arbitraries.integers().between(16, 48))
            .as((tail, length) -> Prefix.ipv6(0x2A02_0000_0000L | tail, length));
    Arbitrary<long[]> keys =
        Combinators.combine(ipv4.list().ofMaxSize(70), ipv6.list().ofMaxSize(5))
            .as(
                (four, six) ->
                    java.util.stream.Stream.concat(four.stream(), six.stream())
                        .mapToLong(Long::longValue)
                        .toArray());
    Arbitrary<Long> times = Arbitraries.longs().between(1, 253_402_300_799_999_999L);
    Arbitrary<Long> asns = Arbitraries.longs().between(0, 0xFFFF_FFFFL);
    return Combinators.combine(
            Arbitraries.of(BgpEvent.class), asns, times, Arbitraries.longs(), keys, keys, asns)
        .as(
            (kind, asn, at, sequence, announced, withdrawn, origin) ->
                new BgpObservation(
                    kind,
                    Session.of("rrc06", "2001:db8::1", asn),
                    at,
                    sequence,
                    announced,
                    withdrawn,
                    pathIds(announced),
                    BgpObservation.noPathIds(),
                    origin,
                    EndOfRib.values()[(int) (at % 4)],
                    kind == BgpEvent.RIB_ROW || kind == BgpEvent.RIB_END ? at : 0,
                    0));
  }

  @Test
  void p26PathIdentifiersStayWithTheirPrefixes() {
    BgpObservation observation =
        codec.toDomain(
            message()
                .setWithdrawnIpv4(bytes("18 AF2DB0 08 0A 18 AF2DB1"))
                .setWithdrawnPathIds(List.of(1L, 2L, 3L))
                .build());
    assertThat(observation.withdrawn()).isEqualTo(keys("175.45.176.0/24 175.45.177.0/24"));
    assertThat(observation.withdrawnPathIds()).containsExactly(1, 3);
    assertThat(observation.ignoredPrefixes()).as("10.0.0.0/8").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1", "1 2 3", "-1 2", "1 4294967296"})
  void refusesPathIdentifiersThatCannotBe(String ids) {
    List<Long> pathIds = Arrays.stream(ids.split(" ")).map(Long::valueOf).toList();
    BgpMessage message =
        message()
            .setAnnouncedIpv4(bytes("18 AF2DB0 18 AF2DB1"))
            .setAnnouncedPathIds(pathIds)
            .build();
    assertThatThrownBy(() -> codec.toDomain(message))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RejectReason.INVALID_VALUE));
  }

  /** For every other list one of its own for each prefix, else none. */
  private static int[] pathIds(long[] prefixes) {
    return prefixes.length % 2 == 0
        ? BgpObservation.noPathIds()
        : java.util.stream.IntStream.range(0, prefixes.length).map(i -> -i).toArray();
  }

  private static BgpMessage.Builder message() {
    return BgpMessage.newBuilder()
        .setKind(BgpMessageKind.UPDATE)
        .setCollector("rrc06")
        .setPeerAddress("202.249.2.20")
        .setPeerAsn(2497)
        .setObservedAt(T0);
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static long[] keys(String prefixes) {
    return Arrays.stream(prefixes.split(" ")).mapToLong(Prefix::parse).toArray();
  }
}
