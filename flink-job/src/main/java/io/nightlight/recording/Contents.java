package io.nightlight.recording;

import io.nightlight.domain.net.Session;
import io.nightlight.wire.RefusedException;
import io.nightlight.wire.SkipCounts;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one file holds, entry by entry, in file order; not yet placed in time.
 *
 * @param <M> the kind of message
 */
interface Contents<M> extends AutoCloseable {
  /**
   * An entry, and what it said: a message, or why it is refused; exactly one of the two.
   *
   * @param number its number in the file, from 1; 0 where the file breaks off
   * @param kind what it is called, for messages
   * @param original its bytes, cut where they are endless
   * @param length how many bytes it had before the cut
   */
  record Entry<M>(
      long number,
      String kind,
      Original original,
      long length,
      @Nullable M message,
      @Nullable RefusedException refusal) {}

  /** The next entry that says anything; null at the end. A file that breaks off ends refused. */
  @Nullable Entry<M> next();

  /** When it was observed, microseconds since 1970. */
  long micros(M message);

  /** The message in its place. */
  Recorded recorded(Entry<M> entry, M message, long placeMicros);

  /** The session that a message is of; null if it is of none. */
  @Nullable Session session(M message);

  /** What was passed over so far. */
  SkipCounts skipped();

  @Override
  void close() throws IOException;
}
