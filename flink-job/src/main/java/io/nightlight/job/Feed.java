package io.nightlight.job;

import io.nightlight.wire.FeedDecoder;
import java.io.Serializable;
import java.time.Duration;

/** What the records of a topic are. */
interface Feed extends Serializable {
  /**
   * A new decoder of them, for one thread.
   *
   * @param mostAhead how far a record's own time may be ahead of its Kafka timestamp
   */
  FeedDecoder decoder(Duration mostAhead);
}
