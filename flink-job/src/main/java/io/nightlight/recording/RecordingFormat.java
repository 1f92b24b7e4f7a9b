package io.nightlight.recording;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a recorded file holds, told by its content. */
public enum RecordingFormat {
  /** RFC 6396: the archives of RouteViews and RIS. */
  MRT("MRT"),
  /** RIS Live messages, one JSON object a line. */
  RIS_LIVE_JSON("RIS Live JSON"),
  /** RIPE Atlas results, one JSON object a line, or one array. */
  ATLAS_JSON("RIPE Atlas JSON"),
  /** An Avro container of {@code BgpMessage}. */
  BGP_AVRO("Avro of BGP messages"),
  /** An Avro container of {@code ProbeResult}. */
  PROBES_AVRO("Avro of probe results"),
  UNKNOWN("unknown");

  private static final int HEAD_BYTES = 4096;

  private static final int MRT_HEADER_BYTES = 12;

  private static final Pattern AVRO_RECORD =
      Pattern.compile(
          "\"name\"\\s*:\\s*\"(?:io\\.nightlight\\.schema\\.)?(BgpMessage|ProbeResult)\"");

  private final String title;

  RecordingFormat(String title) {
    this.title = title;
  }

  /** Whether it holds what probes saw, and nothing of BGP. */
  public boolean isOfProbes() {
    return this == ATLAS_JSON || this == PROBES_AVRO;
  }

  /** The format's name for people. */
  public String title() {
    return title;
  }

  /**
   * Recognises the format of decompressed content. An empty file counts as MRT, for archives hold
   * such where a collector had nothing to write; and so does one whose compression is damaged
   * before anything can be seen: reading it will say so, and not stop the others.
   */
  static RecordingFormat of(InputStream content) {
    byte[] head = new byte[HEAD_BYTES];
    int length = 0;
    try {
      for (int read = 0; read >= 0 && length < HEAD_BYTES; length += Math.max(0, read)) {
        read = content.read(head, length, HEAD_BYTES - length);
      }
    } catch (IOException damaged) {
      return length < MRT_HEADER_BYTES ? MRT : of(Arrays.copyOf(head, length));
    }
    return length == 0 ? MRT : of(Arrays.copyOf(head, length));
  }

  private static RecordingFormat of(byte[] head) {
    // First, because four bytes of time can look like anything; the type behind them cannot.
    if (isMrtHeader(head)) {
      return MRT;
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return text.startsWith("Obj\u0001") ? ofAvro(text) : ofJson(text);
  }

  /** By the schema in the container's header, which begins with its name. */
  private static RecordingFormat ofAvro(String text) {
    Matcher name = AVRO_RECORD.matcher(text);
    return !name.find() ? UNKNOWN : name.group(1).equals("BgpMessage") ? BGP_AVRO : PROBES_AVRO;
  }

  private static RecordingFormat ofJson(String text) {
    if (text.contains("\"ris_message\"") || text.contains("\"peer_asn\"")) {
      return RIS_LIVE_JSON;
    }
    return text.contains("\"prb_id\"") || text.contains("\"msm_id\"") ? ATLAS_JSON : UNKNOWN;
  }

  private static boolean isMrtHeader(byte[] head) {
    if (head.length < MRT_HEADER_BYTES) {
      return false;
    }
    int type = ((head[4] & 0xFF) << 8) | (head[5] & 0xFF);
    int subtype = ((head[6] & 0xFF) << 8) | (head[7] & 0xFF);
    int lengthUpperByte = head[8] & 0xFF;
    return type <= 49 && subtype <= 0xFF && lengthUpperByte == 0;
  }
}
