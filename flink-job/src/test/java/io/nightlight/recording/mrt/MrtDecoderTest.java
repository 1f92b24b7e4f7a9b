package io.nightlight.recording.mrt;

import static io.nightlight.recording.mrt.MrtBytes.T0;
import static io.nightlight.recording.mrt.MrtBytes.path;
import static io.nightlight.recording.mrt.MrtBytes.peerIndex;
import static io.nightlight.recording.mrt.MrtBytes.record;
import static io.nightlight.recording.mrt.MrtBytes.rows;
import static io.nightlight.recording.mrt.MrtBytes.session2;
import static io.nightlight.recording.mrt.MrtBytes.session4;
import static io.nightlight.recording.mrt.MrtBytes.stateChange;
import static io.nightlight.wire.bgp.WireBytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.WireBytes;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MrtDecoderTest {
  private static final WireBytes NOTHING = bytes();
  private static final WireBytes UPDATE =
      WireBytes.update(NOTHING, path(4837, 131279), bytes().nlri("175.45.176.0/24"));

  private static List<BgpMessage> decode(WireBytes... records) throws Exception {
    WireBytes file = bytes();
    for (WireBytes record : records) {
      file.put(record);
    }
    MrtReader reader = new MrtReader(new ByteArrayInputStream(file.toArray()));
    MrtDecoder decoder = new MrtDecoder("rrc06");
    List<BgpMessage> messages = new ArrayList<>();
    for (MrtRecord record = reader.next(); record != null; record = reader.next()) {
      messages.addAll(decoder.decode(record, record.number()));
    }
    messages.addAll(decoder.finish(99));
    return messages;
  }

  private static List<BgpMessageKind> kinds(List<BgpMessage> messages) {
    return messages.stream().map(BgpMessage::getKind).toList();
  }

  private static byte[] announcedIpv4(BgpMessage message) {
    byte[] bytes = new byte[message.getAnnouncedIpv4().remaining()];
    message.getAnnouncedIpv4().duplicate().get(bytes);
    return bytes;
  }

  @Test
  void readsAnUpdate() throws Exception {
    BgpMessage message = decode(record(T0, 16, 4, session4().put(UPDATE))).get(0);

    assertThat(message.getKind()).isEqualTo(BgpMessageKind.UPDATE);
    assertThat(message.getCollector()).isEqualTo("rrc06");
    assertThat(message.getPeerAddress()).isEqualTo("192.0.2.1");
    assertThat(message.getPeerAsn()).isEqualTo(4837);
    assertThat(message.getObservedAt()).isEqualTo(Instant.ofEpochSecond(T0));
    assertThat(announcedIpv4(message)).isEqualTo(bytes().nlri("175.45.176.0/24").toArray());
    assertThat(message.getAsPath()).containsExactly(4837L, 131279L);
    assertThat(message.getOriginAsn()).isEqualTo(131279);
    assertThat(message.getRibStartedAt()).isNull();
  }

  @Test
  void p26ReadsMicroseconds() throws Exception {
    WireBytes body = bytes().u32(509_481).put(session4()).put(UPDATE);

    assertThat(decode(record(T0, 17, 4, body)).get(0).getObservedAt())
        .isEqualTo(Instant.ofEpochSecond(T0, 509_481_000));
  }

  @Test
  void refusesMicrosecondsBeyondASecond() {
    WireBytes body = bytes().u32(1_000_000).put(session4()).put(UPDATE);

    assertThatExceptionOfType(BgpFormatException.class)
        .isThrownBy(() -> decode(record(T0, 17, 4, body)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.INVALID_VALUE));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # before, after, message
          6, 1, PEER_DOWN
          6, 7, PEER_DOWN
          7, 1,
          4, 8,
          5, 6, PEER_UP
          1, 6, PEER_UP
          6, 6,
          2, 3,
          3, 2,
          0, 0,
          """)
  void p14ReadsOnlyWhatReachesOrLeavesEstablished(
      int before, int after, @Nullable BgpMessageKind kind) throws Exception {
    assertThat(kinds(decode(stateChange(T0, before, after))))
        .isEqualTo(kind == null ? List.of() : List.of(kind));
    assertThat(kinds(decode(record(T0, 16, 0, session2().u16(before, after)))))
        .isEqualTo(kind == null ? List.of() : List.of(kind));
  }

  @ParameterizedTest
  @CsvSource({"3, 2, PEER_DOWN", "4, 0, HEARTBEAT", "5, 4, HEARTBEAT"})
  void readsOtherMessagesAsSignsOfTheSession(int type, int bodyBytes, BgpMessageKind kind)
      throws Exception {
    WireBytes body = bytes();
    for (int i = 0; i < bodyBytes; i++) {
      body.u8(0);
    }

    assertThat(kinds(decode(record(T0, 16, 4, session4().put(WireBytes.pdu(type, body))))))
        .containsExactly(kind);
  }

  @Test
  void takesTheNameOfAnUnknownPeerFromItsOpen() throws Exception {
    WireBytes open = bytes().u8(4).u16(4837, 180).address("192.0.2.1").u8(0);
    WireBytes session = bytes().u32(0, 6447).u16(0, 1).address("192.0.2.1").address("192.0.2.254");

    BgpMessage message = decode(record(T0, 16, 4, session.put(WireBytes.pdu(1, open)))).get(0);

    assertThat(message.getKind()).isEqualTo(BgpMessageKind.PEER_UP);
    assertThat(message.getPeerAsn()).isEqualTo(4837);
  }

  @Test
  void takesAnUpdateOfOtherFamiliesForASignOfLife() throws Exception {
    WireBytes multicast = bytes().attribute(15, bytes().u16(1).u8(2).nlri("175.45.176.0/24"));

    assertThat(
            kinds(
                decode(
                    record(
                        T0, 16, 4, session4().put(WireBytes.update(NOTHING, multicast, NOTHING))))))
        .containsExactly(BgpMessageKind.HEARTBEAT);
  }

  @ParameterizedTest
  @CsvSource({"6, 2", "7, 4", "10, 2", "11, 4"})
  void doesNotTakeTheCollectorsWordForThePeers(int subtype, int asnBytes) throws Exception {
    WireBytes session = asnBytes == 2 ? session2() : session4();
    WireBytes keepalive = WireBytes.pdu(4, NOTHING);

    assertThat(decode(record(T0, 16, subtype, bytes().put(session).put(keepalive)))).isEmpty();
    assertThat(
            kinds(
                decode(
                    record(
                        T0,
                        16,
                        subtype,
                        bytes().put(session).put(WireBytes.pdu(3, bytes().u16(0)))))))
        .containsExactly(BgpMessageKind.PEER_DOWN);
  }

  @ParameterizedTest
  @CsvSource({"8, TWO_BYTES", "9, FOUR_BYTES"})
  void readsPathIdentifiers(int subtype, AsnWidth width) throws Exception {
    WireBytes session = width == AsnWidth.TWO_BYTES ? session2() : session4();
    WireBytes attributes = bytes().attribute(2, bytes().segment(2, width, 4837));
    WireBytes update =
        WireBytes.update(NOTHING, attributes, bytes().u32(70_000).nlri("175.45.176.0/24"));

    BgpMessage message = decode(record(T0, 16, subtype, session.put(update))).get(0);

    assertThat(message.getAnnouncedPathIds()).containsExactly(70_000L);
    assertThat(announcedIpv4(message)).isEqualTo(bytes().nlri("175.45.176.0/24").toArray());
  }

  @Test
  void readsATableAndEndsItForEachPeerOfTheIndex() throws Exception {
    List<BgpMessage> messages =
        decode(
            peerIndex(T0),
            rows(T0 + 1, 2, "175.45.176.0/24", 0, 2),
            rows(T0 + 3, 4, "2001:db8::/32", 1));

    assertThat(messages)
        .extracting(BgpMessage::getKind, BgpMessage::getPeerAddress, BgpMessage::getPeerAsn)
        .containsExactly(
            tuple(BgpMessageKind.RIB_ROW, "192.0.2.1", 4837L),
            tuple(BgpMessageKind.RIB_ROW, "192.0.2.2", 3356L),
            tuple(BgpMessageKind.RIB_ROW, "2001:db8::1", 131279L),
            tuple(BgpMessageKind.RIB_END, "192.0.2.1", 4837L),
            tuple(BgpMessageKind.RIB_END, "2001:db8::1", 131279L),
            tuple(BgpMessageKind.RIB_END, "192.0.2.2", 3356L));
    assertThat(messages)
        .allMatch(message -> Instant.ofEpochSecond(T0).equals(message.getRibStartedAt()));
    assertThat(messages.get(0).getObservedAt()).isEqualTo(Instant.ofEpochSecond(T0 + 1));
    assertThat(messages.get(0).getOriginatedAt()).isEqualTo(Instant.ofEpochSecond(T0 + 1 - 3600));
    assertThat(messages.get(5).getObservedAt()).isEqualTo(Instant.ofEpochSecond(T0 + 3));
    assertThat(messages.get(2).getAnnouncedIpv6().remaining()).isEqualTo(5);
  }

  @Test
  void readsTheSecondTableOfAFileByItsOwnIndex() throws Exception {
    List<BgpMessage> messages =
        decode(
            peerIndex(T0),
            rows(T0, 2, "175.45.176.0/24", 0),
            peerIndex(T0 + 7200),
            rows(T0 + 7200, 2, "175.45.176.0/24", 0));

    assertThat(kinds(messages).stream().filter(BgpMessageKind.RIB_END::equals)).hasSize(6);
    assertThat(messages.get(1).getRibStartedAt()).isEqualTo(Instant.ofEpochSecond(T0));
    assertThat(messages.get(7).getRibStartedAt()).isEqualTo(Instant.ofEpochSecond(T0 + 7200));
  }

  @Test
  void readsPathIdentifiersOfRows() throws Exception {
    WireBytes body =
        bytes().u32(0).nlri("175.45.176.0/24").u16(1, 0).u32(T0, 36).sized16(path(4837));

    List<BgpMessage> messages = decode(peerIndex(T0), record(T0, 13, 8, body));

    assertThat(messages.get(0).getAnnouncedPathIds()).containsExactly(36L);
  }

  @ParameterizedTest
  @MethodSource
  void readsTheShortAndTheFullFormOfTheNextHop(WireBytes value) throws Exception {
    WireBytes attributes = bytes().put(path(4837)).attribute(14, value);
    WireBytes body = bytes().u32(0).nlri("2001:db8::/32").u16(1, 0).u32(T0).sized16(attributes);

    assertThat(kinds(decode(peerIndex(T0), record(T0, 13, 4, body))))
        .startsWith(BgpMessageKind.RIB_ROW);
  }

  static Stream<Arguments> readsTheShortAndTheFullFormOfTheNextHop() {
    return Stream.of(
        Arguments.of(bytes().u8(16).address("2001:db8::1")),
        Arguments.of(bytes().u8(32).address("2001:db8::1").address("fe80::1")),
        Arguments.of(bytes().u16(2).u8(1, 16).address("2001:db8::1").u8(0).nlri("2001:db8::/32")));
  }

  @Test
  void countsWhatIsNoUnicastTable() throws Exception {
    MrtDecoder decoder = new MrtDecoder("rrc06");
    for (int subtype : new int[] {3, 5, 6, 7, 9, 11, 12}) {
      WireBytes record = record(T0, 13, subtype, NOTHING);
      assertThat(decoder.decode(new MrtRecord(1, 0, T0, 13, subtype, record.toArray()), 1))
          .isEmpty();
    }

    assertThat(decoder.skipped().byKind())
        .containsEntry(Skipped.MULTICAST_RIB, 4L)
        .containsEntry(Skipped.OTHER_RIB, 3L);
  }

  @Test
  void readsTheOldTableDump() throws Exception {
    WireBytes attributes = bytes().attribute(2, bytes().segment(2, AsnWidth.TWO_BYTES, 4837));
    WireBytes row =
        bytes()
            .u16(0, 1)
            .address("175.45.176.255")
            .u8(24, 1)
            .u32(T0 - 60)
            .address("192.0.2.1")
            .u16(4837)
            .sized16(attributes);

    List<BgpMessage> messages = decode(record(T0, 12, 1, row), record(T0 + 2, 12, 1, row));

    assertThat(kinds(messages))
        .containsExactly(BgpMessageKind.RIB_ROW, BgpMessageKind.RIB_ROW, BgpMessageKind.RIB_END);
    assertThat(announcedIpv4(messages.get(0))).isEqualTo(bytes().nlri("175.45.176.0/24").toArray());
    assertThat(messages.get(1).getRibStartedAt()).isEqualTo(Instant.ofEpochSecond(T0));
    assertThat(messages.get(2).getObservedAt()).isEqualTo(Instant.ofEpochSecond(T0 + 2));
  }

  @Test
  void refusesRowsOfPeersThatTheIndexDoesNotHold() {
    assertThatExceptionOfType(BgpFormatException.class)
        .isThrownBy(() -> decode(peerIndex(T0), rows(T0, 2, "175.45.176.0/24", 0, 3)))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.INVALID_VALUE));
    assertThatExceptionOfType(BgpFormatException.class)
        .isThrownBy(() -> decode(rows(T0, 2, "175.45.176.0/24", 0)));
  }

  @ParameterizedTest
  @CsvSource({"5, 1", "11, 0", "16, 2", "16, 99", "12, 3", "13, 99", "48, 0"})
  void refusesTypesThatAreNotRead(int type, int subtype) {
    assertThatExceptionOfType(BgpFormatException.class)
        .isThrownBy(() -> decode(record(T0, type, subtype, bytes().u32(0))))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.UNSUPPORTED_TYPE));
  }

  /** A file of nothing but made-up peers must not fill the memory with them. */
  @Test
  void p9RefusesMorePeersThanTheWorldHas() throws Exception {
    MrtDecoder decoder = new MrtDecoder("rrc06");
    int peers = 1 << 16;
    for (int asn = 1; asn <= peers; asn++) {
      assertThat(decoder.decode(stateChangeOf(asn), asn)).hasSize(1);
    }

    assertThatExceptionOfType(BgpFormatException.class)
        .isThrownBy(() -> decoder.decode(stateChangeOf(peers + 1), peers + 1))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.TOO_LARGE));
    assertThat(decoder.decode(stateChangeOf(peers), peers + 2)).hasSize(1);
  }

  private static MrtRecord stateChangeOf(long asn) {
    WireBytes session =
        bytes().u32(asn, 6447).u16(0, 1).address("192.0.2.1").address("192.0.2.254");
    byte[] record = record(T0, 16, 5, session.u16(6, 1)).toArray();
    return new MrtRecord(1, 0, T0, 16, 5, record);
  }

  /** RFC 6793: to a collector without four-byte AS numbers every such peer is AS 23456. */
  @Test
  void p27NamesAPeerByTheHeaderWhateverItsPathsBeginWith() throws Exception {
    WireBytes attributes =
        bytes()
            .attribute(2, bytes().segment(2, AsnWidth.TWO_BYTES, 23456, 4837, 23456))
            .attribute(17, bytes().segment(2, AsnWidth.FOUR_BYTES, 200000, 4837, 131279));
    WireBytes update = WireBytes.update(NOTHING, attributes, bytes().nlri("175.45.176.0/24"));
    WireBytes session = bytes().u16(23456, 6447, 0, 1).address("192.0.2.1").address("192.0.2.254");

    List<BgpMessage> messages =
        decode(
            record(T0, 16, 1, bytes().put(session).put(update)),
            record(T0, 16, 0, bytes().put(session).u16(6, 1)));

    assertThat(messages).extracting(BgpMessage::getPeerAsn).containsExactly(23456L, 23456L);
    assertThat(messages.get(0).getAsPath()).containsExactly(200_000L, 4837L, 131_279L);
    assertThat(messages.get(0).getOriginAsn()).isEqualTo(131_279);
  }

  private static List<MrtRecord> oneOfEach() {
    List<WireBytes> records =
        List.of(
            record(T0, 16, 4, session4().put(UPDATE)),
            record(T0, 17, 4, bytes().u32(1).put(session4()).put(UPDATE)),
            stateChange(T0, 6, 1),
            rows(T0, 2, "175.45.176.0/24", 0, 2),
            rows(T0, 4, "2001:db8::/32", 1),
            peerIndex(T0),
            record(
                T0,
                12,
                1,
                bytes()
                    .u16(0, 1)
                    .address("175.45.176.0")
                    .u8(24, 1)
                    .u32(T0)
                    .address("192.0.2.1")
                    .u16(4837)
                    .sized16(bytes().attribute(1, bytes().u8(0)))));
    return records.stream()
        .map(
            bytes -> {
              byte[] all = bytes.toArray();
              return new MrtRecord(1, 0, T0, all[5], all[7], all);
            })
        .toList();
  }

  @Test
  void p9RefusesEveryBeginningOfARecord() throws Exception {
    byte[] indexBytes = peerIndex(T0).toArray();
    for (MrtRecord whole : oneOfEach()) {
      for (int length = MrtRecord.HEADER_BYTES; length < whole.bytes().length; length++) {
        MrtDecoder decoder = new MrtDecoder("rrc06");
        decoder.decode(new MrtRecord(1, 0, T0, 13, 1, indexBytes), 1);
        byte[] beginning = Arrays.copyOf(whole.bytes(), length);
        MrtRecord cut = new MrtRecord(1, 0, T0, whole.type(), whole.subtype(), beginning);
        assertThatExceptionOfType(BgpFormatException.class)
            .isThrownBy(() -> decoder.decode(cut, 1));
      }
    }
  }

  @Test
  void p9MeetsDamageWithARefusalAndNothingElse() throws Exception {
    Random random = new Random(20141222);
    List<MrtRecord> records = oneOfEach();
    int refused = 0;
    int rounds = 100_000;
    MrtDecoder decoder = new MrtDecoder("rrc06");

    for (int round = 0; round < rounds; round++) {
      MrtRecord whole = records.get(round % records.size());
      byte[] damaged = whole.bytes().clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        int at = MrtRecord.HEADER_BYTES + random.nextInt(damaged.length - MrtRecord.HEADER_BYTES);
        damaged[at] = (byte) random.nextInt(256);
      }
      try {
        decoder.decode(new MrtRecord(1, 0, T0, whole.type(), whole.subtype(), damaged), 1);
      } catch (BgpFormatException e) {
        refused++;
      }
    }

    assertThat(refused).isBetween(rounds / 10, rounds - rounds / 100);
  }
}
