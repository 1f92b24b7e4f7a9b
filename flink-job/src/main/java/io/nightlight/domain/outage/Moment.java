package io.nightlight.domain.outage;

import java.time.Duration;
import java.time.Instant;

/**
 * When something happened, as well as windows can tell.
 *
 * @param at best estimate: the beginning of the first window that shows it
 * @param earliest end of the last known window before, which does not show it yet; of probes a
 *     round before that, for so long they may not have asked
 * @param latest end of the first window that shows it
 */
public record Moment(Instant at, Instant earliest, Instant latest) {

  /** When the first of two things happened; one and the same if they can be, see {@link #and}. */
  Moment orEarlier(Moment other) {
    if (canBeOne(other)) {
      return and(other);
    }
    return at.isAfter(other.at) ? other : this;
  }

  /** Likewise of a beginning that was told already, and is never told to be later. */
  Moment orNotLater(Moment other) {
    Moment earlier = orEarlier(other);
    return earlier.at.isAfter(at) ? this : earlier;
  }

  /** When the last of two things happened; one and the same if they can be, see {@link #and}. */
  Moment orLater(Moment other) {
    if (canBeOne(other)) {
      return and(other);
    }
    return at.isBefore(other.at) ? other : this;
  }

  /** Whether they have time in common. */
  private boolean canBeOne(Moment other) {
    return earliest.isBefore(other.latest) && other.earliest.isBefore(latest);
  }

  /**
   * One thing that was seen twice: within the bounds of both, as the one with less between says.
   */
  private Moment and(Moment other) {
    Instant from = earliest.isBefore(other.earliest) ? other.earliest : earliest;
    Instant to = latest.isAfter(other.latest) ? other.latest : latest;
    Instant said = other.breadth().compareTo(breadth()) < 0 ? other.at : at;
    Instant within = said.isBefore(from) ? from : said;
    return new Moment(within.isAfter(to) ? to : within, from, to);
  }

  private Duration breadth() {
    return Duration.between(earliest, latest);
  }
}
