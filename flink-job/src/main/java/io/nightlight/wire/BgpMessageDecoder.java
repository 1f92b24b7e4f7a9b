package io.nightlight.wire;

import io.nightlight.schema.BgpMessage;
import io.nightlight.schema.encoding.SingleObjectDecoder;
import io.nightlight.schema.encoding.UnreadableRecordException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values of {@code bgp.updates} to arrivals; whatever the bytes are, one comes out and nothing is
 * thrown. Messages of today's schema are read where they lie, those of other versions by Avro's
 * library. For one thread at a time.
 */
public final class BgpMessageDecoder implements FeedDecoder {
  /** A BGP message has at most 65,535 bytes (RFC 8654); ours of it are never this many times it. */
  private static final int MOST_BYTES = 1 << 20;

  private final SingleObjectDecoder<BgpMessage> decoder = SingleObjectDecoder.of(BgpMessage.class);
  private final Sessions sessions = new Sessions();
  private final EncodedBgpMessage encoded = new EncodedBgpMessage(sessions);
  private final Admission admission;

  /**
   * @param mostAhead how far a record's own time may be ahead of its Kafka record's (pitfall P10)
   */
  public BgpMessageDecoder(Duration mostAhead) {
    admission = new Admission(mostAhead, sessions);
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
    return decode(TopicRecord.of(kafkaValue, topic, partition, offset, kafkaTimestampMillis));
  }

  @Override
  public void decode(TopicRecord record, Consumer<Arrival> out) {
    out.accept(decode(record));
  }

  /** Nothing: our own records hold nothing else. */
  @Override
  public Map<Skipped, Long> skipped() {
    return Map.of();
  }

  private Arrival decode(TopicRecord record) {
    byte[] bytes = record.value();
    if (bytes.length > MOST_BYTES) {
      return record.refused(RejectReason.TOO_LARGE, bytes.length + " bytes");
    }
    try {
      if (EncodedBgpMessage.isKnown(bytes)) {
        encoded.read(bytes);
        return admission.admit(encoded, record);
      }
      return admission.admit(decoder.decode(bytes), record);
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage());
    } catch (UnreadableRecordException e) {
      return record.refused(RejectReason.of(e), e.getMessage());
    }
  }
}
