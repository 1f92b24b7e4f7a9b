package io.nightlight.domain.measurement;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.net.Session;
import java.util.Comparator;

/**
 * What one session did in one window, as {@link SessionTally} counts it. Summaries of the same
 * session and window add up, in any order.
 *
 * <p>Times are microseconds since 1970; {@link #NEVER} stands for what did not happen.
 *
 * @param windowEndMicros the end of the window
 * @param messages live messages: updates and signs of life, not rows of dumps
 * @param firstSeenMicros the first sign of life, rows of dumps included; {@link Long#MAX_VALUE} if
 *     there was none. A dump's end is none, because dumps name sessions that are down, too
 * @param lastSeenMicros the last sign of life, likewise
 * @param transition whether the session last came up or went down in the window
 * @param reset when it did
 * @param dumpEndedMicros the latest dump that ended in the window had been begun then; 0 if none
 * @param ipv4 what it said of its IPv4 table
 * @param ipv6 what it said of its IPv6 table
 */
public record SessionSummary(
    Session session,
    long windowEndMicros,
    int messages,
    long firstSeenMicros,
    long lastSeenMicros,
    Transition transition,
    Reset reset,
    long dumpEndedMicros,
    TableTally ipv4,
    TableTally ipv6) {
  public static final long NEVER = Long.MIN_VALUE;

  /** By time, by sequence, and to be a total order DOWN before UP. */
  private static final Comparator<SessionSummary> LAST_TRANSITION =
      Comparator.comparing(SessionSummary::reset).thenComparing(SessionSummary::transition);

  /** How a session's state changed last. */
  public enum Transition {
    NONE,
    DOWN,
    UP
  }

  /** Both together. */
  public SessionSummary plus(SessionSummary other) {
    SessionSummary later = LAST_TRANSITION.compare(this, other) < 0 ? other : this;
    return new SessionSummary(
        session,
        windowEndMicros,
        messages + other.messages,
        Math.min(firstSeenMicros, other.firstSeenMicros),
        Math.max(lastSeenMicros, other.lastSeenMicros),
        later.transition,
        later.reset,
        Math.max(dumpEndedMicros, other.dumpEndedMicros),
        ipv4.plus(other.ipv4),
        ipv6.plus(other.ipv6));
  }

  /** The same, as if no dump had ended. */
  SessionSummary withoutDumpEnd() {
    return new SessionSummary(
        session,
        windowEndMicros,
        messages,
        firstSeenMicros,
        lastSeenMicros,
        transition,
        reset,
        0,
        ipv4,
        ipv6);
  }

  public TableTally table(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4 : ipv6;
  }

  public boolean isAlive() {
    return lastSeenMicros != NEVER;
  }
}
