package io.nightlight.wire.rislive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.UntrustedJson;
import io.nightlight.wire.bgp.AsPath;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The fields of one JSON object of the feed while it is read. */
final class RisLiveFields {
  /** A BGP message has at most 65,535 bytes, and a prefix takes at least one of them. */
  private static final int MOST_PREFIXES = 0xFFFF;

  private static final double MICROS_PER_SECOND = 1e6;

  private String remark = "";
  private long timestampMicros;
  private String peer = "";
  private long peerAsn;
  private String id = "";
  private String host = "";
  private String type = "";
  private String state = "";
  private String direction = "";
  private String raw = "";
  private AsPath path = AsPath.EMPTY;
  private final Set<String> announced = new LinkedHashSet<>();
  private final Set<String> withdrawn = new LinkedHashSet<>();

  /** Reads the value that the parser stands on, or passes over it. */
  void read(String name, JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    switch (name) {
      case "timestamp" -> timestampMicros = micros(json);
      case "peer" -> peer = text(name, json);
      case "peer_asn" -> peerAsn = PathReader.asn(name, json);
      case "id" -> id = text(name, json);
      case "host" -> host = text(name, json);
      case "type" -> type = text(name, json);
      case "state" -> state = text(name, json);
      case "direction" -> direction = text(name, json);
      case "raw" -> raw = text(name, json);
      case "path" -> path = new PathReader().read(json);
      case "announcements" -> readAnnouncements(json);
      case "withdrawals" -> readPrefixes(name, json, withdrawn);
      case "message" -> remark = json.currentToken().isScalarValue() ? json.getText() : skip(json);
      default -> json.skipChildren();
    }
  }

  String peer() {
    return peer;
  }

  String type() {
    return type;
  }

  RisLiveMessage message(String envelope) {
    return new RisLiveMessage(
        envelope,
        remark,
        timestampMicros,
        peer,
        peerAsn,
        id,
        host,
        type,
        state,
        direction,
        raw,
        path,
        announced,
        withdrawn);
  }

  /** Next hops are not read: as a text, as two in one text, or as a list, they say nothing here. */
  private void readAnnouncements(JsonParser json) throws IOException {
    UntrustedJson.expect("announcements", json, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      UntrustedJson.expect("announcements", json, JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("prefixes")) {
          readPrefixes(name, json, announced);
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private static void readPrefixes(String name, JsonParser json, Set<String> into)
      throws IOException {
    UntrustedJson.expect(name, json, JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      into.add(text(name, json));
      if (into.size() > MOST_PREFIXES) {
        throw new RefusedException(RejectReason.TOO_LARGE, "more prefixes than BGP can send");
      }
    }
  }

  /** Seconds with a fraction; a double holds today's to a fifth of a microsecond. */
  private static long micros(JsonParser json) throws IOException {
    if (!json.currentToken().isNumeric()) {
      throw new RefusedException(RejectReason.MALFORMED, "timestamp is no number");
    }
    return Math.round(json.getDoubleValue() * MICROS_PER_SECOND);
  }

  private static String text(String name, JsonParser json) throws IOException {
    UntrustedJson.expect(name, json, JsonToken.VALUE_STRING);
    return json.getText();
  }

  private static String skip(JsonParser json) throws IOException {
    json.skipChildren();
    return "";
  }
}
