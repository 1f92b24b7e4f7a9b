package io.nightlight.wire;

import java.util.Map;
import java.util.function.Consumer;

/** Reads the records of a topic in one format. For one thread at a time. */
public interface FeedDecoder {
  /**
   * Whatever the bytes are, nothing is thrown: {@code out} hears of observations and of at most one
   * refusal, in the order of the record; of nothing at all where the record holds only what is
   * skipped.
   */
  void decode(TopicRecord record, Consumer<Arrival> out);

  /** What was passed over on purpose so far; only what occurred. */
  Map<Skipped, Long> skipped();
}
