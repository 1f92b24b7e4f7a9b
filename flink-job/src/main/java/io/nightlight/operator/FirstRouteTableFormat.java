package io.nightlight.operator;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.OpWords;
import io.nightlight.domain.routes.PairNumbers;
import io.nightlight.domain.routes.PrefixRows;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteShard;
import io.nightlight.domain.routes.RouteTable;
import io.nightlight.domain.routes.SessionSlots;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import io.nightlight.domain.routes.TableDumps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.core.memory.DataInputView;
import org.jspecify.annotations.Nullable;

/**
 * The first format of a shard's bytes, still read: one table for both families, gaps of no origins,
 * rows of dumps among the operations that wait. A dump that was being read counts as unfinished:
 * what it showed so far is in the table.
 */
final class FirstRouteTableFormat {
  private static final int MATURE = 0b100;
  private static final int HELD_ONCE = 0b100000;
  private static final int COLUMNS = 3;

  private FirstRouteTableFormat() {}

  /** All columns, of both families. */
  @SuppressWarnings("ArrayRecordComponent") // columns between two formats
  private record Stored(
      long windowMicros,
      long settledUntilMicros,
      SessionSlots.Columns sessions,
      int words,
      long[] keys,
      byte[] flags,
      short[] lostDays,
      long[] bits,
      long[] pendingEnds,
      List<RouteOps.Columns> pending) {}

  static RouteShard.Snapshot read(DataInputView in) throws IOException {
    long windowMicros = in.readLong();
    long settledUntilMicros = in.readLong();
    SessionSlots.Columns sessions = readSessions(in);
    int words = in.readInt();
    long[] keys = ColumnBytes.readLongs(in);
    byte[] flags = ColumnBytes.readBytes(in);
    short[] lostDays = ColumnBytes.readShorts(in);
    long[] bits = ColumnBytes.readLongs(in);
    ColumnBytes.readLongs(in);
    long[] ends = ColumnBytes.readLongs(in);
    List<RouteOps.Columns> pending = readOps(in);
    readOps(in);
    Stored stored =
        new Stored(
            windowMicros,
            settledUntilMicros,
            sessions,
            words,
            keys,
            flags,
            lostDays,
            bits,
            ends,
            pending);
    return new RouteShard.Snapshot(table(stored, IpFamily.IPV4), table(stored, IpFamily.IPV6));
  }

  private static SessionSlots.Columns readSessions(DataInputView in) throws IOException {
    long[] ids = ColumnBytes.readLongs(in);
    long[] peerAsns = ColumnBytes.readLongs(in);
    @Nullable SessionStanding[] standings = new SessionStanding[ids.length];
    for (int slot = 0; slot < standings.length; slot++) {
      standings[slot] = in.readBoolean() ? readStanding(in) : null;
    }
    return new SessionSlots.Columns(ids, peerAsns, standings);
  }

  private static SessionStanding readStanding(DataInputView in) throws IOException {
    return new SessionStanding(
        in.readLong(),
        IpFamily.IPV4,
        in.readLong(),
        in.readLong(),
        in.readBoolean() ? Ballot.VOTES : Ballot.ABSTAINS,
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        0,
        SessionStanding.SEES);
  }

  private static List<RouteOps.Columns> readOps(DataInputView in) throws IOException {
    int windows = in.readInt();
    List<RouteOps.Columns> ops = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      long[] times = ColumnBytes.readLongs(in);
      long[] sequences = ColumnBytes.readLongs(in);
      long[] prefixes = ColumnBytes.readLongs(in);
      int[] sources = ColumnBytes.readInts(in);
      long[] words = OpWords.room(sources.length);
      for (int op = 0; op < sources.length; op++) {
        int kind = Math.min(RouteOps.ANNOUNCE, sources[op] & 3);
        int source = RouteOps.source(sources[op] >>> 2, kind);
        OpWords.put(words, op, times[op], sequences[op], prefixes[op], source, 0);
      }
      ops.add(new RouteOps.Columns(words, new int[0]));
    }
    return ops;
  }

  private static RouteTable.Snapshot table(Stored stored, IpFamily family) {
    return new RouteTable.Snapshot(
        stored.windowMicros(),
        family,
        stored.settledUntilMicros(),
        stored.sessions(),
        rows(stored, family),
        PairNumbers.Columns.NONE,
        TableDumps.Columns.none(),
        stored.pendingEnds().clone(),
        stored.pending().stream().map(ops -> of(ops, family)).toList());
  }

  private static PrefixRows.Columns rows(Stored stored, IpFamily family) {
    int[] at = places(stored.keys(), family);
    int words = stored.words();
    long[][] columns = new long[COLUMNS][at.length * words];
    byte[] flags = new byte[at.length];
    short[] lostDays = new short[at.length];
    for (int row = 0; row < at.length; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        int from = (at[row] * COLUMNS + column) * words;
        System.arraycopy(stored.bits(), from, columns[column], row * words, words);
      }
      byte flag = stored.flags()[at[row]];
      flags[row] = (flag & MATURE) == 0 ? flag : (byte) (flag | HELD_ONCE);
      lostDays[row] = stored.lostDays()[at[row]];
    }
    long[] keys = Arrays.stream(at).mapToLong(i -> stored.keys()[i]).toArray();
    return new PrefixRows.Columns(
        words, keys, flags, lostDays, new int[at.length], columns[0], columns[1], columns[2]);
  }

  private static int[] places(long[] prefixes, IpFamily family) {
    return IntStream.range(0, prefixes.length)
        .filter(i -> IpFamily.of(prefixes[i]) == family)
        .toArray();
  }

  private static RouteOps.Columns of(RouteOps.Columns ops, IpFamily family) {
    long[] all = ops.words();
    long[] words = new long[all.length];
    int size = 0;
    for (int i = 0; i < ops.size(); i++) {
      if (IpFamily.of(OpWords.prefix(all, i)) == family) {
        System.arraycopy(all, OpWords.length(i), words, OpWords.length(size++), OpWords.length(1));
      }
    }
    return new RouteOps.Columns(Arrays.copyOf(words, OpWords.length(size)), new int[0]);
  }
}
