package io.nightlight.recording;

import io.nightlight.domain.net.Session;
import io.nightlight.wire.SkipCounts;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One file from its beginning to its end, as messages and refusals in file order. */
interface Recording extends AutoCloseable {
  /** The next message or refusal; null at the end. */
  @Nullable Recorded next();

  /** The sessions that have had a row in a table dump so far. */
  Set<Session> sessionsInDumps();

  /** The sessions that a message or a change of state has been recorded of so far. */
  Set<Session> sessionsInUpdates();

  /** What has been passed over so far. */
  SkipCounts skipped();

  @Override
  void close() throws IOException;
}
