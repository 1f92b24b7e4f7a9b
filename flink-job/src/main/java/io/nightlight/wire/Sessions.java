package io.nightlight.wire;

import io.nightlight.domain.net.IpAddress;
import io.nightlight.domain.net.Session;
import java.util.HashMap;
import java.util.Map;

/**
 * The sessions met so far, one object for each: hundreds of thousands of messages a second name the
 * same few thousand. For one thread at a time.
 */
public final class Sessions {
  private static final long MOST_ASN = 0xFFFF_FFFFL;

  private static final int MOST_NAME_LENGTH = 255;

  /** More than all collectors of the world have; beyond that the names are made up. */
  private static final int MOST_SESSIONS = 1 << 16;

  private final Map<Name, Session> byName = new HashMap<>();

  private record Name(String collector, String peerAddress, long peerAsn) {}

  /**
   * The session of these three. Two notations of one address are one session.
   *
   * @throws RefusedException if they name none
   */
  public Session intern(String collector, String peerAddress, long peerAsn) {
    Name name = new Name(collector, peerAddress, peerAsn);
    Session session = byName.get(name);
    if (session == null) {
      session = check(name);
      if (byName.size() >= MOST_SESSIONS) {
        byName.clear();
      }
      byName.put(name, session);
    }
    return session;
  }

  private static Session check(Name name) {
    if (name.collector().isBlank()) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "no collector's name");
    }
    if (name.collector().length() > MOST_NAME_LENGTH) {
      throw new RefusedException(
          RejectReason.TOO_LARGE,
          "a collector's name of " + name.collector().length() + " characters");
    }
    if (name.peerAsn() < 0 || name.peerAsn() > MOST_ASN) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "peer ASN " + name.peerAsn());
    }
    try {
      String address = IpAddress.format(IpAddress.parse(name.peerAddress()));
      return Session.of(name.collector(), address, name.peerAsn());
    } catch (IllegalArgumentException e) {
      throw new RefusedException(RejectReason.INVALID_VALUE, "peer address: " + e.getMessage());
    }
  }
}
