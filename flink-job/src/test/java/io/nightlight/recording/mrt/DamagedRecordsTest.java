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

import com.sun.management.ThreadMXBean;
import io.nightlight.schema.BgpMessage;
import io.nightlight.wire.BgpMessageCodec;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.WireBytes;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One small record of each form, damaged in every way that small damage has: the answer is messages
 * or a refusal, whatever the bytes are, and costs no more memory than the bytes' number allows.
 */
class DamagedRecordsTest {
  /**
   * A row of a table dump takes at least eight bytes and becomes a message object; nothing else
   * makes more of less.
   */
  private static final int MOST_ALLOCATED_FOR_A_BYTE = 128;

  private static final int MOST_ALLOCATED_BESIDES = 16 << 10;

  private static final WireBytes NOTHING = bytes();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final BgpMessageCodec codec = new BgpMessageCodec();
  private int read;
  private int refused;

  static Stream<Arguments> records() {
    WireBytes announced = bytes().nlri("175.45.176.0/24", "175.45.178.0/23");
    WireBytes withIds = bytes().u32(1).nlri("175.45.176.0/24").u32(70_000).nlri("175.45.0.0/17");
    WireBytes reach6 =
        bytes()
            .u16(2)
            .u8(1, 16)
            .address("2001:db8::1")
            .u8(0)
            .nlri("2001:db8::/32", "2001:db9::/33");
    WireBytes unreach6 = bytes().u16(2).u8(1).nlri("2001:dba::/48");
    WireBytes reach4 =
        bytes().u16(1).u8(1, 4).address("192.0.2.1").u8(1, 3, 7, 7).nlri("9.0.0.0/9");
    WireBytes short2 =
        bytes()
            .attribute(1, bytes().u8(0))
            .attribute(
                2,
                bytes()
                    .segment(3, AsnWidth.TWO_BYTES, 65_001)
                    .segment(2, AsnWidth.TWO_BYTES, 4837, 23456)
                    .segment(1, AsnWidth.TWO_BYTES, 7, 8))
            .attribute(7, bytes().u16(23456).address("192.0.2.9"))
            .attribute(17, bytes().segment(2, AsnWidth.FOUR_BYTES, 131_279))
            .attribute(18, bytes().u32(131_279).address("192.0.2.9"));
    WireBytes both = bytes().put(path(4837, 131279)).attribute(14, reach6).attribute(15, unreach6);
    WireBytes open =
        bytes().u8(4).u16(23456, 180).address("192.0.2.1").u8(8, 2, 6, 65, 4).u32(131_279);
    WireBytes tableDumpRow =
        bytes()
            .u16(0, 1)
            .address("175.45.176.0")
            .u8(24, 1)
            .u32(T0)
            .address("192.0.2.1")
            .u16(4837)
            .sized16(short2);
    WireBytes addPathRow =
        bytes().u32(0).nlri("175.45.176.0/24").u16(1, 0).u32(T0, 36).sized16(path(4837));
    WireBytes fullNextHop = bytes().put(path(4837)).attribute(14, reach6);
    WireBytes shortNextHop = bytes().put(path(4837)).attribute(14, bytes().u8(16).address("::1"));
    return Stream.of(
        named("announcement", update(16, 4, announced, path(4837, 131279), announced)),
        named("two-byte ASNs", update(16, 1, NOTHING, short2, announced)),
        named("both families", update(16, 4, NOTHING, both, NOTHING)),
        named(
            "IPv4 in MP_REACH",
            update(16, 4, NOTHING, bytes().longAttribute(14, reach4), announced)),
        named("ADD-PATH", update(16, 9, withIds, path(4837), withIds)),
        named("ADD-PATH undeclared", update(16, 4, withIds, path(4837), withIds)),
        named(
            "extended time",
            record(
                T0,
                17,
                4,
                bytes().u32(9).put(session4()).put(WireBytes.update(NOTHING, both, announced)))),
        named("OPEN", record(T0, 16, 4, session4().put(WireBytes.pdu(1, open)))),
        named("NOTIFICATION", record(T0, 16, 4, session4().put(WireBytes.pdu(3, bytes().u16(0))))),
        named("KEEPALIVE", record(T0, 16, 1, session2().put(WireBytes.pdu(4, NOTHING)))),
        named("state change", stateChange(T0, 6, 1)),
        named("index", peerIndex(T0)),
        named("rows", rows(T0, 2, "175.45.176.0/24", 0, 1, 2)),
        named("IPv6 rows", rows(T0, 4, "2001:db8::/32", 0, 1)),
        named("ADD-PATH row", record(T0, 13, 8, addPathRow)),
        named("full next hop", row6(fullNextHop)),
        named("short next hop", row6(shortNextHop)),
        named("TABLE_DUMP", record(T0, 12, 1, tableDumpRow)));
  }

  private static Arguments named(String name, WireBytes record) {
    return Arguments.of(name, record.toArray());
  }

  private static WireBytes update(
      int type, int subtype, WireBytes withdrawn, WireBytes attributes, WireBytes announced) {
    WireBytes session = subtype == 1 ? session2() : session4();
    return record(
        T0, type, subtype, session.put(WireBytes.update(withdrawn, attributes, announced)));
  }

