package io.nightlight.wire.atlas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One result as it stands in JSON, whichever firmware made it ("Measurement Result Format", RIPE
 * Atlas). Up to firmware 4459 the address is {@code addr}, and {@code dst_addr} since; firmware 1
 * sums the packets up, later ones list them. What differs besides (the family's name, sizes, round
 * trips in all) is not read: the address and the packets say it.
 *
 * <p>Fields come in any order and the type is often the last, so a value that cannot be is held
 * against the result only when it is known to be a ping.
 */
final class AtlasResult {
  private static final double MICROS_PER_SECOND = 1e6;
  private static final long UNTOLD = -1;

  private String type = "";
  private boolean isConnection;
  private long probe;
  private long timestampMicros;
  private boolean hasUnsureClock;
  private String address = "";
  private String olderAddress = "";
  private String protocol = "";
  private long sent = UNTOLD;
  private long received = UNTOLD;
  private long duplicates;
  private boolean hasPackets;
  private boolean hasFailed;
  private final PingPackets packets = new PingPackets();
  private @Nullable RefusedException problem;

  private AtlasResult() {}

  /** Reads the object that the parser stands on. */
  static AtlasResult read(JsonParser json) throws IOException {
    AtlasResult result = new AtlasResult();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      result.problem = new RefusedException(RejectReason.MALFORMED, "no JSON object");
      json.skipChildren();
      return result;
    }
    JsonStreamContext itself = json.getParsingContext();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      try {
        result.readField(name, json);
      } catch (RefusedException e) {
        result.problem = result.problem == null ? e : result.problem;
        leave(itself, json);
      }
    }
    result.settle();
    return result;
  }

  /** Reads on to the end of the value in which a reader stopped. */
  private static void leave(JsonStreamContext field, JsonParser json) throws IOException {
    while (json.getParsingContext() != field) {
      json.nextToken();
    }
  }

  private void readField(String name, JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    switch (name) {
      case "type" -> type = AtlasValues.text(name, json);
      case "prb_id" -> probe = AtlasValues.whole(name, json);
      case "timestamp" ->
          timestampMicros = Math.round(AtlasValues.decimal(name, json) * MICROS_PER_SECOND);
      case "lts" -> hasUnsureClock = AtlasValues.whole(name, json) < 0;
      case "dst_addr" -> address = AtlasValues.text(name, json);
      case "addr" -> olderAddress = AtlasValues.text(name, json);
      case "proto" -> protocol = AtlasValues.text(name, json);
      case "sent" -> sent = AtlasValues.whole(name, json);
      case "rcvd" -> received = AtlasValues.whole(name, json);
      case "dup" -> duplicates = AtlasValues.whole(name, json);
      case "result" -> readPackets(json);
      case "error", "err", "dnserr" -> hasFailed = true;
      case "event" -> isConnection = true;
      default -> {}
    }
    json.skipChildren();
  }

  private void readPackets(JsonParser json) throws IOException {
    AtlasValues.expect("result", json, JsonToken.START_ARRAY);
    hasPackets = true;
    packets.read(json);
  }

  private void settle() {
    if (!hasPackets && sent >= 0 && received >= 0) {
      packets.summedUp(sent, received, duplicates);
    }
    packets.settle(sent);
    if (hasFailed) {
      packets.failed();
    }
  }

  /** Whether it is another measurement's, or tells of a probe's connection. */
  boolean isOther() {
    return type.isEmpty() ? isConnection : !type.equalsIgnoreCase("ping");
  }

  /** Firmware 1 could leave the type out, and only its pings count what was sent and received. */
  boolean isPing() {
    return type.isEmpty() ? sent >= 0 && received >= 0 : type.equalsIgnoreCase("ping");
  }

  /** The first value that cannot be; null if there is none. */
  @Nullable RefusedException problem() {
    return problem;
  }

  /** 0 where it is not told. */
  long probe() {
    return probe;
  }

  /** When the first packet was sent, in whole seconds but counted in microseconds. */
  long timestampMicros() {
    return timestampMicros;
  }

  /** Whether the probe says that it does not know whether its clock is right. */
  boolean hasUnsureClock() {
    return hasUnsureClock;
  }

  /** What was probed; empty where its name was not resolved. */
  String address() {
    return address.isEmpty() ? olderAddress : address;
  }

  /** As the firmware writes it; empty where it does not say. */
  String protocol() {
    return protocol;
  }

  PingPackets packets() {
    return packets;
  }
}
