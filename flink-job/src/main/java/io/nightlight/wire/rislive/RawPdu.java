package io.nightlight.wire.rislive;

import io.nightlight.wire.RejectReason;
import io.nightlight.wire.bgp.AsnWidth;
import io.nightlight.wire.bgp.BgpEncoding;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.BgpPdu;
import io.nightlight.wire.bgp.ByteCursor;
import io.nightlight.wire.bgp.PathIds;
import java.util.HexFormat;

/**
 * The {@code raw} field: a BGP message as the collector received it.
 *
 * <p>The feed does not say what the session had agreed on. AS numbers have four bytes at nearly all
 * peers and two at some; a path of the one width does not fit into the length of the other, so what
 * fails with four is read with two.
 */
final class RawPdu {
  private static final BgpEncoding FOUR_BYTES =
      new BgpEncoding(AsnWidth.FOUR_BYTES, PathIds.UNDECLARED);
  private static final BgpEncoding TWO_BYTES =
      new BgpEncoding(AsnWidth.TWO_BYTES, PathIds.UNDECLARED);

  private RawPdu() {}

  static BgpPdu decode(String raw) throws BgpFormatException {
    byte[] bytes = bytes(raw);
    try {
      return BgpPdu.decode(ByteCursor.of(bytes), FOUR_BYTES);
    } catch (BgpFormatException withFour) {
      try {
        return BgpPdu.decode(ByteCursor.of(bytes), TWO_BYTES);
      } catch (BgpFormatException withTwo) {
        throw withFour;
      }
    }
  }

  private static byte[] bytes(String raw) throws BgpFormatException {
    try {
      return HexFormat.of().parseHex(raw);
    } catch (IllegalArgumentException e) {
      throw new BgpFormatException(RejectReason.MALFORMED, "raw is no row of hexadecimal bytes");
    }
  }
}
