package io.nightlight.integration.recording;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.BgpMessageKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Routes as lines of text, in which two decoders can be compared. */
final class Lines {
  private Lines() {}

  /** One line for each route of a message, and one for a change of the session's state. */
  static List<String> of(BgpMessage message) {
    String session = "|" + message.getPeerAddress() + "|" + message.getPeerAsn();
    String time = "|" + time(message.getObservedAt());
    List<String> lines = new ArrayList<>();
    if (message.getKind() == BgpMessageKind.RIB_END
        || message.getKind() == BgpMessageKind.HEARTBEAT) {
      return lines;
    }
    if (message.getKind() == BgpMessageKind.PEER_DOWN) {
      lines.add("DOWN" + time + session);
    }
    if (message.getKind() == BgpMessageKind.PEER_UP) {
      lines.add("UP" + time + session);
    }
    for (String prefix : prefixes(message.getWithdrawnIpv4(), 4)) {
      lines.add("W" + time + session + "|" + prefix);
    }
    for (String prefix : prefixes(message.getWithdrawnIpv6(), 16)) {
      lines.add("W" + time + session + "|" + prefix);
    }
    String path =
        message.getAsPath().stream().map(Object::toString).collect(Collectors.joining(" "));
    String kind = message.getKind() == BgpMessageKind.RIB_ROW ? "B" : "A";
    for (String prefix : prefixes(message.getAnnouncedIpv4(), 4)) {
      lines.add(kind + time + session + "|" + prefix + "|" + path);
    }
    for (String prefix : prefixes(message.getAnnouncedIpv6(), 16)) {
      lines.add(kind + time + session + "|" + prefix + "|" + path);
    }
    return lines;
  }

  /** What {@code bgpdump -m} printed for one route or state; null for what tells nothing. */
  static @Nullable String ofBgpdump(String line) {
    String[] fields = line.split("\\|", -1);
    String session = "|" + fields[1] + "|" + address(fields[3]) + "|" + fields[4];
    return switch (fields[2]) {
      case "W" -> "W" + session + "|" + prefix(fields[5]);
      case "A", "B" -> {
        String path = fields[fields[0].equals("TABLE_DUMP2_AP") ? 7 : 6];
        yield fields[2] + session + "|" + prefix(fields[5]) + "|" + path(path);
      }
      case "STATE" -> {
        boolean before = fields[5].equals("6");
        boolean after = fields[6].equals("6");
        yield before == after ? null : (after ? "UP" : "DOWN") + session;
      }
      default -> throw new IllegalArgumentException(line);
    };
  }

  static List<String> prefixes(ByteBuffer nlri, int addressBytes) {
    ByteBuffer in = nlri.duplicate();
    List<String> prefixes = new ArrayList<>();
    while (in.hasRemaining()) {
      int bits = in.get() & 0xFF;
      byte[] address = new byte[addressBytes];
      in.get(address, 0, (bits + 7) / 8);
      prefixes.add(IpAddress.format(address) + "/" + bits);
    }
    return prefixes;
  }

  private static String time(Instant at) {
    String seconds = Long.toString(at.getEpochSecond());
    int micros = at.getNano() / 1000;
    return micros == 0 ? seconds : "%s.%06d".formatted(seconds, micros);
  }

  private static String prefix(String text) {
    int slash = text.indexOf('/');
    return address(text.substring(0, slash)) + text.substring(slash);
  }

  private static String address(String text) {
    return IpAddress.format(IpAddress.parse(text));
  }

  /** bgpdump writes {1,2} for an AS_SET and (1 2) for a confederation's segment. */
  private static String path(String text) {
    return text.replaceAll("\\([^)]*\\)|\\[[^\\]]*\\]", " ")
        .replaceAll("[{},]", " ")
        .trim()
        .replaceAll(" +", " ");
  }
}
