package io.nightlight.benchmark;

/**
 * What a collector notes of one BGP message.
 *
 * @param atMicros microseconds since 1970
 * @param path the AS path of what is announced, nearest first
 * @param endOfRib the marker after a table, which carries nothing else
 */
@SuppressWarnings("ArrayRecordComponent") // millions of them, never compared
record Message(
    Feed feed, long atMicros, long[] announced, long[] withdrawn, long[] path, boolean endOfRib) {
  private static final long[] NOTHING = {};

  static Message announce(Feed feed, long atMicros, long[] prefixes, long[] path) {
    return new Message(feed, atMicros, prefixes, NOTHING, path, false);
  }

  static Message withdraw(Feed feed, long atMicros, long[] prefixes) {
    return new Message(feed, atMicros, NOTHING, prefixes, NOTHING, false);
  }

  static Message endOfRib(Feed feed, long atMicros) {
    return new Message(feed, atMicros, NOTHING, NOTHING, NOTHING, true);
  }

  /** Where messages go, in the order of time. */
  @FunctionalInterface
  interface Sink {
    void accept(Message message);
  }
}
