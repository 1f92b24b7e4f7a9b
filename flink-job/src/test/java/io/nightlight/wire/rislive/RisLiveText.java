package io.nightlight.wire.rislive;

import io.nightlight.wire.bgp.WireBytes;
import java.util.HexFormat;

/** Objects of RIS Live, written by hand. */
public final class RisLiveText {
  /** 22 December 2014, 16:15 UTC. */
  public static final long T0 = 1_419_264_900;

  private RisLiveText() {}

  /** The envelope around the data of a session of rrc06, AS 4837, at {@link #T0}. */
  public static String message(String type, String more) {
    return envelope(
        """
        {"timestamp":%d.08,"peer":"192.0.2.1","peer_asn":"4837","id":"192.0.2.1-%d.08-77",\
        "host":"rrc06.ris.ripe.net","type":"%s"%s}"""
            .formatted(T0, T0, type, more.isEmpty() ? "" : "," + more));
  }

  public static String envelope(String data) {
    return "{\"type\":\"ris_message\",\"data\":" + data + "}";
  }

  /** An UPDATE that announces, path 4837 131279. */
  public static String announcement(String... prefixes) {
    return message(
        "UPDATE",
        "\"path\":[4837,131279],\"announcements\":[{\"next_hop\":\"192.0.2.1\",\"prefixes\":[\""
            + String.join("\",\"", prefixes)
            + "\"]}]");
  }

  public static String withdrawal(String... prefixes) {
    return message("UPDATE", "\"withdrawals\":[\"" + String.join("\",\"", prefixes) + "\"]");
  }

  /** A field of the BGP message itself. */
  public static String raw(WireBytes pdu) {
    return "\"raw\":\"" + HexFormat.of().withUpperCase().formatHex(pdu.toArray()) + "\"";
  }
}
