package io.nightlight.operator;

import io.nightlight.domain.measurement.SessionSummary;
import io.nightlight.domain.measurement.SessionTally;
import io.nightlight.domain.net.Session;
import java.util.function.Consumer;

/** A session as one reader hears it: its tallies of the windows that are still open. */
final class Speaker {
  private final int number;
  private final long sessionId;
  private final Tallies<SessionTally> tallies;

  /**
   * @param number a small number of its own, for tables
   */
  Speaker(int number, Session session) {
    this.number = number;
    sessionId = session.id();
    tallies = new Tallies<>(new SessionTally(session, Long.MIN_VALUE), SessionTally::of);
  }

  long sessionId() {
    return sessionId;
  }

  int number() {
    return number;
  }

  SessionTally tally(long windowEndMicros) {
    return tallies.of(windowEndMicros);
  }

  /** Tells what was tallied since the last call. */
  void take(Consumer<SessionSummary> out) {
    tallies.forEach(
        tally -> {
          SessionSummary summary = tally.take();
          if (summary != null) {
            out.accept(summary);
          }
        });
  }

  /** Whether nothing is tallied of it. */
  boolean isSilent() {
    return tallies.isEmpty();
  }

  void forgetUntil(long passedMicros) {
    tallies.forgetUntil(passedMicros);
  }
}
