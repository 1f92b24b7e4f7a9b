package io.nightlight.recording.mrt;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.schema.BgpMessage;
import io.nightlight.wire.ObservedAt;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.BgpMessages;
import io.nightlight.wire.bgp.ByteCursor;
import io.nightlight.wire.bgp.Nlri;
import io.nightlight.wire.bgp.PathAttributes;
import io.nightlight.wire.bgp.PathIds;
import io.nightlight.wire.bgp.RibRoute;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * TABLE_DUMP_V2: an index of the peers, then a record for each prefix (RFC 6396 section 4.3, RFC
 * 8050 section 4). A file may hold several dumps, each behind an index of its own.
 */
final class TableDumpV2Decoder {
  private static final int PEER_INDEX_TABLE = 1;
  private static final int RIB_IPV4_UNICAST = 2;
  private static final int RIB_IPV4_MULTICAST = 3;
  private static final int RIB_IPV6_UNICAST = 4;
  private static final int RIB_IPV6_MULTICAST = 5;
  private static final int RIB_GENERIC = 6;
  private static final int GEO_PEER_TABLE = 7;
  private static final int RIB_IPV4_UNICAST_ADDPATH = 8;
  private static final int RIB_IPV4_MULTICAST_ADDPATH = 9;
  private static final int RIB_IPV6_UNICAST_ADDPATH = 10;
  private static final int RIB_IPV6_MULTICAST_ADDPATH = 11;
  private static final int RIB_GENERIC_ADDPATH = 12;

  private static final int PEER_IS_IPV6 = 1;
  private static final int PEER_HAS_FOUR_BYTE_ASN = 2;
  private static final int BGP_ID_BYTES = 4;
  private static final int SEQUENCE_BYTES = 4;

  private final PeerSessions sessions;
  private final SkipCounts skipped;
  private List<Session> peers = List.of();
  private boolean complete;
  private long startedAtMicros;
  private long lastRowMicros;

  TableDumpV2Decoder(PeerSessions sessions, SkipCounts skipped) {
    this.sessions = sessions;
    this.skipped = skipped;
  }

  void decode(MrtRecord record, long sequence, List<BgpMessage> out) throws BgpFormatException {
    switch (record.subtype()) {
      case PEER_INDEX_TABLE -> startDump(record, sequence, out);
      case RIB_IPV4_UNICAST -> rows(record, IpFamily.IPV4, PathIds.ABSENT, sequence, out);
      case RIB_IPV6_UNICAST -> rows(record, IpFamily.IPV6, PathIds.ABSENT, sequence, out);
      case RIB_IPV4_UNICAST_ADDPATH -> rows(record, IpFamily.IPV4, PathIds.PRESENT, sequence, out);
      case RIB_IPV6_UNICAST_ADDPATH -> rows(record, IpFamily.IPV6, PathIds.PRESENT, sequence, out);
      case RIB_IPV4_MULTICAST,
          RIB_IPV6_MULTICAST,
          RIB_IPV4_MULTICAST_ADDPATH,
          RIB_IPV6_MULTICAST_ADDPATH ->
          skipped.add(Skipped.MULTICAST_RIB, 1);
      case RIB_GENERIC, GEO_PEER_TABLE, RIB_GENERIC_ADDPATH -> skipped.add(Skipped.OTHER_RIB, 1);
      default ->
          throw new BgpFormatException(
              RejectReason.UNSUPPORTED_TYPE, "TABLE_DUMP_V2 subtype " + record.subtype());
    }
  }

  private void startDump(MrtRecord record, long sequence, List<BgpMessage> out)
      throws BgpFormatException {
    finish(sequence, out);
    peers = List.of(); // rows behind a damaged index must not find the peers of the one before
    peers = readPeers(record.body());
    complete = true;
    startedAtMicros = record.secondMicros();
    lastRowMicros = startedAtMicros;
  }

  private List<Session> readPeers(ByteCursor body) throws BgpFormatException {
    body.skip(BGP_ID_BYTES);
    body.slice(body.u16(), "view name");
    int count = body.u16();
    List<Session> read = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int flags = body.u8();
      body.skip(BGP_ID_BYTES);
      IpFamily family = (flags & PEER_IS_IPV6) != 0 ? IpFamily.IPV6 : IpFamily.IPV4;
      byte[] address = body.copy(family.addressBytes());
      AsnWidth width =
          (flags & PEER_HAS_FOUR_BYTE_ASN) != 0 ? AsnWidth.FOUR_BYTES : AsnWidth.TWO_BYTES;
      read.add(sessions.of(address, width.read(body)));
    }
    return read;
  }

  private void rows(
      MrtRecord record, IpFamily family, PathIds pathIds, long sequence, List<BgpMessage> out)
      throws BgpFormatException {
    ByteCursor body = record.body();
    body.skip(SEQUENCE_BYTES);
    Nlri prefix = Nlri.decodeOne(body, family);
    int count = body.u16();
    long micros = record.secondMicros();
    if (!ObservedAt.isInDump(startedAtMicros, micros)) {
      // Refused here, where the dump is then without its end, and not row by row later on.
      throw new BgpFormatException(RejectReason.INVALID_VALUE, "a row from before its dump");
    }
    for (int i = 0; i < count; i++) {
      Session session = peer(body.u16());
      long originatedAtSeconds = body.u32();
      Nlri row = pathIds == PathIds.PRESENT ? prefix.withPathId(body.u32()) : prefix;
      ByteCursor attributeBytes = body.slice(body.u16(), "path attributes");
      PathAttributes attributes = PathAttributes.ofRibRow(attributeBytes, AsnWidth.FOUR_BYTES);
      RibRoute route = new RibRoute(family, row, attributes.path(), originatedAtSeconds);
      sessions.sawRow(session);
      out.add(BgpMessages.ribRow(session, route, micros, sequence, startedAtMicros));
    }
    if (!body.isEmpty()) {
      throw new BgpFormatException(
          RejectReason.MALFORMED, body.remaining() + " bytes follow the rows of a prefix");
    }
    lastRowMicros = Math.max(lastRowMicros, micros);
  }

  private Session peer(int index) throws BgpFormatException {
    if (index >= peers.size()) {
      throw new BgpFormatException(
          RejectReason.INVALID_VALUE, "row of peer " + index + " of " + peers.size());
    }
    return peers.get(index);
  }

  /** The dump is complete: its end, once for each session of its index. */
  void finish(long sequence, List<BgpMessage> out) {
    if (complete) {
      for (Session session : new LinkedHashSet<>(peers)) {
        out.add(BgpMessages.ribEnd(session, lastRowMicros, sequence, startedAtMicros));
      }
    }
    complete = false;
  }

  /** The dump may lack rows: it gets no end. */
  void abandon() {
    complete = false;
  }
}
