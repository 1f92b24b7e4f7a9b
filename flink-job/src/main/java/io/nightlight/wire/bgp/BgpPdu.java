package io.nightlight.wire.bgp;

import io.nightlight.wire.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * One BGP message.
 *
 * @param type which
 * @param update its content if it is an {@link Type#UPDATE}, else null: of the other types only
 *     their arrival matters
 * @param speakerAsn of an {@link Type#OPEN} the sender's AS number, else 0
 */
public record BgpPdu(Type type, @Nullable BgpUpdate update, long speakerAsn) {
  private static final int MARKER_BYTES = 16;
  private static final int HEADER_BYTES = MARKER_BYTES + 3;

  /** RFC 4271 section 4.1 and RFC 2918. */
  public enum Type {
    OPEN(29),
    UPDATE(23),
    NOTIFICATION(21),
    KEEPALIVE(19),
    ROUTE_REFRESH(23);

    private final int leastBytes;

    Type(int leastBytes) {
      this.leastBytes = leastBytes;
    }
  }

  private static final Type[] TYPES = Type.values();

  /**
   * Reads one message: all that is left of {@code in}.
   *
   * @throws BgpFormatException if it is damaged, or if it is not exactly as long as it says
   */
  public static BgpPdu decode(ByteCursor in, BgpEncoding encoding) throws BgpFormatException {
    int available = in.remaining();
    for (int i = 0; i < MARKER_BYTES; i++) {
      if (in.u8() != 0xFF) {
        throw new BgpFormatException(RejectReason.MALFORMED, "no BGP marker");
      }
    }
    int length = in.u16();
    Type type = type(in.u8());
    if (length < type.leastBytes || length < available) {
      throw new BgpFormatException(
          RejectReason.MALFORMED, type + " says " + length + " bytes and has " + available);
    }
    if (length > available) {
      throw new BgpFormatException(
          RejectReason.TRUNCATED, type + " says " + length + " bytes and has " + available);
    }
    ByteCursor body = in.slice(length - HEADER_BYTES, type.name());
    return switch (type) {
      case UPDATE -> new BgpPdu(type, BgpUpdate.decode(body, encoding), 0);
      case OPEN -> new BgpPdu(type, null, BgpOpen.decodeAsn(body));
      case NOTIFICATION, KEEPALIVE, ROUTE_REFRESH -> new BgpPdu(type, null, 0);
    };
  }

  private static Type type(int code) throws BgpFormatException {
    if (code < 1 || code > TYPES.length) {
      throw new BgpFormatException(RejectReason.UNSUPPORTED_TYPE, "BGP message of type " + code);
    }
    return TYPES[code - 1];
  }
}
