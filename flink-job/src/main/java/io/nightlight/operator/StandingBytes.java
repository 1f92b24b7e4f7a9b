package io.nightlight.operator;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.SessionSlots;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The sessions of a table in the bytes of a checkpoint. */
final class StandingBytes {
  private StandingBytes() {}

  static void write(SessionSlots.Columns sessions, DataOutputView out) throws IOException {
    ColumnBytes.write(sessions.ids(), out);
    ColumnBytes.write(sessions.peerAsns(), out);
    for (SessionStanding standing : sessions.standings()) {
      out.writeBoolean(standing != null);
      if (standing != null) {
        out.writeLong(standing.sessionId());
        out.writeLong(standing.peerAsn());
        out.writeLong(standing.effectiveAtMicros());
        out.writeBoolean(standing.votes());
        out.writeLong(standing.resetAtMicros());
        out.writeLong(standing.resetSequence());
        out.writeLong(standing.ribStartedAtMicros());
        out.writeLong(standing.ribEndedMicros());
      }
    }
  }

  static SessionSlots.Columns read(IpFamily family, DataInputView in) throws IOException {
    long[] ids = ColumnBytes.readLongs(in);
    long[] peerAsns = ColumnBytes.readLongs(in);
    @Nullable SessionStanding[] standings = new SessionStanding[ids.length];
    for (int slot = 0; slot < standings.length; slot++) {
      standings[slot] = in.readBoolean() ? readStanding(family, in) : null;
    }
    return new SessionSlots.Columns(ids, peerAsns, standings);
  }

  private static SessionStanding readStanding(IpFamily family, DataInputView in)
      throws IOException {
    return new SessionStanding(
        in.readLong(),
        family,
        in.readLong(),
        in.readLong(),
        in.readBoolean() ? Ballot.VOTES : Ballot.ABSTAINS,
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }
}
