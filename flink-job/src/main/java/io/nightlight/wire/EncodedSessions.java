package io.nightlight.wire;

import io.nightlight.domain.net.Session;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sessions by the bytes that name them in a message, so that no text is made of them again and
 * again. Bounded, and a cache only: what is forgotten is read anew. For one thread at a time.
 */
final class EncodedSessions {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SLOTS = 1 << 14;

  private final Sessions sessions;
  private final AvroBody body = new AvroBody("BgpMessage");
  private final @Nullable Known[] slots = new @Nullable Known[SLOTS];

  @SuppressWarnings("ArrayRecordComponent") // compared by hand
  private record Known(byte[] name, Session session) {}

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
    int slot = slotOf(bytes, from, to);
    Known known = slots[slot];
    if (known != null && Arrays.equals(known.name, 0, known.name.length, bytes, from, to)) {
      return known.session;
    }
    body.start(bytes, from);
    String collector = text(bytes);
    String address = text(bytes);
    Session session = sessions.intern(collector, address, body.number());
    slots[slot] = new Known(Arrays.copyOfRange(bytes, from, to), session);
    return session;
  }

  private String text(byte[] bytes) {
    int length = body.run();
    return new String(bytes, body.position() - length, length, StandardCharsets.UTF_8);
  }

  private static int slotOf(byte[] bytes, int from, int to) {
    long hash = to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = (hash ^ (long) LONG.get(bytes, at)) * 0x9E37_79B9_7F4A_7C15L;
      hash ^= hash >>> 32;
    }
    for (; at < to; at++) {
      hash = (hash ^ bytes[at]) * 0x9E37_79B9_7F4A_7C15L;
    }
    return (int) ((hash ^ hash >>> 29) & (SLOTS - 1));
  }
}
