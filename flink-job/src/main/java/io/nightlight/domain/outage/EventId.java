package io.nightlight.domain.outage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * The identity of an outage: a UUID version 5 (RFC 9562 section 5.5) of what was known when the
 * country's rule first fired. The same recording under the same rules gives the same ids
 * everywhere.
 *
 * <p>The name is {@code country/startedAt/detectedAt/rulesVersion}, both times in ISO 8601 in UTC.
 */
final class EventId {

  /** The namespace of Nightlight's outages: a random UUID (version 4), drawn once, for ever. */
  static final UUID NAMESPACE = UUID.fromString("8b807ff3-5e32-45f7-8890-c9dfef7ed246");

  private EventId() {}

  static String of(String country, Instant startedAt, Instant detectedAt, String rulesVersion) {
    return nameBased(NAMESPACE, country + "/" + startedAt + "/" + detectedAt + "/" + rulesVersion)
        .toString();
  }

  /**
   * RFC 9562 section 5.5: SHA-1 of the namespace's 16 bytes and the name, version 5, variant 10.
   */
  static UUID nameBased(UUID namespace, String name) {
    MessageDigest sha1;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
    sha1.update(
        ByteBuffer.allocate(16)
            .putLong(namespace.getMostSignificantBits())
            .putLong(namespace.getLeastSignificantBits())
            .array());
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
