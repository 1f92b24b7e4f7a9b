package io.nightlight.wire;

import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.encoding.SingleObjectDecoder;
import io.nightlight.schema.encoding.TruncatedRecordException;
import io.nightlight.schema.encoding.UnexpectedRecordException;
import io.nightlight.schema.encoding.UnknownSchemaException;
import io.nightlight.schema.encoding.UnreadableRecordException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Values of {@code bgp.updates} to arrivals; whatever the bytes are, one comes out and nothing is
 * thrown. Messages of today's schema are read where they lie, those of other versions by Avro's
 * library. For one thread at a time.
 */
public final class BgpMessageDecoder {
  /** A BGP message has at most 65,535 bytes (RFC 8654); ours of it are never this many times it. */
  private static final int MOST_BYTES = 1 << 20;

  private static final byte[] NOTHING = {};

  private final SingleObjectDecoder<BgpMessage> decoder = SingleObjectDecoder.of(BgpMessage.class);
  private final Sessions sessions = new Sessions();
  private final BgpMessageCodec codec = new BgpMessageCodec(sessions);
  private final EncodedBgpMessage encoded = new EncodedBgpMessage(sessions);
  private final long mostAheadMicros;

  /**
   * @param mostAhead how far a record's own time may be ahead of its Kafka record's (pitfall P10)
   */
  public BgpMessageDecoder(Duration mostAhead) {
    mostAheadMicros = Micros.of(mostAhead);
  }

  /**
   * @param kafkaValue the record's value, null for a tombstone, which is refused
   * @param kafkaTimestampMillis the record's timestamp, milliseconds since 1970; negative where it
   *     has none, and then no time is too far ahead
   */
  public Arrival decode(
      byte @Nullable [] kafkaValue,
      String topic,
      int partition,
      long offset,
      long kafkaTimestampMillis) {
    byte[] bytes = kafkaValue == null ? NOTHING : kafkaValue;
    long timeMicros = microsOf(kafkaTimestampMillis);
    RejectReason reason;
    String message;
    try {
      if (bytes.length > MOST_BYTES) {
        throw new RefusedException(RejectReason.TOO_LARGE, bytes.length + " bytes");
      }
      if (EncodedBgpMessage.isKnown(bytes)) {
        encoded.read(bytes);
        timeMicros = claimedMicros(encoded.observedAtMicros(), kafkaTimestampMillis);
        return Arrival.decoded(encoded.toDomain());
      }
      BgpMessage record = decoder.decode(bytes);
      timeMicros = claimedMicros(Micros.of(record.getObservedAt()), kafkaTimestampMillis);
      return Arrival.decoded(codec.toDomain(record));
    } catch (RefusedException e) {
      reason = e.reason();
      message = e.getMessage();
    } catch (UnreadableRecordException e) {
      reason = reasonOf(e);
      message = e.getMessage();
    }
    return Arrival.rejected(
        new Rejection(reason, message, bytes, topic, partition, offset, timeMicros));
  }

  /** A claim that nobody can believe goes no further than into the refusal's message. */
  private long claimedMicros(long claimed, long kafkaTimestampMillis) {
    long micros = BgpMessageCodec.micros("observedAt", claimed);
    long kafkaMicros = microsOf(kafkaTimestampMillis);
    if (kafkaTimestampMillis >= 0 && micros - mostAheadMicros > kafkaMicros) {
      throw new RefusedException(
          RejectReason.FUTURE_TIMESTAMP,
          Micros.toInstant(micros) + " is too far ahead of " + Micros.toInstant(kafkaMicros));
    }
    return micros;
  }

  /** Outside of what microseconds since 1970 can say: the nearest that they can. */
  private static long microsOf(long millis) {
    return Math.max(0, Math.min(millis, Long.MAX_VALUE / 1000)) * 1000;
  }

  private static RejectReason reasonOf(UnreadableRecordException e) {
    if (e instanceof UnknownSchemaException) {
      return RejectReason.UNKNOWN_SCHEMA;
    }
    if (e instanceof UnexpectedRecordException) {
      return RejectReason.UNSUPPORTED_TYPE;
    }
    return e instanceof TruncatedRecordException ? RejectReason.TRUNCATED : RejectReason.MALFORMED;
  }
}
