package io.nightlight.wire.rislive;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.observation.EndOfRib;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.bgp.BgpFormatException;
import io.nightlight.wire.bgp.BgpUpdate;
import io.nightlight.wire.bgp.Nlri;
import java.io.ByteArrayOutputStream;
import java.util.Set;

/**
 * An UPDATE put together from the feed's own fields, where the BGP message itself is not there. An
 * End-of-RIB has no field, so it is but a sign of life then.
 */
final class PlainUpdate {
  private static final int MOST_SHOWN = 60;

  private PlainUpdate() {}

  static BgpUpdate of(RisLiveMessage message) throws BgpFormatException {
    return new BgpUpdate(
        prefixes(message.announced(), IpFamily.IPV4),
        prefixes(message.announced(), IpFamily.IPV6),
        prefixes(message.withdrawn(), IpFamily.IPV4),
        prefixes(message.withdrawn(), IpFamily.IPV6),
        message.path(),
        EndOfRib.NONE,
        0);
  }

  /** Those of one family, in their order. */
  private static Nlri prefixes(Set<String> texts, IpFamily family) throws BgpFormatException {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    int count = 0;
    for (String text : texts) {
      if ((text.indexOf(':') >= 0) == (family == IpFamily.IPV6)) {
        encoded.writeBytes(prefix(text, family).prefixes());
        count++;
      }
    }
    return count == 0 ? Nlri.NONE : new Nlri(encoded.toByteArray(), Nlri.NONE.pathIds(), count);
  }

  private static Nlri prefix(String text, IpFamily family) throws BgpFormatException {
    int slash = text.indexOf('/');
    try {
      if (slash >= 0 && text.length() - slash <= 4 && Character.isDigit(text.charAt(slash + 1))) {
        byte[] address = IpAddress.parse(text.substring(0, slash));
        return Nlri.ofAddress(address, Integer.parseInt(text.substring(slash + 1)), family);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  private static BgpFormatException invalid(String text) {
    String shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    return new BgpFormatException(RejectReason.INVALID_VALUE, "prefix " + shown);
  }
}
