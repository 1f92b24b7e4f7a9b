package io.nightlight.wire;

import io.nightlight.domain.observation.Micros;
import io.nightlight.schema.BgpMessage;
import java.time.Duration;

/**
 * The last step of every feed of BGP: what a record of a topic says becomes an observation, or the
 * record a refusal. For one thread at a time.
 */
public final class Admission {
  private final BgpMessageCodec codec;
  private final long mostAheadMicros;

  /**
   * @param mostAhead how far a message's time may be ahead of its Kafka record's (pitfall P10);
   *     where the record bears none, no time is too far ahead
   */
  public Admission(Duration mostAhead) {
    this(mostAhead, new Sessions());
  }

  Admission(Duration mostAhead, Sessions sessions) {
    codec = new BgpMessageCodec(sessions);
    mostAheadMicros = Micros.of(mostAhead);
  }

  /** Never throws. A claimed time that nobody can believe goes no further than into a message. */
  public Arrival admit(BgpMessage message, TopicRecord record) {
    long micros;
    try {
      micros = record.believable(Micros.of(message.getObservedAt()), mostAheadMicros);
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage());
    }
    try {
      return Arrival.decoded(codec.toDomain(message));
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage(), micros);
    }
  }

  /** Likewise, of a message that was read where it lies. */
  Arrival admit(EncodedBgpMessage message, TopicRecord record) {
    long micros;
    try {
      micros = record.believable(message.observedAtMicros(), mostAheadMicros);
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage());
    }
    try {
      return Arrival.decoded(message.toDomain());
    } catch (RefusedException e) {
      return record.refused(e.reason(), e.getMessage(), micros);
    }
  }
}
