package io.nightlight.domain.review;

import java.time.Duration;
import java.time.Instant;

/**
 * Starts that were too many at once, and what was decided of them.
 *
 * @param since the end of the window in which they were too many; no two waves have the same
 * @param phase what was decided
 * @param first the earliest start when it was decided
 * @param last the latest start
 * @param members how many outages were held for it
 * @param confirmed how many of those were confirmed
 */
public record Wave(
    Instant since, Phase phase, Instant first, Instant last, int members, int confirmed) {

  /** What becomes of the outages of a wave. */
  public enum Phase {
    /** They wait. */
    OPEN,
    /** They are told. */
    CONFIRMED,
    /** They are swallowed, and one measurement event stands for them. */
    DROPPED,
    /** Likewise, and the measurement event is over. */
    OVER
  }

  boolean is(Phase other) {
    return phase == other;
  }

  /** Whether an outage that started then belongs to it. */
  boolean includes(Instant start, Duration within) {
    return !start.isBefore(first.minus(within)) && !start.isAfter(last.plus(within));
  }

  /** With another outage that waits. */
  Wave with(TrackedOutage outage) {
    Instant start = outage.start();
    return new Wave(
        since,
        phase,
        start.isBefore(first) ? start : first,
        start.isAfter(last) ? start : last,
        members + 1,
        confirmed + (outage.isConfirmed() ? 1 : 0));
  }

  /** With one more of its members confirmed. */
  Wave withConfirmed() {
    return new Wave(since, phase, first, last, members, confirmed + 1);
  }

  Wave in(Phase next) {
    return new Wave(since, next, first, last, members, confirmed);
  }

  /** Half of the members speak for the others, too. */
  boolean isConfirmed() {
    return 2 * confirmed >= members;
  }
}
