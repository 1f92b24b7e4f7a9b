package io.nightlight.domain.availability;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The raw numbers of one signal for one country at the end of one window.
 *
 * @param signal which signal
 * @param visible address blocks visible (routes) or up (probes), 0 or more
 * @param unknown address blocks that too few sources can speak of, 0 or more; neither visible nor
 *     lost
 * @param members the most sources (peer ASNs, vantages) whose opinion ever counts
 * @param voters the sources that had a vote in this window; 0 says that nothing was observed
 * @param history what the routes were learned from; {@link RouteHistory#UPDATES_ONLY} for probes
 * @param poll the opinions behind the latest changes in the country; null where there were none
 * @param losses what is lost, and who says so
 * @param blindSince since when those sources are blind that lost their vote by it in this window;
 *     null if none did
 */
public record SignalReading(
    Signal signal,
    long visible,
    long unknown,
    int members,
    int voters,
    RouteHistory history,
    @Nullable Poll poll,
    Losses losses,
    @Nullable Instant blindSince) {

  /**
   * @throws IllegalArgumentException if a count is negative
   */
  public SignalReading {
    if (visible < 0 || unknown < 0 || members < 0 || voters < 0) {
      throw new IllegalArgumentException(
          "%s: a count is negative: visible %d, unknown %d, members %d, voters %d"
              .formatted(signal, visible, unknown, members, voters));
    }
  }

  /** Nobody goes blind, and what is lost has no names. */
  public static SignalReading of(
      Signal signal, long visible, long unknown, int voters, RouteHistory history) {
    return new SignalReading(
        signal, visible, unknown, voters, voters, history, null, Losses.NONE, null);
  }

  /**
   * Of the probes. What is known stands for all blocks as long as it is half of them, so that
   * vantages which share out the blocks may fail without taking their part of each country along;
   * with less, all is unknown (P1, P47).
   *
   * @param up blocks that answer
   * @param down blocks that no longer answer
   * @param unknown blocks of which nothing was learned lately
   * @param members how many vantages there are
   * @param voters how many of them see
   */
  public static SignalReading ofProbes(int up, int down, int unknown, int members, int voters) {
    long all = (long) up + down + unknown;
    long known = (long) up + down;
    boolean isKnown = known > 0 && 2 * known >= all;
    return new SignalReading(
        Signal.PROBES,
        isKnown ? (all * up + known / 2) / known : 0,
        isKnown ? 0 : all,
        members,
        voters,
        RouteHistory.UPDATES_ONLY,
        null,
        Losses.seenBy(voters),
        null);
  }

  /** A window in which nothing at all was observed. */
  public static SignalReading blind(Signal signal, int members) {
    return new SignalReading(
        signal, 0, 0, members, 0, RouteHistory.UPDATES_ONLY, null, Losses.NONE, null);
  }

  /** The sources whose opinion counts on the country, as far as that is known. */
  public int membersAsked() {
    return poll == null ? members : poll.members();
  }

  /** How many of them had a vote. */
  public int votersAsked() {
    return poll == null ? voters : poll.voters();
  }
}
