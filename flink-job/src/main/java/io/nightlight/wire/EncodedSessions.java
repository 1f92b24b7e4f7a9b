package io.nightlight.wire;

import io.nightlight.domain.net.Session;
import java.nio.charset.StandardCharsets;

/** Sessions by the bytes that name them in a message. For one thread at a time. */
final class EncodedSessions {
  private final Sessions sessions;
  private final AvroBody body = new AvroBody("BgpMessage");
  private final EncodedNames<Session> names = new EncodedNames<>(this::read);

  EncodedSessions(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * The session of a collector's name, an address and an ASN.
   *
   * @param from where the two strings and the number begin, well-formed
   * @param to where they end
   * @throws RefusedException if they name none
   */
  Session find(byte[] bytes, int from, int to) {
    return names.find(bytes, from, to);
  }

  private Session read(byte[] bytes, int from, int to) {
    body.start(bytes, from);
    String collector = text(bytes);
    String address = text(bytes);
    return sessions.intern(collector, address, body.number());
  }

  private String text(byte[] bytes) {
    int length = body.run();
    return new String(bytes, body.position() - length, length, StandardCharsets.UTF_8);
  }
}
