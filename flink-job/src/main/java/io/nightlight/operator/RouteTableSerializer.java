package io.nightlight.operator;

import io.nightlight.domain.net.IpFamily;
import io.nightlight.domain.routes.RouteOps;
import io.nightlight.domain.routes.RouteTable;
import io.nightlight.domain.routes.RouteTableSnapshot;
import io.nightlight.domain.routes.SessionStanding;
import io.nightlight.domain.routes.SessionStanding.Ballot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The bytes of one shard of the routing tables in checkpoints and savepoints. */
public final class RouteTableSerializer extends VersionedSerializer<RouteTable> {
  private static final long serialVersionUID = 1;

  @Override
  int version() {
    return 1;
  }

  @Override
  void writeBody(RouteTable table, DataOutputView out) throws IOException {
    RouteTableSnapshot snapshot = table.snapshot();
    out.writeLong(snapshot.windowMicros());
    out.writeLong(snapshot.settledUntilMicros());
    ColumnBytes.write(snapshot.sessionIds(), out);
    ColumnBytes.write(snapshot.peerAsns(), out);
    for (SessionStanding standing : snapshot.standings()) {
      writeStanding(standing, out);
    }
    out.writeInt(snapshot.words());
    ColumnBytes.write(snapshot.keys(), out);
    ColumnBytes.write(snapshot.flags(), out);
    ColumnBytes.write(snapshot.lostDays(), out);
    ColumnBytes.write(snapshot.bits(), out);
    ColumnBytes.write(snapshot.ribBits(), out);
    ColumnBytes.write(snapshot.pendingEnds(), out);
    writeOps(snapshot.pending(), out);
    writeOps(snapshot.remembered(), out);
  }

  @Override
  RouteTable readBody(int version, DataInputView in) throws IOException {
    long windowMicros = in.readLong();
    long settledUntilMicros = in.readLong();
    long[] sessionIds = ColumnBytes.readLongs(in);
    long[] peerAsns = ColumnBytes.readLongs(in);
    @Nullable SessionStanding[] standings = new SessionStanding[sessionIds.length];
    for (int slot = 0; slot < standings.length; slot++) {
      standings[slot] = readStanding(in);
    }
    return RouteTable.restore(
        new RouteTableSnapshot(
            windowMicros,
            settledUntilMicros,
            sessionIds,
            peerAsns,
            standings,
            in.readInt(),
            ColumnBytes.readLongs(in),
            ColumnBytes.readBytes(in),
            ColumnBytes.readShorts(in),
            ColumnBytes.readLongs(in),
            ColumnBytes.readLongs(in),
            ColumnBytes.readLongs(in),
            readOps(in),
            readOps(in)));
  }

  private static void writeStanding(@Nullable SessionStanding standing, DataOutputView out)
      throws IOException {
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

  private static @Nullable SessionStanding readStanding(DataInputView in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    return new SessionStanding(
        in.readLong(),
        IpFamily.IPV4,
        in.readLong(),
        in.readLong(),
        in.readBoolean() ? Ballot.VOTES : Ballot.ABSTAINS,
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong());
  }

  private static void writeOps(List<RouteOps.Snapshot> windows, DataOutputView out)
      throws IOException {
    out.writeInt(windows.size());
    for (RouteOps.Snapshot ops : windows) {
      ColumnBytes.write(ops.times(), out);
      ColumnBytes.write(ops.sequences(), out);
      ColumnBytes.write(ops.prefixes(), out);
      ColumnBytes.write(ops.sources(), out);
    }
  }

  private static List<RouteOps.Snapshot> readOps(DataInputView in) throws IOException {
    int windows = in.readInt();
    List<RouteOps.Snapshot> ops = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      ops.add(
          new RouteOps.Snapshot(
              ColumnBytes.readLongs(in),
              ColumnBytes.readLongs(in),
              ColumnBytes.readLongs(in),
              ColumnBytes.readInts(in)));
    }
    return ops;
  }

  @Override
  public RouteTable createInstance() {
    return new RouteTable(1);
  }

  @Override
  public RouteTable copy(RouteTable from) {
    return RouteTable.restore(from.snapshot());
  }

  @Override
  public TypeSerializerSnapshot<RouteTable> snapshotConfiguration() {
    return new Format();
  }

  /** The format's name in a savepoint; the version of a value is in the value. */
  public static final class Format extends SimpleTypeSerializerSnapshot<RouteTable> {
    public Format() {
      super(RouteTableSerializer::new);
    }
  }
}
