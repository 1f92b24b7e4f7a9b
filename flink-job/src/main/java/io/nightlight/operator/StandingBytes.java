package io.nightlight.operator;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.SessionSlots;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a table in the bytes of a checkpoint, column by column, for most of what holds
 * for one of them holds for its neighbours. Every shard has them all, so that they count.
 *
 * <p>The collector and the blindness of a session are not written: what holds is told anew before
 * the next vote.
 */
final class StandingBytes {
  private static final int UNHEARD_OF = 0;

  /** What is written of a ballot is its place + 1. */
  private static final Ballot[] BALLOTS = {Ballot.ABSTAINS, Ballot.VOTES, Ballot.RETIRED};

  private StandingBytes() {}

  static void write(SessionSlots.Columns sessions, DataOutputView out) throws IOException {
    ColumnBytes.write(sessions.ids(), out);
    PackedColumns.writeRuns(sessions.peerAsns(), out);
    @Nullable SessionStanding[] all = sessions.standings();
    long[] ballots = new long[all.length];
    for (int slot = 0; slot < all.length; slot++) {
      SessionStanding standing = all[slot];
      ballots[slot] =
          standing == null ? UNHEARD_OF : 1 + Arrays.asList(BALLOTS).indexOf(standing.ballot());
    }
    PackedColumns.writeRuns(ballots, out);
    write(all, SessionStanding::sessionId, sessions.ids(), out);
    write(all, SessionStanding::peerAsn, sessions.peerAsns(), out);
    long[] none = new long[all.length];
    write(all, SessionStanding::effectiveAtMicros, none, out);
    write(all, SessionStanding::resetAtMicros, none, out);
    write(all, SessionStanding::resetSequence, none, out);
    write(all, SessionStanding::ribStartedAtMicros, none, out);
    write(all, SessionStanding::ribEndedMicros, none, out);
  }

  /** Writes how far the standings' numbers are from those of their slots. */
  private static void write(
      @Nullable SessionStanding[] all,
      ToLongFunction<SessionStanding> number,
      long[] ofSlots,
      DataOutputView out)
      throws IOException {
    long[] column = new long[all.length];
    for (int slot = 0; slot < all.length; slot++) {
      SessionStanding standing = all[slot];
      column[slot] = standing == null ? 0 : number.applyAsLong(standing) - ofSlots[slot];
    }
    PackedColumns.writeRuns(column, out);
  }

  static SessionSlots.Columns read(IpFamily family, DataInputView in) throws IOException {
    long[] ids = ColumnBytes.readLongs(in);
    long[] peerAsns = PackedColumns.readRuns(in);
    long[] ballots = PackedColumns.readRuns(in);
    long[][] numbers = new long[7][];
    for (int column = 0; column < numbers.length; column++) {
      numbers[column] = PackedColumns.readRuns(in);
    }
    @Nullable SessionStanding[] standings = new SessionStanding[ids.length];
    for (int slot = 0; slot < ids.length; slot++) {
      if (ballots[slot] != UNHEARD_OF) {
        standings[slot] =
            new SessionStanding(
                ids[slot] + numbers[0][slot],
                family,
                peerAsns[slot] + numbers[1][slot],
                numbers[2][slot],
                BALLOTS[(int) ballots[slot] - 1],
                numbers[3][slot],
                numbers[4][slot],
                numbers[5][slot],
                numbers[6][slot],
                0,
                SessionStanding.SEES);
      }
    }
    return new SessionSlots.Columns(ids, peerAsns, standings);
  }
}
