package io.nightlight.wire.atlas;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.RejectReason;
import java.io.IOException;

/**
 * The packets of one ping, counted: {@code {"rtt": 27.3}} is a reply, {@code {"x": "*"}} a silence,
 * {@code {"error": "..."}} a packet that the probe could not send.
 *
 * <p>A reply that came twice, or after its time, is none of its own. But an address that was silent
 * in time and is heard late is alive, and one silence of it is a reply.
 */
final class PingPackets {
  /** RIPE Atlas sends at most 16 in a ping; beyond this many it is garbage. */
  private static final int MOST_PACKETS = 1 << 10;

  private static final double MICROS_PER_MILLISECOND = 1e3;

  private int replies;
  private int silences;
  private int errors;
  private int late;
  private double shortestMillis = Double.POSITIVE_INFINITY;

  /** Reads the array that the parser stands on. */
  void read(JsonParser json) throws IOException {
    for (int count = 0; json.nextToken() != JsonToken.END_ARRAY; count++) {
      if (count == MOST_PACKETS) {
        throw new RefusedException(RejectReason.TOO_LARGE, "more packets than a ping has");
      }
      AtlasValues.expect("result", json, JsonToken.START_OBJECT);
      readPacket(json);
    }
  }

  private void readPacket(JsonParser json) throws IOException {
    boolean replied = false;
    boolean silent = false;
    boolean extra = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "rtt" -> replied = readTime(json);
        case "x" -> silent = value == JsonToken.VALUE_STRING;
        case "dup", "late" -> extra = value != JsonToken.VALUE_NULL;
        default -> {}
      }
      json.skipChildren();
    }
    if (extra) {
      late++;
    } else if (replied) {
      replies++;
    } else if (silent) {
      silences++;
    } else {
      errors++;
    }
  }

  /** Whether there is one. */
  private boolean readTime(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    double millis = AtlasValues.decimal("rtt", json);
    if (!(millis >= 0)) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "rtt of " + millis + " ms");
    }
    shortestMillis = Math.min(shortestMillis, millis);
    return true;
  }

  /** What firmware that tells no packets told instead. */
  void summedUp(long sent, long received, long duplicates) {
    replies = (int) Math.min(MOST_PACKETS, Math.max(0, received));
    silences = (int) Math.min(MOST_PACKETS, Math.max(0, sent - received));
    late = duplicates > 0 ? 1 : 0;
  }

  /**
   * Settles what the packets come to.
   *
   * @param sent how many were sent; negative where it is not told. No more silences than packets
   *     without a reply can count
   */
  void settle(long sent) {
    if (sent >= 0) {
      silences = (int) Math.min(silences, Math.max(0, sent - replies));
    }
    if (late > 0 && replies == 0 && silences > 0) {
      replies++;
      silences--;
    }
  }

  /** One thing that went wrong before any packet. */
  void failed() {
    errors++;
  }

  boolean isEmpty() {
    return (replies | silences | errors) == 0;
  }

  int replies() {
    return replies;
  }

  int silences() {
    return silences;
  }

  int errors() {
    return errors;
  }

  /** The shortest round-trip time in microseconds; negative where none was measured. */
  long shortestMicros() {
    return shortestMillis == Double.POSITIVE_INFINITY
        ? -1
        : Math.round(shortestMillis * MICROS_PER_MILLISECOND);
  }
}
