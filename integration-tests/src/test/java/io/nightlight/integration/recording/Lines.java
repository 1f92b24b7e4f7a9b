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
    addRoutes("W" + time + session, prefixesWithdrawn(message), "", lines);
    String kind = message.getKind() == BgpMessageKind.RIB_ROW ? "B" : "A";
    addRoutes(kind + time + session, prefixesAnnounced(message), "|" + path(message), lines);
    return lines;
  }

  private static void addRoutes(
      String before, List<String> prefixes, String after, List<String> lines) {
    for (String prefix : prefixes) {
      lines.add(before + "|" + prefix + after);
    }
  }

  private static List<String> prefixesWithdrawn(BgpMessage message) {
    List<String> prefixes = prefixes(message.getWithdrawnIpv4(), 4);
    prefixes.addAll(prefixes(message.getWithdrawnIpv6(), 16));
    return withIds(prefixes, message.getWithdrawnPathIds());
  }

  private static List<String> prefixesAnnounced(BgpMessage message) {
    List<String> prefixes = prefixes(message.getAnnouncedIpv4(), 4);
    prefixes.addAll(prefixes(message.getAnnouncedIpv6(), 16));
    return withIds(prefixes, message.getAnnouncedPathIds());
  }

  private static List<String> withIds(List<String> prefixes, List<Long> ids) {
    for (int i = 0; i < ids.size(); i++) {
      prefixes.set(i, prefixes.get(i) + " of path " + ids.get(i));
    }
    return prefixes;
  }

  /** What {@code bgpdump -m} printed for one route or state; null for what tells nothing. */
  static @Nullable String ofBgpdump(String line) {
    String[] fields = line.split("\\|", -1);
    String session = "|" + fields[1] + "|" + address(fields[3]) + "|" + fields[4];
    boolean hasPathId = fields[0].endsWith("_AP");
    return switch (fields[2]) {
      case "W" -> "W" + session + "|" + prefix(fields, hasPathId);
      case "A", "B" ->
          fields[2]
              + session
              + "|"
              + prefix(fields, hasPathId)
              + "|"
              + path(fields[hasPathId ? 7 : 6]);
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

  private static String prefix(String[] fields, boolean hasPathId) {
    int slash = fields[5].indexOf('/');
    String prefix = address(fields[5].substring(0, slash)) + fields[5].substring(slash);
    return hasPathId ? prefix + " of path " + fields[6] : prefix;
  }

  private static String address(String text) {
    return IpAddress.format(IpAddress.parse(text));
  }

  /** The AS numbers and which of them is the origin. */
  private static String path(BgpMessage message) {
    String asns =
        message.getAsPath().stream().map(Object::toString).collect(Collectors.joining(" "));
    return asns + "|origin " + message.getOriginAsn();
  }

  /**
   * bgpdump writes {1,2} for an AS_SET, whose members originate a route between them, and (1 2) or
   * [1,2] for a confederation's segment.
   */
  private static String path(String text) {
    String outside = text.replaceAll("\\([^)]*\\)|\\[[^\\]]*\\]", " ").trim();
    String asns = outside.replaceAll("[{},]", " ").trim().replaceAll(" +", " ");
    boolean hasOrigin = !asns.isEmpty() && !outside.endsWith("}");
    return asns + "|origin " + (hasOrigin ? asns.substring(asns.lastIndexOf(' ') + 1) : "0");
  }
}
