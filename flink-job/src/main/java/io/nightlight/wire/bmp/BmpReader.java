package io.nightlight.wire.bmp;

import io.nightlight.domain.net.Session;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Sessions;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.bgp.BgpEncoding;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.BgpMessages;
import io.nightlight.wire.bgp.BgpPdu;
import io.nightlight.wire.bgp.BgpUpdate;
import io.nightlight.wire.bgp.ByteCursor;
import io.nightlight.wire.bgp.PathIds;
import org.jspecify.annotations.Nullable;

/**
 * BMP messages to ours (RFC 7854 section 4): of each peer its routes on one side of the policy, its
 * coming and going, and its statistics as signs of life. For one thread at a time.
 *
 * <p>The time is the collector's, of the OpenBMP header; only where that has none, the router's.
 * RFC 7854 lets a router say when it learned a route, which in the dump at a BMP session's start is
 * hours ago; and real routers count from their own start, or repeat a time of weeks before.
 *
 * <p>Whether a peer uses ADD-PATH stands in its PEER_UP alone, which may lie before what is read,
 * so every message is read as one that does not say.
 */
final class BmpReader {
  private static final int VERSION = 3;
  private static final int COMMON_HEADER_BYTES = 6;
  private static final int ROUTE_MONITORING = 0;
  private static final int STATISTICS_REPORT = 1;
  private static final int PEER_DOWN = 2;
  private static final int PEER_UP = 3;
  private static final int INITIATION = 4;
  private static final int TERMINATION = 5;
  private static final int ROUTE_MIRRORING = 6;

  private final Sessions sessions = new Sessions();
  private final SkipCounts skipped = new SkipCounts();
  private final BmpView view;

  BmpReader(BmpView view) {
    this.view = view;
  }

  /** What was passed over so far. */
  SkipCounts skipped() {
    return skipped;
  }

  /**
   * Cuts the next message off, with its type as the first byte.
   *
   * @throws BgpFormatException if it can't be told where it ends, so nothing behind it can be read
   */
  static ByteCursor cut(ByteCursor in) throws BgpFormatException {
    int version = in.u8();
    if (version != VERSION) {
      throw new BgpFormatException(RejectReason.UNSUPPORTED_TYPE, "BMP of version " + version);
    }
    long length = in.u32();
    if (length < COMMON_HEADER_BYTES) {
      throw new BgpFormatException(RejectReason.MALFORMED, "a BMP message of " + length + " bytes");
    }
    long rest = length - (COMMON_HEADER_BYTES - 1);
    if (rest > in.remaining()) {
      throw new BgpFormatException(
          RejectReason.TRUNCATED,
          "a BMP message of " + length + " bytes has " + (in.remaining() + length - rest));
    }
    return in.slice((int) rest, "BMP message");
  }

  /**
   * Reads a message that {@link #cut} has cut off.
   *
   * @return null if it is passed over, and counted
   * @throws io.nightlight.wire.RefusedException if the header names no collector
   */
  @Nullable BgpMessage read(ByteCursor message, OpenBmpHeader header, long sequence)
      throws BgpFormatException {
    int type = message.u8();
    return switch (type) {
      case ROUTE_MONITORING, STATISTICS_REPORT, PEER_DOWN, PEER_UP ->
          ofPeer(type, PerPeerHeader.read(message), message, header, sequence);
      case INITIATION, TERMINATION, ROUTE_MIRRORING -> skip(Skipped.CONTROL);
      default ->
          throw new BgpFormatException(
              RejectReason.UNSUPPORTED_TYPE, "BMP message of type " + type);
    };
  }

  private @Nullable BgpMessage ofPeer(
      int type, PerPeerHeader peer, ByteCursor body, OpenBmpHeader header, long sequence)
      throws BgpFormatException {
    if (!peer.isOfGlobalInstance()) {
      return skip(Skipped.OTHER_VIEW);
    }
    Session session = sessions.intern(header.collector(), peer.addressText(), peer.asn());
    long micros = header.observedAtMicros() == 0 ? peer.micros() : header.observedAtMicros();
    return switch (type) {
      case ROUTE_MONITORING -> routes(peer, body, session, micros, sequence);
      case PEER_UP -> BgpMessages.bare(BgpMessageKind.PEER_UP, session, micros, sequence);
      case PEER_DOWN -> BgpMessages.bare(BgpMessageKind.PEER_DOWN, session, micros, sequence);
      default -> BgpMessages.bare(BgpMessageKind.HEARTBEAT, session, micros, sequence);
    };
  }

  private @Nullable BgpMessage routes(
      PerPeerHeader peer, ByteCursor body, Session session, long micros, long sequence)
      throws BgpFormatException {
    if (peer.isAdjRibOut() || !view.includes(peer.isPostPolicy())) {
      return skip(Skipped.OTHER_VIEW);
    }
    BgpPdu pdu = BgpPdu.decode(body, new BgpEncoding(peer.asnWidth(), PathIds.UNDECLARED));
    BgpUpdate update = pdu.update();
    if (update == null) {
      throw new BgpFormatException(RejectReason.MALFORMED, pdu.type() + " as a route");
    }
    skipped.add(Skipped.OTHER_FAMILY, update.otherFamilies());
    return BgpMessages.received(pdu, session, micros, sequence);
  }

  private @Nullable BgpMessage skip(Skipped kind) {
    skipped.add(kind, 1);
    return null;
  }
}
