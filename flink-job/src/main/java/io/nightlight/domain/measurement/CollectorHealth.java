package io.nightlight.domain.measurement;

import java.util.Collection;

/**
 * Whether a collector hears anything at all.
 *
 * @param sight what is held of it now
 * @param lastSeenMicros when it was last heard of, in microseconds since 1970
 * @param sinceMicros while it is blind, the last sign of life before; while it sees, the end of its
 *     last blindness, and none to come begins sooner, so that the start tells each from all others;
 *     {@link SessionSummary#NEVER} if it never was blind
 * @param firstSeenMicros when it was first heard of, but for minutes; 0 if a release that did not
 *     keep it knew the collector
 */
public record CollectorHealth(
    Sight sight, long lastSeenMicros, long sinceMicros, long firstSeenMicros) {
  /**
   * A session counts as busy when so many of its usual gaps fit into the collector's allowed
   * silence.
   */
  private static final int BUSY_GAPS = 5;

  /** Whether what a collector's sessions said still holds. */
  public enum Sight {
    SEES,
    /** Its sessions are up, and nothing comes. */
    SILENT,
    /** No session is up. */
    DESERTED
  }

  public static CollectorHealth unknown() {
    return new CollectorHealth(
        Sight.SEES, SessionSummary.NEVER, SessionSummary.NEVER, SessionSummary.NEVER);
  }

  /**
   * Blind when the last session has left Established (pitfall P12), and when a session that usually
   * speaks often is silent, and so is every other session that is up (P13). A collector of quiet
   * peers only is never judged by its silence.
   *
   * @param sessions all sessions of the collector after the window
   * @param windowMicros the length of a window
   */
  public CollectorHealth next(
      Collection<SessionWatch> sessions,
      long windowEndMicros,
      long windowMicros,
      WatchRules rules) {
    CollectorHealth heard = hearing(sessions);
    long lastSeen = heard.lastSeenMicros;
    long firstSeen = heard.firstSeenMicros;
    boolean busy = false;
    boolean up = false;
    for (SessionWatch session : sessions) {
      up |= session.link() == SessionWatch.Link.UP;
      busy |=
          session.link() == SessionWatch.Link.UP
              && session.usualGapMicros() != 0
              && session.usualGapMicros() * BUSY_GAPS <= rules.collectorSilenceMicros();
    }
    boolean silent = busy && windowEndMicros - lastSeen >= rules.collectorSilenceMicros();
    boolean deserted = !up && lastSeen != SessionSummary.NEVER;
    if (!silent && !deserted) {
      long since = isBlind() ? endMicros(windowEndMicros - windowMicros) : sinceMicros;
      return new CollectorHealth(Sight.SEES, lastSeen, since, firstSeen);
    }
    return isBlind()
        ? new CollectorHealth(sight, lastSeen, sinceMicros, firstSeen)
        : new CollectorHealth(
            silent ? Sight.SILENT : Sight.DESERTED,
            lastSeen,
            Math.max(lastSeen, sinceMicros),
            firstSeen);
  }

  /** The same, having heard what its sessions said. */
  CollectorHealth hearing(Collection<SessionWatch> sessions) {
    long seen =
        sessions.stream().mapToLong(SessionWatch::lastSeenMicros).reduce(lastSeenMicros, Math::max);
    boolean isNew = lastSeenMicros == SessionSummary.NEVER;
    return new CollectorHealth(sight, seen, sinceMicros, isNew ? seen : firstSeenMicros);
  }

  /** Whether it was heard of for a short time only, and that is long ago. */
  boolean isPassedBy(long windowEndMicros, WatchRules rules) {
    return lastSeenMicros != SessionSummary.NEVER
        && lastSeenMicros - firstSeenMicros <= rules.probationMicros()
        && windowEndMicros - lastSeenMicros > rules.probationMicros();
  }

  /**
   * When a blindness ends.
   *
   * @param windowStartMicros the start of the window in which the collector sees again
   */
  long endMicros(long windowStartMicros) {
    return Math.max(sinceMicros, windowStartMicros);
  }

  public boolean isBlind() {
    return sight != Sight.SEES;
  }

  /** As if the time between two windows had not passed: no input at all came in it. */
  public CollectorHealth without(long pauseMicros) {
    return lastSeenMicros == SessionSummary.NEVER
        ? this
        : new CollectorHealth(
            sight, lastSeenMicros + pauseMicros, sinceMicros, firstSeenMicros + pauseMicros);
  }
}
