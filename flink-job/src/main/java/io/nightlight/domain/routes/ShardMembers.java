package io.nightlight.domain.routes;

import java.util.List;

/**
 * How much of a shard depends on whom, at the end of a window. It replaces what the shard said
 * before.
 *
 * @param shard the shard's number
 * @param windowEndMicros the window's end, in microseconds since 1970
 * @param sessionIds {@link io.nightlight.domain.net.Session#id()} of sessions that are members of
 *     prefixes in the shard
 * @param memberships of how many prefixes each of them is a member
 * @param countries for each country with prefixes in the shard, which of the sessions are members
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ShardMembers(
    int shard,
    long windowEndMicros,
    long[] sessionIds,
    int[] memberships,
    List<CountryMembers> countries) {}
