package io.nightlight.domain.outage;

import java.time.Instant;

/**
 * When something happened, as well as windows can tell.
 *
 * @param at best estimate: the beginning of the first window that shows it
 * @param earliest end of the last known window before, which does not show it yet
 * @param latest end of the first window that shows it
 */
public record Moment(Instant at, Instant earliest, Instant latest) {

  /** Of two, what is known of whichever came first. */
  Moment orEarlier(Moment other) {
    return new Moment(
        at.isBefore(other.at) ? at : other.at,
        earliest.isBefore(other.earliest) ? earliest : other.earliest,
        latest.isBefore(other.latest) ? latest : other.latest);
  }
}
