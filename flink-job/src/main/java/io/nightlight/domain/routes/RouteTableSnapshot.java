package io.nightlight.domain.routes;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RouteTable} as plain columns, on their way to or from a serializer.
 *
 * @param windowMicros the length of a window
 * @param settledUntilMicros the end of the last settled window
 * @param sessionIds slot by slot
 * @param peerAsns slot by slot
 * @param standings slot by slot, null where none has been heard of
 * @param words how many {@code long}s a column of a row takes
 * @param keys the prefixes, one a row
 * @param flags visibility and age of each row
 * @param lostDays days since 1970, for rows that are LOST
 * @param bits row by row the columns HAS, MEMBER and HELD, {@code words} each
 * @param ribBits row by row the column RIB; empty while no table dump is being read
 * @param pendingEnds the ends of the windows that operations wait in
 * @param pending the operations that wait, window by window
 * @param remembered operations applied lately
 */
@SuppressWarnings("ArrayRecordComponent") // columns, never compared
public record RouteTableSnapshot(
    long windowMicros,
    long settledUntilMicros,
    long[] sessionIds,
    long[] peerAsns,
    @Nullable SessionStanding[] standings,
    int words,
    long[] keys,
    byte[] flags,
    short[] lostDays,
    long[] bits,
    long[] ribBits,
    long[] pendingEnds,
    List<RouteOps.Snapshot> pending,
    List<RouteOps.Snapshot> remembered) {}
