package io.nightlight.wire.rislive;

import io.nightlight.domain.net.Session;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.wire.CollectorHosts;
import io.nightlight.wire.ObservedAt;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.Sessions;
import io.nightlight.wire.SkipCounts;
import io.nightlight.wire.Skipped;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.BgpMessages;
import io.nightlight.wire.bgp.BgpPdu;
import io.nightlight.wire.bgp.BgpUpdate;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects of the feed to messages. Where an object carries the BGP message itself ({@code
 * raw}) that is the truth, else its own fields. For one thread at a time.
 */
public final class RisLiveReader {
  /** What the server answers to its client's own requests. */
  private static final Set<String> CONTROL =
      Set.of("pong", "ris_rrc_list", "ris_subscribe_ok", "ris_unsubscribe_ok");

  private static final String PEER_STATE = "RIS_PEER_STATE";
  private static final int MOST_SHOWN = 200;

  private final Sessions sessions = new Sessions();
  private final SkipCounts skipped = new SkipCounts();

  /**
   * Reads one object.
   *
   * @param collector the collector of an object that names none; may be empty
   * @param sequence orders the objects of a session that bear the same time and no number of their
   *     own
   * @return null if it is passed over, and counted
   * @throws RefusedException if it is no such object or a value in it cannot be
   */
  public @Nullable BgpMessage read(byte[] json, String collector, long sequence) {
    RisLiveMessage message = RisLiveJson.parse(json);
    if (!message.envelope().equals(RisLiveMessage.RIS_MESSAGE)) {
      skipControl(message);
      return null;
    }
    ObservedAt.check(message.timestampMicros());
    String host = message.host().isEmpty() ? collector : message.host();
    Session session =
        sessions.intern(CollectorHosts.withoutDomain(host), message.peer(), message.peerAsn());
    long order = RisLiveId.sequence(message.id(), sequence);
    if (message.type().equals(PEER_STATE)) {
      return BgpMessages.bare(stateOf(message), session, message.timestampMicros(), order);
    }
    try {
      return ofPdu(pdu(message), message, session, order);
    } catch (BgpFormatException e) {
      throw new RefusedException(e.reason(), e.getMessage());
    }
  }

  /** What was passed over so far. */
  public SkipCounts skipped() {
    return skipped;
  }

  private void skipControl(RisLiveMessage message) {
    if (!CONTROL.contains(message.envelope())) {
      throw new RefusedException(
          RejectReason.UNSUPPORTED_TYPE,
          shown("RIS Live says '" + message.envelope() + "': " + message.remark()));
    }
    skipped.add(Skipped.CONTROL, 1);
  }

  private @Nullable BgpMessage ofPdu(
      BgpPdu pdu, RisLiveMessage message, Session session, long order) {
    long micros = message.timestampMicros();
    if (message.direction().equals("sent")) {
      skipped.add(Skipped.SENT_BY_COLLECTOR, 1);
      return pdu.type() == BgpPdu.Type.NOTIFICATION
          ? BgpMessages.bare(BgpMessageKind.PEER_DOWN, session, micros, order)
          : null;
    }
    BgpUpdate update = pdu.update();
    if (update != null) {
      skipped.add(Skipped.OTHER_FAMILY, update.otherFamilies());
    }
    return BgpMessages.received(pdu, session, micros, order);
  }

  private static BgpPdu pdu(RisLiveMessage message) throws BgpFormatException {
    if (!message.raw().isEmpty()) {
      return RawPdu.decode(message.raw());
    }
    return switch (message.type()) {
      case "UPDATE" -> new BgpPdu(BgpPdu.Type.UPDATE, PlainUpdate.of(message), 0);
      case "OPEN" -> new BgpPdu(BgpPdu.Type.OPEN, null, 0);
      case "NOTIFICATION" -> new BgpPdu(BgpPdu.Type.NOTIFICATION, null, 0);
      case "KEEPALIVE" -> new BgpPdu(BgpPdu.Type.KEEPALIVE, null, 0);
      default ->
          throw new BgpFormatException(
              RejectReason.UNSUPPORTED_TYPE, shown("message of type '" + message.type() + "'"));
    };
  }

  /** Connected is said when a new session begins; RIS says no more of its coming up. */
  private static BgpMessageKind stateOf(RisLiveMessage message) {
    return switch (message.state().toLowerCase(Locale.ROOT)) {
      case "connected", "up" -> BgpMessageKind.PEER_UP;
      case "down" -> BgpMessageKind.PEER_DOWN;
      default ->
          throw new RefusedException(
              RejectReason.INVALID_VALUE, shown("state '" + message.state() + "'"));
    };
  }

  private static String shown(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }
}