  private static WireBytes row6(WireBytes attributes) {
    return record(
        T0, 13, 4, bytes().u32(0).nlri("2001:db8::/32").u16(1, 0).u32(T0).sized16(attributes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void p9MeetsEveryChangedByteWithAnAnswer(String name, byte[] whole) throws Exception {
    Consumer<byte[]> answer = answering();
    for (int at = MrtRecord.HEADER_BYTES; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      for (int value = 0; value < 256; value++) {
        damaged[at] = (byte) value;
        answer.accept(damaged);
      }
    }

    assertThat(read).isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void p9MeetsExtremeLengthsWithAnAnswer(String name, byte[] whole) throws Exception {
    Consumer<byte[]> answer = answering();
    for (int first = MrtRecord.HEADER_BYTES; first < whole.length - 1; first++) {
      for (int second = first; second < whole.length - 1; second++) {
        for (int value : new int[] {0, 1, 0x7FFF, 0x8000, 0xFFFF}) {
          byte[] damaged = whole.clone();
          set16(damaged, first, value);
          set16(damaged, second, value);
          answer.accept(damaged);
        }
      }
    }

    assertThat(refused).isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void p9MeetsMissingAndRepeatedPartsWithAnAnswer(String name, byte[] whole) throws Exception {
    Consumer<byte[]> answer = answering();
    for (int from = MrtRecord.HEADER_BYTES; from < whole.length; from++) {
      for (int to = from + 1; to <= whole.length; to++) {
        answer.accept(joined(whole, from, whole, to));
        answer.accept(joined(whole, to, whole, from));
      }
    }

    assertThat(refused).isPositive();
  }

  /** Each record's beginning with every other's end. */
  @Test
  void p9MeetsSplicedRecordsWithAnAnswer() throws Exception {
    Consumer<byte[]> answer = answering();
    List<byte[]> all = records().map(arguments -> (byte[]) arguments.get()[1]).toList();
    for (byte[] one : all) {
      for (byte[] other : all) {
        for (int cut = MrtRecord.HEADER_BYTES; cut < one.length; cut++) {
          for (int from = MrtRecord.HEADER_BYTES; from < other.length; from += 3) {
            answer.accept(joined(one, cut, other, from));
          }
        }
      }
    }

    assertThat(read).isPositive();
    assertThat(refused).isGreaterThan(read);
  }

  /** What an honest writer cannot write, and a hostile one can: as much of one thing as goes. */
  @Test
  void p9MeetsTheLargestOfEachPartWithAnAnswer() throws Exception {
    Consumer<byte[]> answer = answering();
    byte[] zeros = new byte[65_000];
    for (WireBytes part :
        List.of(
            bytes().u8(0x50, 2).u16(65_000).put(raw(zeros)), // no segments
            bytes().put(raw(zeros)), // 21,666 empty attributes of type 0
            bytes().u8(0x50, 14).u16(65_000).put(raw(zeros)),
            bytes().u8(0x50, 15).u16(65_003).u16(1).u8(1).put(raw(zeros)),
            bytes().u8(0x50, 15).u16(65_003).u16(2).u8(1).put(raw(zeros)))) {
      for (int subtype : new int[] {4, 9}) {
        answer.accept(
            record(T0, 16, subtype, session4().put(WireBytes.update(NOTHING, part, NOTHING)))
                .toArray());
      }
    }
    WireBytes manyRows = bytes().u32(0).nlri("175.45.176.0/24").u16(65_535);
    for (int i = 0; i < 65_535; i++) {
      manyRows.u16(0).u32(T0).u16(0);
    }
    answer.accept(record(T0, 13, 2, manyRows).toArray());

    assertThat(read).isPositive();
  }

  private static WireBytes raw(byte[] bytes) {
    WireBytes raw = bytes();
    for (byte one : bytes) {
      raw.u8(one);
    }
    return raw;
  }

  private static byte[] joined(byte[] first, int cut, byte[] second, int from) {
    byte[] joined = Arrays.copyOf(first, cut + second.length - from);
    System.arraycopy(second, from, joined, cut, second.length - from);
    return joined;
  }

  private static void set16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> 8);
    bytes[at + 1] = (byte) value;
  }

  /** Decodes, as far as the domain's terms, and counts; anything but a refusal is passed on. */
  private Consumer<byte[]> answering() throws Exception {
    MrtDecoder decoder = new MrtDecoder("rrc06");
    byte[] index = peerIndex(T0).toArray();
    decoder.decode(recordOf(index), 1);
    return bytes -> {
      decode(decoder, bytes);
      long most = MOST_ALLOCATED_BESIDES + (long) MOST_ALLOCATED_FOR_A_BYTE * bytes.length;
      long allocated = Long.MAX_VALUE;
      // What is loaded, compiled or learned once is not the record's: it does not come again.
      for (int attempt = 0; attempt < 5 && allocated > most; attempt++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        decode(decoder, bytes);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      }
      assertThat(allocated).as("bytes allocated for %d", bytes.length).isLessThanOrEqualTo(most);
    };
  }

  private void decode(MrtDecoder decoder, byte[] bytes) {
    List<BgpMessage> messages = new ArrayList<>();
    try {
      messages.addAll(decoder.decode(recordOf(bytes), 1));
      read++;
    } catch (BgpFormatException e) {
      assertThat(e.getMessage()).isNotBlank();
      refused++;
    }
    messages.forEach(codec::toDomain);
  }

  private static MrtRecord recordOf(byte[] bytes) {
    return new MrtRecord(1, 0, T0, bytes[5], bytes[7], bytes);
  }
}
