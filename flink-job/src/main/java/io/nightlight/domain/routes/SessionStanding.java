package io.nightlight.domain.routes;

import io.nightlight.domain.net.IpFamily;

/**
 * What holds for one session and address family from the end of a window on; a later standing of
 * the two replaces it.
 *
 * @param sessionId {@link io.nightlight.domain.net.Session#id()}
 * @param family whose table of the session it is about
 * @param peerAsn the AS that the session's vote counts for
 * @param effectiveAtMicros the end of the window whose judgement it takes part in first
 * @param ballot whether the session votes
 * @param resetAtMicros when the session last came up or went down: what it said before is void;
 *     {@link Long#MIN_VALUE} if never
 * @param resetSequence orders the reset among what bears the same time
 * @param ribStartedAtMicros when the latest table dump that has shown rows of the session was
 *     begun; 0 if none has
 * @param ribEndedMicros when the latest table dump that came to its end for this session had been
 *     begun; 0 if none has
 * @param collectorId a number that only the sessions of one collector share; 0 where unknown
 * @param blindSinceMicros of a session that voted until now and is blind, when that began; else
 *     {@link #SEES}
 */
public record SessionStanding(
    long sessionId,
    IpFamily family,
    long peerAsn,
    long effectiveAtMicros,
    Ballot ballot,
    long resetAtMicros,
    long resetSequence,
    long ribStartedAtMicros,
    long ribEndedMicros,
    long collectorId,
    long blindSinceMicros) {

  /** Of a session that does not go blind at this moment. */
  public static final long SEES = Long.MAX_VALUE;

  /** Whether a session's opinion can be asked for. */
  public enum Ballot {
    /** Established, heard of lately, and its table is complete. */
    VOTES,
    /** Down, silent, gutted, or still telling its table. */
    ABSTAINS,
    /** Gone for good: nothing of it needs to be kept; should it return, it is a new session. */
    RETIRED
  }

  /** Session and family as one number. */
  public static long key(long sessionId, IpFamily family) {
    return family == IpFamily.IPV4 ? sessionId : ~sessionId;
  }

  public long key() {
    return key(sessionId, family);
  }

  public boolean votes() {
    return ballot == Ballot.VOTES;
  }

  public boolean isRetired() {
    return ballot == Ballot.RETIRED;
  }

  /** The same but for when it takes effect, and whether the session went blind only then. */
  public boolean saysTheSameAs(SessionStanding other) {
    return ballot == other.ballot
        && resetAtMicros == other.resetAtMicros
        && resetSequence == other.resetSequence
        && ribStartedAtMicros == other.ribStartedAtMicros
        && ribEndedMicros == other.ribEndedMicros
        && collectorId == other.collectorId;
  }
}
