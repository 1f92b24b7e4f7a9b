package io.nightlight.domain.observation;

import io.nightlight.domain.net.Session;

/**
 * One fact that a collector recorded of one BGP session.
 *
 * @param kind what was recorded
 * @param session the session that it was recorded of
 * @param observedAtMicros when the collector saw it, in microseconds since 1970-01-01T00:00:00Z
 * @param sequence orders the facts of a session that bear the same time
 * @param announced prefixes announced, as {@link io.nightlight.domain.net.Prefix} keys; only
 *     routable ones
 * @param withdrawn prefixes withdrawn, as keys; within one observation a withdrawal counts before
 *     an announcement
 * @param announcedPathIds the path identifier of each announced prefix (RFC 7911), unsigned 32-bit
 *     numbers; empty where the session does not use ADD-PATH
 * @param withdrawnPathIds likewise, of each withdrawn prefix
 * @param originAsn the last AS of the path, 0 where there is none or where it is an AS_SET
 * @param endOfRib whether it is an End-of-RIB marker
 * @param ribStartedAtMicros for {@link BgpEvent#RIB_ROW} and {@link BgpEvent#RIB_END}: when the
 *     collector began that dump; else 0
 * @param ignoredPrefixes how many prefixes were left out because {@link
 *     io.nightlight.domain.net.Routability} refuses them
 */
@SuppressWarnings("ArrayRecordComponent") // hot: one of these for each message; never compared
public record BgpObservation(
    BgpEvent kind,
    Session session,
    long observedAtMicros,
    long sequence,
    long[] announced,
    long[] withdrawn,
    int[] announcedPathIds,
    int[] withdrawnPathIds,
    long originAsn,
    EndOfRib endOfRib,
    long ribStartedAtMicros,
    int ignoredPrefixes) {

  private static final int[] NO_PATH_IDS = {};

  /** What says of no path which it is. */
  public static int[] noPathIds() {
    return NO_PATH_IDS;
  }
}
