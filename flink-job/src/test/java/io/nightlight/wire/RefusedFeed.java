package io.nightlight.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import io.nightlight.schema.ProbeMethod;
import io.nightlight.schema.ProbeOutcome;
import io.nightlight.schema.ProbeResult;
import io.nightlight.schema.encoding.SingleObjectEncoder;
import io.nightlight.wire.atlas.AtlasDecoder;
import io.nightlight.wire.bmp.BmpBytes;
import io.nightlight.wire.bmp.BmpView;
import io.nightlight.wire.bmp.OpenBmpDecoder;
import io.nightlight.wire.rislive.RisLiveDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The feeds, each with records that have a text of anybody's choice in a place of theirs. */
enum RefusedFeed {
  BGP(new BgpMessageDecoder(Given.MOST_AHEAD), "collector", "peerAddress", "nlri") {
    @Override
    byte[] record(String place, String text, int padding) {
      BgpMessage.Builder message =
          BgpMessage.newBuilder()
              .setKind(BgpMessageKind.UPDATE)
              .setCollector(place.equals("collector") ? text : "rrc06")
              .setPeerAddress(place.equals("peerAddress") ? text : "192.0.2.1")
              .setPeerAsn(4837)
              .setObservedAt(T0)
              .setWithdrawnIpv6(ByteBuffer.wrap(new byte[padding]));
      if (place.equals("nlri")) {
        message.setAnnouncedIpv4(ByteBuffer.wrap(text.getBytes(UTF_8)));
      }
      return SingleObjectEncoder.of(BgpMessage.class).encode(message.build());
    }
  },
  PROBES(new ProbeResultDecoder(Given.MOST_AHEAD), "vantage", "targetAddress") {
    @Override
    byte[] record(String place, String text, int padding) {
      ProbeResult result =
          ProbeResult.newBuilder()
              .setVantage(place.equals("vantage") ? text : "atlas-6012")
              .setObservedAt(T0)
              .setTargetAddress(place.equals("targetAddress") ? text : "175.45.176.71")
              .setMethod(ProbeMethod.ICMP_ECHO)
              .setOutcome(ProbeOutcome.REPLY)
              .build();
      return SingleObjectEncoder.of(ProbeResult.class).encode(result);
    }
  },
  OPEN_BMP(new OpenBmpDecoder(Given.MOST_AHEAD, BmpView.EITHER), "adminId", "group", "bmp") {
    @Override
    byte[] record(String place, String text, int padding) {
      byte[] record =
          BmpBytes.openBmp(
              place.equals("adminId") ? shortened(text) : "lab1",
              place.equals("group") ? shortened(text) : "edge",
              BmpBytes.routes(0, BmpBytes.announcement("175.45.176.0/24")));
      byte[] behind = place.equals("bmp") ? text.getBytes(UTF_8) : new byte[padding];
      return ByteBuffer.allocate(record.length + behind.length).put(record).put(behind).array();
    }

    /** A length of two bytes stands before each name, and one before the header. */
    private String shortened(String text) {
      return text.substring(0, Math.min(text.length(), 65_000));
    }
  },
  RIS_LIVE(
      new RisLiveDecoder(Given.MOST_AHEAD),
      Given.WHOLE,
      "peer",
      "peer_asn",
      "id",
      "host",
      "type",
      "state",
      "raw",
      "timestamp",
      "path",
      "withdrawals") {
    @Override
    byte[] record(String place, String text, int padding) {
      String type = place.equals("state") ? "RIS_PEER_STATE" : "UPDATE";
      Json json =
          new Json(place, text)
              .put("timestamp", "1419264900.08")
              .put("peer", "\"192.0.2.1\"")
              .put("peer_asn", "\"4837\"")
              .put("host", "\"rrc06.ris.ripe.net\"")
              .put("type", "\"" + type + "\"")
              .put("withdrawals", "[\"175.45.176.0/24\"]");
      return json.pad(padding).bytes("{\"type\":\"ris_message\",\"data\":%s}");
    }
  },
  RIS_LIVE_ENVELOPE(new RisLiveDecoder(Given.MOST_AHEAD), "type", "message") {
    @Override
    byte[] record(String place, String text, int padding) {
      return new Json(place, text)
          .put("type", "\"ris_error\"")
          .put("message", "\"x\"")
          .pad(padding)
          .bytes("%s");
    }
  },
  ATLAS(
      new AtlasDecoder(Given.MOST_AHEAD),
      Given.WHOLE,
      "type",
      "prb_id",
      "timestamp",
      "dst_addr",
      "proto",
      "sent",
      "result") {
    @Override
    byte[] record(String place, String text, int padding) {
      return new Json(place, text)
          .put("type", "\"ping\"")
          .put("prb_id", "6012")
          .put("timestamp", "1419264900")
          .put("dst_addr", "\"175.45.176.71\"")
          .put("proto", "\"ICMP\"")
          .put("sent", "1")
          .put("result", "[{\"rtt\":82.1}]")
          .pad(padding)
          .bytes("[%s]");
    }
  };

  static final Instant T0 = Instant.parse("2014-12-22T16:15:00Z");

  private final FeedDecoder decoder;
  private final List<String> places;

  RefusedFeed(FeedDecoder decoder, String... places) {
    this.decoder = decoder;
    this.places = List.of(places);
  }

  FeedDecoder decoder() {
    return decoder;
  }

  /** One of those that a text can be put into. */
  String place(int number) {
    return places.get(Math.floorMod(number, places.size()));
  }

  /**
   * A record of the feed.
   *
   * @param padding bytes that say nothing, where the feed has room for them
   */
  abstract byte[] record(String place, String text, int padding);

  /** What the constants above are made of. */
  private static final class Given {
    static final Duration MOST_AHEAD = Duration.ofMinutes(10);

    /** In the place of a whole object, unquoted. */
    static final String WHOLE = "JSON";
  }

  /** An object of JSON, one of whose fields holds the text. */
  private static final class Json {
    private final String place;
    private final String text;
    private final StringBuilder fields = new StringBuilder();

    Json(String place, String text) {
      this.place = place;
      this.text = text;
    }

    Json put(String name, String otherwise) {
      fields.append(fields.isEmpty() ? "" : ",").append('"').append(name).append("\":");
      fields.append(place.equals(name) ? "\"" + text + "\"" : otherwise);
      return this;
    }

    /** A text of JSON has at most 140,000 characters. */
    Json pad(int bytes) {
      if (fields.indexOf("\"" + place + "\":") < 0 && !place.equals(Given.WHOLE)) {
        put(place, "");
      }
      for (int left = bytes; left > 0; left -= 100_000) {
        put("pad" + left, "\"" + "p".repeat(Math.min(left, 100_000)) + "\"");
      }
      return this;
    }

    byte[] bytes(String around) {
      String object = place.equals(Given.WHOLE) ? text : "{" + fields + "}";
      return around.formatted(object).getBytes(UTF_8);
    }
  }
}
