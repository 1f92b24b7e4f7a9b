package io.nightlight.recording.mrt;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Session;
import io.nightlight.wire.RejectReason;
import io.nightlight.wire.bgp.BgpFormatException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The sessions of one collector, each made once: a file names the same peer in every record. */
final class PeerSessions {
  /** More than all collectors of the world have; beyond that a file makes its peers up. */
  private static final int MOST_SESSIONS = 1 << 16;

  private final String collector;
  private final Map<Peer, Session> sessions = new HashMap<>();
  private final Set<Session> inDumps = new HashSet<>();
  private final Set<Session> inUpdates = new HashSet<>();

  /** The bytes as numbers; their count tells an IPv4 address from one in ::/96. */
  private record Peer(int addressBytes, long upper, long lower, long asn) {}

  PeerSessions(String collector) {
    this.collector = collector;
  }

  /**
   * The session of a peer.
   *
   * @param address 4 or 16 bytes in network order
   * @throws BgpFormatException if the file has named 65,536 others before
   */
  Session of(byte[] address, long asn) throws BgpFormatException {
    int half = address.length / 2;
    Peer peer =
        new Peer(address.length, bits(address, 0, half), bits(address, half, address.length), asn);
    Session known = sessions.get(peer);
    if (known == null) {
      if (sessions.size() >= MOST_SESSIONS) {
        throw new BgpFormatException(
            RejectReason.TOO_LARGE, "a file with more than " + MOST_SESSIONS + " sessions");
      }
      known = Session.of(collector, IpAddress.format(address), asn);
      sessions.put(peer, known);
    }
    return known;
  }

  void sawRow(Session session) {
    inDumps.add(session);
  }

  void sawUpdate(Session session) {
    inUpdates.add(session);
  }

  /** Those that had a row in a table dump. */
  Set<Session> inDumps() {
    return Set.copyOf(inDumps);
  }

  /** Those that a message or a change of state was recorded of. */
  Set<Session> inUpdates() {
    return Set.copyOf(inUpdates);
  }

  private static long bits(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }
}
