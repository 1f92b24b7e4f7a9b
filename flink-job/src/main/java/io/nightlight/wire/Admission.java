package io.nightlight.wire;

import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.BgpMessage;
import java.time.Duration;
import java.time.Instant;

/**
 * The last step of every feed: what a record of a topic says becomes an observation, or the record
 * a refusal. For one thread at a time.
 */
public final class Admission {
  private final BgpMessageCodec codec = new BgpMessageCodec();
  private final long mostAheadMicros;

  /**
   * @param mostAhead how far a message's time may be ahead of its Kafka record's (pitfall P10);
   *     where the record bears none, no time is too far ahead
   */
  public Admission(Duration mostAhead) {
    mostAheadMicros = Micros.of(mostAhead);
  }

  /** Never throws. A claimed time that nobody can believe goes no further than into a message. */
  public Arrival admit(BgpMessage message, TopicRecord record) {
    try {
      Instant claimed = message.getObservedAt();
      long micros = BgpMessageCodec.observedAtMicros(claimed);
      if (record.isBehind(micros, mostAheadMicros)) {
        return record.refused(
            RejectReason.FUTURE_TIMESTAMP, claimed + " is too far ahead of " + record.timestamp());
      }
      return admit(message, record, micros);
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage());
    }
  }

  private Arrival admit(BgpMessage message, TopicRecord record, long micros) {
    try {
      return Arrival.decoded(codec.toDomain(message));
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage(), micros);
    }
  }
}
