package io.nightlight.recording.mrt;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.BgpMessages;
import io.nightlight.wire.bgp.BgpPdu;
import io.nightlight.wire.bgp.BgpUpdate;
import io.nightlight.wire.bgp.ByteCursor;
import org.jspecify.annotations.Nullable;

/** BGP4MP and BGP4MP_ET records: what passed over a session (RFC 6396 section 4.4). */
final class Bgp4mpDecoder {
  /** RFC 4271 section 8.2.2. Quagga writes 7 (Clearing) and 8 (Deleted) besides. */
  private static final int ESTABLISHED = 6;

  private static final int INTERFACE_INDEX_BYTES = 2;

  private final PeerSessions sessions;
  private final SkipCounts skipped;

  Bgp4mpDecoder(PeerSessions sessions, SkipCounts skipped) {
    this.sessions = sessions;
    this.skipped = skipped;
  }

  /** The record's message; null if it tells nothing of the session. */
  @Nullable BgpMessage decode(MrtRecord record, long sequence) throws BgpFormatException {
    Bgp4mpSubtype subtype = Bgp4mpSubtype.of(record.subtype());
    if (subtype == null) {
      throw new BgpFormatException(
          RejectReason.UNSUPPORTED_TYPE, "BGP4MP subtype " + record.subtype());
    }
    long micros = record.observedAtMicros();
    ByteCursor body = record.body();
    Session session = readSession(body, subtype.encoding().asnWidth());
    if (subtype.content() == Bgp4mpSubtype.Content.STATE_CHANGE) {
      BgpMessage change = stateChange(body, session, micros, sequence);
      sessions.sawUpdate(session);
      return change;
    }
    BgpPdu pdu = BgpPdu.decode(body, subtype.encoding());
    if (subtype.content() == Bgp4mpSubtype.Content.SENT) {
      return sentByCollector(pdu, session, micros, sequence);
    }
    session = named(session, pdu);
    sessions.sawUpdate(session);
    BgpUpdate update = pdu.update();
    if (update != null) {
      skipped.add(Skipped.OTHER_FAMILY, update.otherFamilies());
    }
    return BgpMessages.received(pdu, session, micros, sequence);
  }

  /**
   * Quagga and OpenBGPD record an OPEN under AS 0, not knowing yet who speaks; the OPEN says it.
   */
  private Session named(Session session, BgpPdu pdu) throws BgpFormatException {
    return session.peerAsn() == 0 && pdu.speakerAsn() != 0
        ? sessions.of(IpAddress.parse(session.peerAddress()), pdu.speakerAsn())
        : session;
  }

  /** A peer that is AS 23456 (RFC 6793) here keeps that name: it is AS 23456 in every record. */
  private Session readSession(ByteCursor body, AsnWidth width) throws BgpFormatException {
    long peerAsn = width.read(body);
    width.read(body); // the collector's
    body.skip(INTERFACE_INDEX_BYTES);
    int afi = body.u16();
    IpFamily family = IpFamily.ofAfi(afi);
    if (family == null) {
      throw new BgpFormatException(RejectReason.INVALID_VALUE, "a session over AFI " + afi);
    }
    byte[] peerAddress = body.copy(family.addressBytes());
    body.skip(family.addressBytes());
    return sessions.of(peerAddress, peerAsn);
  }

  private @Nullable BgpMessage stateChange(
      ByteCursor body, Session session, long micros, long sequence) throws BgpFormatException {
    int before = body.u16();
    int after = body.u16();
    if (!body.isEmpty()) {
      throw new BgpFormatException(
          RejectReason.MALFORMED, body.remaining() + " bytes follow a state change");
    }
    if ((before == ESTABLISHED) == (after == ESTABLISHED)) {
      skipped.add(Skipped.CONNECTION_ATTEMPT, 1);
      return null;
    }
    BgpMessageKind kind = after == ESTABLISHED ? BgpMessageKind.PEER_UP : BgpMessageKind.PEER_DOWN;
    return BgpMessages.bare(kind, session, micros, sequence);
  }

  /** The collector's own routes are not the peer's; only that it ended the session is news. */
  private @Nullable BgpMessage sentByCollector(
      BgpPdu pdu, Session session, long micros, long sequence) {
    skipped.add(Skipped.SENT_BY_COLLECTOR, 1);
    return pdu.type() == BgpPdu.Type.NOTIFICATION
        ? BgpMessages.bare(BgpMessageKind.PEER_DOWN, session, micros, sequence)
        : null;
  }
}
