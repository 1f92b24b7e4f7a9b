package io.nightlight.wire.rislive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.UntrustedJson;
import io.nightlight.wire.bgp.AsPath;
import java.io.IOException;
import java.util.Arrays;

/** A path as the feed writes it: AS numbers, those of an AS_SET in an array of their own. */
final class PathReader {
  /** As many AS numbers of four bytes as a BGP message has room for. */
  private static final int MOST_ASNS = 0xFFFF / 4;

  private static final long MOST_ASN = 0xFFFF_FFFFL;
  private static final int MOST_DIGITS = 10;

  private long[] asns = new long[16];
  private int count;
  private long originAsn;

  /** Reads the array that the parser stands on. */
  AsPath read(JsonParser json) throws IOException {
    UntrustedJson.expect("path", json, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_ARRAY) {
        readSet(json);
        originAsn = 0;
      } else {
        originAsn = asn("path", json);
        add(originAsn);
      }
    }
    return count == 0 ? AsPath.EMPTY : new AsPath(Arrays.copyOf(asns, count), originAsn);
  }

  private void readSet(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      add(asn("path", json));
    }
  }

  private void add(long asn) {
    if (count == MOST_ASNS) {
      throw new RefusedException(RejectReason.TOO_LARGE, "a longer path than BGP can send");
    }
    if (count == asns.length) {
      asns = Arrays.copyOf(asns, 2 * count);
    }
    asns[count++] = asn;
  }

  /** An AS number as a number or as a text: the feed writes the peer's as a text. */
  static long asn(String name, JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_STRING) {
      throw new RefusedException(RejectReason.MALFORMED, "%s in %s".formatted(token, name));
    }
    String digits = json.getText();
    boolean plain = !digits.isEmpty() && digits.length() <= MOST_DIGITS;
    if (!plain || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new RefusedException(
          RejectReason.INVALID_VALUE, "AS number " + UntrustedJson.shown(digits));
    }
    long asn = Long.parseLong(digits);
    if (asn > MOST_ASN) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "AS number " + asn);
    }
    return asn;
  }
}
