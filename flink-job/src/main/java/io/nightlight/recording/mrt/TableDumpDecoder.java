package io.nightlight.recording.mrt;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.schema.BgpMessage;
import io.nightlight.wire.ObservedAt;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.BgpMessages;
import io.nightlight.wire.bgp.ByteCursor;
import io.nightlight.wire.bgp.Nlri;
import io.nightlight.wire.bgp.PathAttributes;
import io.nightlight.wire.bgp.RibRoute;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** TABLE_DUMP, one route a record: dumps before about 2008 (RFC 6396 section 4.2). */
final class TableDumpDecoder {
  private static final int VIEW_AND_SEQUENCE_BYTES = 4;

  private final PeerSessions sessions;
  private final Set<Session> dumped = new LinkedHashSet<>();
  private long startedAtMicros;
  private long lastRowMicros;
  private boolean abandoned;

  TableDumpDecoder(PeerSessions sessions) {
    this.sessions = sessions;
  }

  BgpMessage decode(MrtRecord record, long sequence) throws BgpFormatException {
    IpFamily family = IpFamily.ofAfi(record.subtype());
    if (family == null) {
      throw new BgpFormatException(
          RejectReason.UNSUPPORTED_TYPE, "TABLE_DUMP subtype " + record.subtype());
    }
    ByteCursor body = record.body();
    body.skip(VIEW_AND_SEQUENCE_BYTES);
    Nlri prefix = Nlri.ofAddress(body.copy(family.addressBytes()), body.u8(), family);
    body.skip(1); // status, always 1
    long originatedAtSeconds = body.u32();
    byte[] peerAddress = body.copy(family.addressBytes());
    Session session = sessions.of(peerAddress, body.u16());
    ByteCursor attributeBytes = body.slice(body.u16(), "path attributes");
    if (!body.isEmpty()) {
      throw new BgpFormatException(
          RejectReason.MALFORMED, body.remaining() + " bytes follow a row of TABLE_DUMP");
    }
    if (!dumped.isEmpty() && !ObservedAt.isInDump(startedAtMicros, record.secondMicros())) {
      throw new BgpFormatException(RejectReason.INVALID_VALUE, "a row from before its dump");
    }
    PathAttributes attributes = PathAttributes.ofRibRow(attributeBytes, AsnWidth.TWO_BYTES);
    RibRoute route = new RibRoute(family, prefix, attributes.path(), originatedAtSeconds);
    return row(session, route, record.secondMicros(), sequence);
  }

  private BgpMessage row(Session session, RibRoute route, long micros, long sequence) {
    if (dumped.isEmpty()) {
      startedAtMicros = micros;
      lastRowMicros = micros;
    }
    dumped.add(session);
    sessions.sawRow(session);
    lastRowMicros = Math.max(lastRowMicros, micros);
    return BgpMessages.ribRow(session, route, micros, sequence, startedAtMicros);
  }

  /** The dump is complete: its end, for each session that had a row. */
  void finish(long sequence, List<BgpMessage> out) {
    for (Session session : abandoned ? Set.<Session>of() : dumped) {
      out.add(BgpMessages.ribEnd(session, lastRowMicros, sequence, startedAtMicros));
    }
  }

  /** The dump may lack rows: it gets no end. */
  void abandon() {
    abandoned = true;
  }
}
