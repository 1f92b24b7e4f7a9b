package io.nightlight.wire.rislive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.UntrustedJson;
import java.io.IOException;

/**
 * Untrusted bytes to {@link RisLiveMessage}. Fields come in any order; those that are not known are
 * passed over.
 */
final class RisLiveJson {
  /**
   * The largest BGP message (65,535 bytes, RFC 8654) as hexadecimal digits and, several times as
   * long, as texts; real ones have some hundred bytes.
   */
  static final int MOST_BYTES = 1 << 20;

  private RisLiveJson() {}

  /**
   * One object: the envelope with its {@code data}, or {@code data} alone.
   *
   * @throws RefusedException if the bytes are anything else
   */
  static RisLiveMessage parse(byte[] bytes) {
    return UntrustedJson.read(bytes, MOST_BYTES, RisLiveJson::readObject);
  }

  private static RisLiveMessage readObject(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new RefusedException(RejectReason.MALFORMED, "no JSON object");
    }
    return readMessage(json);
  }

  private static RisLiveMessage readMessage(JsonParser json) throws IOException {
    RisLiveFields outer = new RisLiveFields();
    RisLiveFields data = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_OBJECT && name.equals("data")) {
        data = readData(json);
      } else {
        outer.read(name, json);
      }
    }
    if (data == null) {
      boolean bare = !outer.peer().isEmpty();
      return outer.message(bare ? RisLiveMessage.RIS_MESSAGE : outer.type());
    }
    return data.message(outer.type().isEmpty() ? RisLiveMessage.RIS_MESSAGE : outer.type());
  }

  private static RisLiveFields readData(JsonParser json) throws IOException {
    RisLiveFields data = new RisLiveFields();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      data.read(name, json);
    }
    return data;
  }
}
