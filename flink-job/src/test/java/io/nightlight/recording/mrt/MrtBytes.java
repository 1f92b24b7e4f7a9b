package io.nightlight.recording.mrt;

import static io.nightlight.wire.bgp.WireBytes.bytes;

import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.WireBytes;

/** MRT records, written by hand. */
public final class MrtBytes {
  /** 22 December 2014, 16:15 UTC. */
  public static final long T0 = 1_419_264_900;

  private MrtBytes() {}

  public static WireBytes record(long seconds, int type, int subtype, WireBytes body) {
    return bytes().u32(seconds).u16(type, subtype).u32(body.size()).put(body);
  }

  /** BGP4MP with four-byte AS numbers over IPv4: peer 192.0.2.1, AS 4837. */
  public static WireBytes session4() {
    return bytes().u32(4837, 6447).u16(0, 1).address("192.0.2.1").address("192.0.2.254");
  }

  /** The same session with two-byte AS numbers. */
  public static WireBytes session2() {
    return bytes().u16(4837, 6447).u16(0, 1).address("192.0.2.1").address("192.0.2.254");
  }

  public static WireBytes announcement(long seconds, String... prefixes) {
    WireBytes update = WireBytes.update(bytes(), path(4837, 131279), bytes().nlri(prefixes));
    return record(seconds, 16, 4, session4().put(update));
  }

  public static WireBytes stateChange(long seconds, int before, int after) {
    return record(seconds, 16, 5, session4().u16(before, after));
  }

  public static WireBytes path(long... asns) {
    return bytes().attribute(2, bytes().segment(2, AsnWidth.FOUR_BYTES, asns));
  }

  /** Peers 0: 192.0.2.1 of AS 4837, 1: 2001:db8::1 of AS 131279, 2: 192.0.2.2 of AS 3356. */
  public static WireBytes peerIndex(long seconds) {
    WireBytes body =
        bytes()
            .address("192.0.2.254")
            .sized16(bytes().u8('v', 'i', 'e', 'w'))
            .u16(3)
            .u8(0)
            .u32(1)
            .address("192.0.2.1")
            .u16(4837)
            .u8(3)
            .u32(2)
            .address("2001:db8::1")
            .u32(131279)
            .u8(2)
            .u32(3)
            .address("192.0.2.2")
            .u32(3356);
    return record(seconds, 13, 1, body);
  }

  /** A row of TABLE_DUMP_V2 for each of the peers, learned an hour before. */
  public static WireBytes rows(long seconds, int subtype, String prefix, int... peers) {
    WireBytes body = bytes().u32(0).nlri(prefix).u16(peers.length);
    for (int peer : peers) {
      body.u16(peer).u32(seconds - 3600).sized16(path(4837, 131279));
    }
    return record(seconds, 13, subtype, body);
  }
}
