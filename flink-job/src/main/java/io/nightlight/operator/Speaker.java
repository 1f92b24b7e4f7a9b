package io.nightlight.operator;

import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.SessionTally;
import io.nightlight.domain.net.Session;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A session as one reader hears it: its tallies of the windows that are still open. */
final class Speaker {
  private final int number;
  private final long sessionId;
  private final TreeMap<Long, SessionTally> tallies = new TreeMap<>();
  private long talliedEnd = Long.MIN_VALUE;
  private SessionTally tallied;

  /**
   * @param number a small number of its own, for tables
   */
  Speaker(int number, Session session) {
    this.number = number;
    sessionId = session.id();
    tallied = new SessionTally(session, talliedEnd);
  }

  long sessionId() {
    return sessionId;
  }

  int number() {
    return number;
  }

  SessionTally tally(long windowEndMicros) {
    if (windowEndMicros != talliedEnd) {
      tallied = tallies.computeIfAbsent(windowEndMicros, tallied::of);
      talliedEnd = windowEndMicros;
    }
    return tallied;
  }

  /** Tells what was tallied since the last call. */
  void take(Consumer<SessionSummary> out) {
    for (SessionTally tally : tallies.values()) {
      SessionSummary summary = tally.take();
      if (summary != null) {
        out.accept(summary);
      }
    }
  }

  void forgetUntil(long passedMicros) {
    tallies.headMap(passedMicros, true).clear();
    talliedEnd = Long.MIN_VALUE;
  }
}
