package io.nightlight.wire.bmp;

import static io.nightlight.wire.bgp.WireBytes.bytes;

import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.WireBytes;

/** BMP messages and OpenBMP's header, written by hand. */
public final class BmpBytes {
  /** 22 December 2014, 16:15 UTC: when the collector had the messages. */
  public static final long T0 = 1_419_264_900;

  static final int ROUTE_MONITORING = 0;
  static final int STATISTICS = 1;
  static final int PEER_DOWN = 2;
  static final int PEER_UP = 3;

  static final int IPV6 = 0x80;
  static final int POST_POLICY = 0x40;
  static final int TWO_BYTE_AS_PATH = 0x20;
  static final int ADJ_RIB_OUT = 0x10;

  private BmpBytes() {}

  /** A record of collector {@code lab1}, router group {@code edge}. */
  public static byte[] openBmp(WireBytes... messages) {
    return openBmp("lab1", "edge", messages);
  }

  public static byte[] openBmp(String adminId, String group, WireBytes... messages) {
    WireBytes all = bytes();
    for (WireBytes message : messages) {
      all.put(message);
    }
    WireBytes names =
        bytes()
            .sized16(text(adminId))
            .put(zeros(16))
            .address("192.0.2.254")
            .put(zeros(12))
            .sized16(text(group));
    WireBytes fixed = bytes().u8(0x80, 12).u32(T0, 811_052).put(zeros(16));
    int headerBytes = 12 + fixed.size() + names.size() + 4;
    return bytes()
        .u32(0x4F42_4D50)
        .u8(1, 7)
        .u16(headerBytes)
        .u32(all.size())
        .put(fixed)
        .put(names)
        .u32(1)
        .put(all)
        .toArray();
  }

  public static WireBytes bmp(int type, WireBytes body) {
    return bytes().u8(3).u32(6 + body.size()).u8(type).put(body);
  }

  /** Of peer 192.0.2.1, AS 4837; the router's own time is of 1971. */
  static WireBytes ofPeer(int type, int peerType, int flags, WireBytes body) {
    WireBytes address =
        (flags & IPV6) != 0 ? bytes().address("2001:db8::1") : zeros(12).address("192.0.2.1");
    return bmp(
        type,
        bytes()
            .u8(peerType, flags)
            .put(zeros(8))
            .put(address)
            .u32(4837)
            .u32(1)
            .u32(48_095_069, 0)
            .put(body));
  }

  public static WireBytes routes(int flags, WireBytes update) {
    return ofPeer(ROUTE_MONITORING, 0, flags, update);
  }

  /** Path 4837 131279. */
  public static WireBytes announcement(String... prefixes) {
    return WireBytes.update(
        bytes(),
        bytes().attribute(2, bytes().segment(2, AsnWidth.FOUR_BYTES, 4837, 131279)),
        bytes().nlri(prefixes));
  }

  static WireBytes zeros(int count) {
    return bytes().u8(new int[count]);
  }

  private static WireBytes text(String text) {
    return bytes().u8(text.chars().toArray());
  }
}
